"""What people do in a house: each scene is one kind of trouble. They write everything down; nothing is judged here."""

import asyncio
import random
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from server.wire import agent
from server.wire.agent import Row
from tests.faults.referee.caller import Caller
from tests.faults.referee.house import House, Team
from tests.faults.referee.human import Human, read_logs
from tests.faults.referee.sightings import STALL, Rollcall, Sightings, now
from tests.support.sockets import new_id

PATIENCE_S = 30.0
"""How long a scene waits for what must come. The judge is stricter, by the servers' own clock."""
JITTER_S = 0.02
STANDSTILL_S = 8.0
"""By then whatever a frozen process holds must have been taken from it; on a busy machine, with time to spare."""


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
        """A visitor opens the panel; with a token, one whom the site knows."""
        caller = Caller(self.house, self.team, at, self.seen)
        caller.token = token
        self.stack.push_async_callback(caller.close)
        await caller.arrive()
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
        await read_logs(observer, [c for c in seen.logs if c in observer.rows])
        seen.ended_at = now()


async def race(house: House, team: Team, seen: Sightings, rounds: int, patience_s: float = PATIENCE_S) -> None:
    """The only human's only slot is freed, and another visitor writes, in the same instant and in different processes."""
    async with cast(house, team, seen) as here:
        human = await here.human(1, at=0, capacity=1)
        callers = [await here.caller(n % len(house.processes)) for n in range(1, 5)]
        for caller in callers:
            caller.twice = 0.2
        current = callers[0]
        await current.speak("Hello?")
        for n in range(rounds + 1):
            if not await _is_put_before(human, current, patience_s):
                return
            await human.answer_ring(*_ring(human, current))
            if n < rounds:
                following = random.choice([c for c in callers if c is not current])
                await asyncio.gather(_soon(human.put_down(_of(current))), _soon(following.speak(f"Round {n}")))
                current = following
        await human.put_down(_of(current))


async def rush(house: House, team: Team, seen: Sightings, rounds: int, patience_s: float = PATIENCE_S) -> None:
    """Everybody writes in the same instant, in different processes, to one human with one slot; then comes one after the other."""
    async with cast(house, team, seen) as here:
        human = await here.human(1, at=0, capacity=1)
        callers = [await here.caller(n % len(house.processes)) for n in range(5)]
        for n in range(rounds):
            await asyncio.gather(*(_soon(c.speak(f"Rush {n}")) for c in callers))
            served = 0
            while served < len(callers):
                if not await human.until(lambda: bool(_rings_of(human)), patience_s):
                    return
                for row in _rings_of(human):
                    await human.answer_ring(row.id, row.offer)
                    await human.put_down(row.id)
                    served += 1


async def grab(house: House, team: Team, seen: Sightings, rounds: int) -> None:
    """Nobody takes calls, some wait, and two who look on take them all in the same instant, in different processes."""
    async with cast(house, team, seen) as here:
        two = [await here.human(n, at=n % len(house.processes)) for n in (1, 2)]
        callers = [await here.caller(n % len(house.processes)) for n in range(4)]
        for n in range(rounds):
            await asyncio.gather(*(c.speak(f"Anybody? {n}") for c in callers))
            for human in two:
                await human.until(lambda h=human: all(_waits(h, c) for c in callers), PATIENCE_S)  # type: ignore[misc]
            await asyncio.gather(*(h.answer_ring(_of(c), None) for c in callers for h in two))
            await asyncio.gather(*(h.put_down(_of(c)) for c in callers for h in two))


async def late(house: House, team: Team, seen: Sightings) -> None:
    """It rings for one, who does not answer; it rings for the other; then the first answers the ring that is over."""
    async with cast(house, team, seen) as here:
        two = [await here.human(n, at=n % len(house.processes), capacity=1) for n in (1, 2)]
        caller = await here.caller(0)
        await caller.speak("Hello?")
        first = await _rung(here.observer, caller, {h.id for h in two})
        slow, quick = sorted(two, key=lambda h: h.id != first.agent)
        await _rung(here.observer, caller, {quick.id})
        await slow.answer_ring(_of(caller), first.offer)
        await quick.answer_ring(*_ring(quick, caller))
        await quick.put_down(_of(caller))


async def echo(house: House, team: Team, seen: Sightings) -> None:
    """The phone is put down, the visitor writes again, and only then the putting down comes a second time, from another process."""
    async with cast(house, team, seen) as here:
        human = await here.human(1, at=0, capacity=1)
        twin = await here.human(1, at=len(house.processes) - 1)
        caller = await here.caller(0)
        await caller.speak("Hello?")
        assert await _is_put_before(human, caller, PATIENCE_S)
        await human.answer_ring(*_ring(human, caller))
        close = agent.Close(id=new_id(), conversation=_of(caller))
        await human.do(close)
        await caller.speak("One more thing.")
        assert await _is_put_before(human, caller, PATIENCE_S)
        await twin.do(close)
        await human.answer_ring(*_ring(human, caller))
        await human.put_down(_of(caller))


async def stall(house: House, team: Team, seen: Sightings) -> None:
    """A process freezes while it stores words of somebody who waits. The human who has another puts the phone down."""
    async with cast(house, team, seen) as here:
        human = await here.human(1, at=0, capacity=1)
        callers = [await here.caller(n) for n in (0, len(house.processes) - 1, 0)]
        for caller in callers:
            await caller.speak("Hello?")
        assert await _is_put_before(human, callers[0], PATIENCE_S)
        await human.answer_ring(*_ring(human, callers[0]))
        saying = asyncio.create_task(callers[1].speak(STALL))
        async with asyncio.timeout(PATIENCE_S):
            while not house.processes[callers[1].at].frozen:
                await asyncio.sleep(0.05)
        closing = asyncio.create_task(human.put_down(_of(callers[0])))
        # The desk's clock stood still with the desk, so its entries cannot tell; what a console is told can.
        served = await _is_put_before(human, callers[1], STANDSTILL_S)
        seen.rollcalls.append(Rollcall("a process froze", _of(callers[1]), "ringing" if served else None))
        house.processes[callers[1].at].thaw()
        await asyncio.gather(saying, closing)


async def lapse(house: House, team: Team, seen: Sightings) -> None:
    """Whoever has a visitor vanishes together with their process. Somebody else is free."""
    async with cast(house, team, seen) as here:
        gone = await here.human(1, at=len(house.processes) - 1, capacity=1)
        caller = await here.caller(0)
        await caller.speak("Hello?")
        await _is_put_before(gone, caller, PATIENCE_S)
        await gone.answer_ring(*_ring(gone, caller))
        other = await here.human(2, at=0, capacity=1)
        gone.vanish()
        await other.until(lambda: _rings(other, caller), seen.lease_ms / 1000 + 6)
        if _rings(other, caller):
            await other.answer_ring(*_ring(other, caller))
            await other.put_down(_of(caller))


async def _soon(what: Coroutine[None, None, object]) -> None:
    """In this very instant, give or take."""
    await asyncio.sleep(random.random() * JITTER_S)
    await what


def _of(caller: Caller) -> str:
    assert caller.conversation
    return caller.conversation


def _ring(human: Human, caller: Caller) -> tuple[str, int]:
    return _of(caller), human.rows[_of(caller)].offer


def _rings(human: Human, caller: Caller) -> bool:
    row = human.rows.get(caller.conversation or "")
    return row is not None and row.agent == human.id and row.state == "ringing"


def _rings_of(human: Human) -> list[Row]:
    return [r for r in human.rows.values() if r.agent == human.id and r.state == "ringing"]


def _waits(human: Human, caller: Caller) -> bool:
    row = human.rows.get(caller.conversation or "")
    return row is not None and row.state == "waiting"


async def _is_put_before(human: Human, caller: Caller, within_s: float) -> bool:
    return await human.until(lambda: _rings(human, caller), within_s)


async def _rung(observer: Human, caller: Caller, whom: set[str]) -> Row:
    def rings() -> bool:
        row = observer.rows.get(_of(caller))
        return row is not None and row.state == "ringing" and row.agent in whom

    assert await observer.until(rings, PATIENCE_S)
    return observer.rows[_of(caller)]
