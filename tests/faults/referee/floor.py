"""A working day in a minute: many humans and visitors in all processes, while one process dies and another freezes."""

import asyncio
import random
from dataclasses import dataclass, field
from itertools import count

from server.wire import agent
from tests.faults.referee.caller import Caller
from tests.faults.referee.house import House, Team
from tests.faults.referee.human import Human
from tests.faults.referee.sightings import Rollcall, Sightings
from tests.faults.referee.stage import PATIENCE_S, Cast, cast
from tests.support.sockets import new_id

CAPACITY = 2
FREEZE_S = 3.0


@dataclass
class Worker:
    """A human who answers what rings, says a word, works a little and puts the phone down."""

    human: Human
    taken: set[tuple[str, int, bool]] = field(default_factory=set)
    """Which conversations, by which ring, and whether only to help: who helped has it without another ring when its owner is gone."""
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def begin(self) -> None:
        """From now on."""
        self.human.twice = 0.3
        self.human.react = self.look
        for row in list(self.human.rows.values()):
            self.look(row)

    def look(self, row: agent.Row) -> None:
        """Take on what is new."""
        asked = next((m for m in row.members if m.face.id == self.human.id and m.state == "asked"), None)
        offer = asked.offer if asked else row.offer
        mine = row.agent == self.human.id and row.state in {"ringing", "engaged"}
        taking = (row.id, offer, asked is not None)
        if (mine or asked) and taking not in self.taken:
            self.taken.add(taking)
            work = self.come_in(row.id, offer) if asked else self.serve(row.id, offer, row.state == "ringing")
            task = asyncio.create_task(work)
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    async def serve(self, conversation: str, offer: int, rings: bool) -> None:
        """One conversation from the ring to the end. Whoever lost it meanwhile is refused and lets it go."""
        await asyncio.sleep(random.random() * 0.2)
        if rings:
            await self.human.answer_ring(conversation, offer)
        await self.human.speak(conversation, "I am here.")
        await asyncio.sleep(random.random() * 0.3)
        if random.random() < 0.2:
            await self.human.do(agent.Hold(id=new_id(), conversation=conversation))
            await asyncio.sleep(random.random() * 0.2)
            await self.human.do(agent.Resume(id=new_id(), conversation=conversation))
        await self.human.put_down(conversation)

    async def come_in(self, conversation: str, offer: int) -> None:
        """Help, and stay until it is over."""
        await asyncio.sleep(random.random() * 0.2)
        await self.human.answer_ring(conversation, offer)

    async def finish(self) -> None:
        """Take on nothing new, and end what was begun: the logs are read when nobody writes any more."""
        self.human.react = lambda _: None
        await asyncio.gather(*self.tasks, return_exceptions=self.human.gone)

    def vanish(self) -> None:
        """Their machine dies with all it was doing."""
        self.human.react = lambda _: None
        for task in self.tasks:
            task.cancel()
        self.human.vanish()


async def visit(caller: Caller, until: asyncio.Event) -> None:
    """Come with one matter after another; now and then ask for somebody who can fix it."""
    caller.twice = 0.3
    for n in count():
        await caller.speak(f"Matter {n}")
        if random.random() < 0.25:
            await caller.ask_for_help()
        if await caller.until(lambda s: s.state == "engaged", PATIENCE_S) and random.random() < 0.5:
            await caller.speak("Thank you.")
        await caller.until(lambda s: s.state == "closed", PATIENCE_S)
        if until.is_set():
            return


async def day(house: House, team: Team, seen: Sightings, seconds: float = 0.0) -> None:
    """The last process dies with its humans' machines, the one before it freezes and thaws; after each fault everybody is looked up.

    The day goes on until the dead humans' leases have lapsed, and for at least so many seconds; then all that is open is brought to an end.
    """
    last = len(house.processes) - 1
    async with cast(house, team, seen) as here:
        workers = [Worker(await here.human(n, at=n % (last + 1), capacity=CAPACITY)) for n in range(1, 8)]
        callers = [await here.caller(n % (last + 1)) for n in range(6)]
        for worker in workers:
            worker.begin()
        over = asyncio.Event()
        visits = [asyncio.create_task(visit(c, over)) for c in callers]
        began = asyncio.get_running_loop().time()
        await asyncio.sleep(2)
        house.processes[last].kill()
        for worker in workers:
            if worker.human.at == last:
                worker.vanish()
        await asyncio.sleep(1)
        await _call_the_roll(here, callers, "a process died")
        house.processes[last - 1].freeze()
        await asyncio.sleep(FREEZE_S)
        house.processes[last - 1].thaw()
        await asyncio.sleep(1)
        await _call_the_roll(here, callers, "a process froze")
        took = asyncio.get_running_loop().time() - began
        await asyncio.sleep(max(seen.lease_ms / 1000 + 3 - took + 2, seconds - took))
        await _call_the_roll(here, callers, "leases lapsed")
        house.start([last])
        over.set()
        await asyncio.gather(*visits)
        await _all_closed(here, callers)
        await asyncio.gather(*(worker.finish() for worker in workers))


async def _all_closed(here: Cast, callers: list[Caller]) -> None:
    """A last word may have come just after its conversation was closed: who said it has seen it closed, and it is open again."""
    async with asyncio.timeout(PATIENCE_S):
        for caller in callers:
            while await _stands(here, caller) not in {None, "closed"}:
                await asyncio.sleep(0.1)


async def _stands(here: Cast, caller: Caller) -> str | None:
    """Where their conversation stands, asked anew."""
    twin = await here.caller(0, token=caller.token)
    await twin.close()
    return twin.standing.state if twin.standing else None


async def _call_the_roll(here: Cast, callers: list[Caller], after: str) -> None:
    """Ask anew, at a process that lives, where each visitor with an open conversation stands."""
    for caller in callers:
        if caller.conversation is None:
            continue
        twin = await here.caller(0, token=caller.token)
        standing = twin.standing
        state = standing.state if standing else None
        faceless = state in {"ringing", "engaged"} and standing is not None and not standing.faces
        if state != "closed":
            here.seen.rollcalls.append(Rollcall(after, caller.conversation, None if faceless else state))
        await twin.close()
