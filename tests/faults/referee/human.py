"""A scripted human: answers and writes over a console's socket alone, and writes down what it shows."""

import asyncio
import contextlib
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from server.wire import agent
from server.wire.nouns import Failed, Refused
from tests.faults.referee.house import House, Team
from tests.faults.referee.insisting import Answer, Insisting
from tests.faults.referee.sightings import Presence, Sightings, Told, Try, kind_of, now
from tests.support.sockets import Agent, new_id

if TYPE_CHECKING:
    from server.live.at_the_desk import DeskCommand


LOOK_MS = 1_000


class Human(Insisting[agent.AgentEvent], Agent):
    """An agent. `react` is told of each row that changes."""

    def __init__(self, house: House, team: Team, who: int, at: int, seen: Sightings) -> None:
        self.id = team.ids[who]
        super().__init__(house.url, team.key, team.people[self.id])
        self.enter(house, at)
        self.seen = seen
        self.rows: dict[str, agent.Row] = {}
        self.revision = 0
        self._asked: int | None = None
        """When the lists were asked for that have not come yet."""
        self._looked = 0
        self._as_of: dict[str, int] = {}
        self._missed = False
        self._lost: set[str] = set()
        self.react: Callable[[agent.Row], None] = lambda _: None
        self.observes = False
        """Whether they look at the lists every second and write down what those tell: one observer a site is enough."""
        self.changed = asyncio.Event()

    def ports(self) -> list[int]:
        """Humans come back to the process they were at."""
        return [self.house.processes[self.at].port]

    async def greet(self) -> None:
        self._asked = now()
        await self.hello()

    def hear(self, event: Any) -> None:
        match event:
            case agent.Welcome():
                self.seen.lease_ms = event.limits.lease_ms
                self._told(event.revision, event.rows, self._asked or 0)
                super().hear(event)
            case agent.Lists():
                self._told(event.revision, event.rows, self._asked or 0)
            case agent.Rows():
                self._told(event.revision, event.rows)
            case agent.Team():
                # It counts among what changed the lists: without it, every ring would look as if something had been missed.
                self._told(event.revision, ())
                if self.observes:
                    self._meet(event.team)
            case agent.Acked():
                self.answered(event.id, event)
            case Refused() | Failed():
                self._asked = self._asked if event.about else None
                self.answered(event.about, event)
            case agent.Presence() | agent.Fetched():
                super().hear(event)

    def _told(self, revision: int, rows: tuple[agent.Row, ...], asked: int | None = None) -> None:
        if self.observes:
            self.seen.told.append(Told(self.site, revision, rows, asked))
        if asked is not None:
            self._looked, self._asked = asked, None
        self._missed = asked is None and (self._missed or revision > self.revision + 1)
        self.revision = max(self.revision, revision)
        for row in rows:
            # Hints of two processes may overtake each other.
            if self._as_of.get(row.id, 0) <= revision:
                self._as_of[row.id] = revision
                self.rows[row.id] = row
                self.react(row)
        self.changed.set()

    def _meet(self, team: tuple[agent.Colleague, ...]) -> None:
        for one in team:
            if one.presence == "offline":
                self._lost.add(one.id)
                self.seen.presences.append(Presence(now(), one.id, "lost"))
            elif one.id in self._lost:
                self._lost.discard(one.id)
                self.seen.presences.append(Presence(now(), one.id, "found" if one.presence == "available" else "away"))

    async def look(self) -> None:
        """Ask for the lists anew where a change of them was missed."""
        if self._asked is None and self._wants_lists():
            self._asked = now()
            await self.say(agent.Refresh())

    def _wants_lists(self) -> bool:
        behind = self._missed or (self.beats and self.beats[-1].revision > self.revision)
        return bool(behind or (self.observes and now() - self._looked >= LOOK_MS))

    async def until(self, true: Callable[[], bool], within_s: float) -> bool:
        """Wait until what this console shows makes that true; whether it came so."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                while not true():
                    self.changed.clear()
                    await self.changed.wait()
        return true()

    async def take_calls(self, capacity: int) -> None:
        """Be there from now on."""
        await self.available(capacity)
        self.seen.presences.append(Presence(now(), self.id, "available", capacity))

    async def stop_taking_calls(self) -> None:
        """Be away from now on."""
        self.seen.presences.append(Presence(now(), self.id, "away"))
        await self.away()

    def vanish(self) -> None:
        """Their machine dies: nobody hears of them any more."""
        self.gone = True
        self.seen.presences.append(Presence(now(), self.id, "vanished"))
        self.drop()

    async def do(self, command: "DeskCommand | agent.Reply") -> Answer:
        """Do it, and write down what came of it; also where they vanish before they hear."""
        code, seq = "unheard", 0
        try:
            answer = await self.insist(command)
            code, seq = (answer.code, 0) if isinstance(answer, Refused) else ("acked", answer.seq)
            return answer
        finally:
            offer, kind = getattr(command, "offer", None), kind_of(command)
            self.seen.tries.append(Try(self.id, kind, command.id, command.conversation, code, seq, offer))

    async def answer_ring(self, conversation: str, offer: int | None) -> Answer:
        """Answer the ring with this number; null: take it from the line."""
        return await self.do(agent.PickUp(id=new_id(), conversation=conversation, offer=offer))

    async def speak(self, conversation: str, text: str) -> Answer:
        """Reply."""
        return await self.do(agent.Reply(id=new_id(), conversation=conversation, text=text))

    async def put_down(self, conversation: str) -> Answer:
        """Close."""
        return await self.do(agent.Close(id=new_id(), conversation=conversation))


async def read_logs(human: Human, conversations: list[str]) -> None:
    """Write down the whole log of each of these, as this console may read it."""
    if human.closed is not None:
        await human.come_back()
    for conversation in conversations:
        log = human.seen.logs[conversation] = []
        while True:
            await human.say(agent.Fetch(conversation=conversation, after=len(log)))
            fetched = await human.expect(agent.Fetched, partial(_answers, conversation, len(log)), within_s=30)
            log.extend(fetched.entries)
            if not fetched.entries or fetched.entries[-1].seq >= fetched.head:
                break


def _answers(conversation: str, after: int, fetched: agent.Fetched) -> bool:
    return (fetched.conversation, fetched.after) == (conversation, after)
