"""Where scenes are played: who sits down, who looks on, and what each of them sees at a glance."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from server.wire.agent import Member, Row
from tests.faults.referee.caller import Caller
from tests.faults.referee.house import House, Team
from tests.faults.referee.human import Human, read_logs
from tests.faults.referee.sightings import Sightings, now

PATIENCE_S = 30.0
"""How long a scene waits for what must come. The judge is stricter, by the servers' own clock."""


@dataclass
class Cast:
    """Who plays: an observer, who is away and writes down what the lists tell; humans; visitors."""

    house: House
    team: Team
    seen: Sightings
    observer: Human
    stack: AsyncExitStack
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    async def human(self, who: int, at: int, capacity: int = 0) -> Human:
        """One of the team sits down; with a capacity, takes calls."""
        human = Human(self.house, self.team, who, at, self.seen)
        self.stack.push_async_callback(human.close)
        await human.arrive()
        self.background(human.keep_up())
        if capacity:
            await human.take_calls(capacity)
        return human

    async def caller(self, at: int, token: str | None = None) -> Caller:
        """A visitor opens the panel and keeps it open; with a token, one whom the site knows has a look."""
        caller = Caller(self.house, self.team, at, self.seen)
        caller.token = token
        self.stack.push_async_callback(caller.close)
        await caller.arrive()
        if token is None:
            self.background(caller.keep_up())
        return caller

    def background(self, work: Coroutine[None, None, None]) -> None:
        """Until the scene is over."""
        self.tasks.append(asyncio.create_task(work))


@asynccontextmanager
async def cast(house: House, team: Team, seen: Sightings) -> AsyncIterator[Cast]:
    """Everybody for one scene; at its end the logs are read."""
    async with AsyncExitStack() as stack:
        observer = Human(house, team, 0, 0, seen)
        observer.observes = True
        stack.push_async_callback(observer.close)
        await observer.arrive()
        playing = Cast(house, team, seen, observer, stack)
        playing.background(observer.keep_up())
        try:
            yield playing
        finally:
            for task in playing.tasks:
                task.cancel()
            await asyncio.gather(*playing.tasks, return_exceptions=True)
        await read_logs(observer, list(seen.logs))
        seen.ended_at = now()


def of(caller: Caller) -> str:
    """Their conversation."""
    assert caller.conversation
    return caller.conversation


def ring(human: Human, caller: Caller) -> tuple[str, int]:
    """How to answer the ring for that visitor: the conversation, and the ring's number."""
    return of(caller), human.rows[of(caller)].offer


def rings(human: Human, caller: Caller) -> bool:
    """Whether that visitor rings for them."""
    row = human.rows.get(caller.conversation or "")
    return row is not None and row.agent == human.id and row.state == "ringing"


def rings_of(human: Human) -> list[Row]:
    """All that rings for them."""
    return [r for r in human.rows.values() if r.agent == human.id and r.state == "ringing"]


def waits(human: Human, caller: Caller) -> bool:
    """Whether they see that visitor in line."""
    row = human.rows.get(caller.conversation or "")
    return row is not None and row.state == "waiting"


async def is_put_before(human: Human, caller: Caller, within_s: float) -> bool:
    """Whether that visitor rings for them by then."""
    return await human.until(lambda: rings(human, caller), within_s)


async def rung(observer: Human, caller: Caller, whom: set[str]) -> Row:
    """Wait until that visitor rings for one of these."""

    def rings() -> bool:
        row = observer.rows.get(of(caller))
        return row is not None and row.state == "ringing" and row.agent in whom

    assert await observer.until(rings, PATIENCE_S)
    return observer.rows[of(caller)]


def asked(human: Human, caller: Caller) -> Member | None:
    """Themselves, as asked into that visitor's conversation."""
    row = human.rows.get(caller.conversation or "")
    return next((m for m in row.members if m.face.id == human.id and m.state == "asked"), None) if row else None


async def answer(human: Human, caller: Caller) -> None:
    """Wait until it rings for them, and pick up."""
    assert await is_put_before(human, caller, PATIENCE_S)
    await human.answer_ring(*ring(human, caller))
