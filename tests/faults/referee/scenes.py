"""What people do in a house: each scene is one kind of trouble. They write everything down; nothing is judged here."""

import asyncio
import random
from collections.abc import Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING

from server.wire import agent
from tests.faults.referee.caller import Caller
from tests.faults.referee.house import House, Team
from tests.faults.referee.human import Human
from tests.faults.referee.sightings import STALL, Rollcall, Sightings
from tests.faults.referee.stage import (
    PATIENCE_S,
    answer,
    asked,
    cast,
    is_put_before,
    of,
    ring,
    rings,
    rings_of,
    rung,
    waits,
)
from tests.support.sockets import new_id

if TYPE_CHECKING:
    from server.live.at_the_desk import DeskCommand

JITTER_S = 0.02
STANDSTILL_S = 8.0
"""By then whatever a frozen process holds must have been taken from it; on a busy machine, with time to spare."""


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
            if not await is_put_before(human, current, patience_s):
                return
            await human.answer_ring(*ring(human, current))
            if n < rounds:
                following = random.choice([c for c in callers if c is not current])
                await asyncio.gather(_soon(human.put_down(of(current))), _soon(following.speak(f"Round {n}")))
                current = following
        await human.put_down(of(current))


async def rush(house: House, team: Team, seen: Sightings, rounds: int, patience_s: float = PATIENCE_S) -> None:
    """Everybody writes in the same instant, in different processes, to one human with one slot; then comes one after the other."""
    async with cast(house, team, seen) as here:
        human = await here.human(1, at=0, capacity=1)
        callers = [await here.caller(n % len(house.processes)) for n in range(5)]
        for n in range(rounds):
            await asyncio.gather(*(_soon(c.speak(f"Rush {n}")) for c in callers))
            served = 0
            while served < len(callers):
                if not await human.until(lambda: bool(rings_of(human)), patience_s):
                    return
                for row in rings_of(human):
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
                await human.until(lambda h=human: all(waits(h, c) for c in callers), PATIENCE_S)  # type: ignore[misc]
            await asyncio.gather(*(h.answer_ring(of(c), None) for c in callers for h in two))
            await asyncio.gather(*(h.put_down(of(c)) for c in callers for h in two))


async def late(house: House, team: Team, seen: Sightings) -> None:
    """It rings for one, who does not answer; it rings for the other; then the first answers the ring that is over."""
    async with cast(house, team, seen) as here:
        two = [await here.human(n, at=n % len(house.processes), capacity=1) for n in (1, 2)]
        caller = await here.caller(0)
        await caller.speak("Hello?")
        first = await rung(here.observer, caller, {h.id for h in two})
        slow, quick = sorted(two, key=lambda h: h.id != first.agent)
        await rung(here.observer, caller, {quick.id})
        await slow.answer_ring(of(caller), first.offer)
        await quick.answer_ring(*ring(quick, caller))
        await quick.put_down(of(caller))


async def escalate(house: House, team: Team, seen: Sightings, patience_s: float = PATIENCE_S) -> None:
    """A visitor who talks with one asks for somebody who can fix it. Another is free."""
    async with cast(house, team, seen) as here:
        human = await here.human(1, at=0, capacity=1)
        caller = await here.caller(len(house.processes) - 1)
        await caller.speak("Hello?")
        await answer(human, caller)
        other = await here.human(2, at=len(house.processes) - 1, capacity=1)
        await caller.ask_for_help()
        await other.until(lambda: asked(other, caller) is not None, patience_s)
        if member := asked(other, caller):
            await other.answer_ring(of(caller), member.offer)
        await human.put_down(of(caller))


async def echo(house: House, team: Team, seen: Sightings) -> None:
    """Something is done and undone, and then it comes a second time: late, or by a process that stood still with it meanwhile."""
    async with cast(house, team, seen) as here:
        human = await here.human(1, at=0, capacity=1)
        twin = await here.human(1, at=len(house.processes) - 1)
        caller = await here.caller(0)
        await caller.speak("Hello?")
        await answer(human, caller)
        other = await here.human(2, at=0, capacity=1)
        to = of(caller)
        bring_in = partial(agent.BringIn, conversation=to, whom=other.id, why="")
        for command, undo in (
            (partial(agent.Hold, conversation=to), partial(_resume, human, caller)),
            (bring_in, partial(_decline, other, caller)),
            (partial(agent.Close, conversation=to), partial(_come_again, human, caller)),
        ):
            for again in (_late, _frozen):
                said = command(id=new_id())
                await human.do(said)
                await again(twin, said, undo)
        await human.put_down(to)


async def _late(twin: Human, said: "DeskCommand", undo: Callable[[], Coroutine[None, None, None]]) -> None:
    await undo()
    await twin.do(said)


async def _frozen(twin: Human, said: "DeskCommand", undo: Callable[[], Coroutine[None, None, None]]) -> None:
    process = twin.house.processes[twin.at]
    process.freeze()
    saying = asyncio.create_task(twin.do(said))
    await undo()
    process.thaw()
    await saying


async def _resume(human: Human, caller: Caller) -> None:
    await human.do(agent.Resume(id=new_id(), conversation=of(caller)))


async def _decline(human: Human, caller: Caller) -> None:
    await human.until(lambda: asked(human, caller) is not None, PATIENCE_S)
    member = asked(human, caller)
    assert member
    await human.do(agent.Decline(id=new_id(), conversation=of(caller), offer=member.offer))
    await human.until(lambda: asked(human, caller) is None, PATIENCE_S)


async def _come_again(human: Human, caller: Caller) -> None:
    await caller.speak("One more thing.")
    await answer(human, caller)


async def stall(house: House, team: Team, seen: Sightings) -> None:
    """A process freezes while it stores words of somebody who waits. The human who has another puts the phone down."""
    async with cast(house, team, seen) as here:
        human = await here.human(1, at=0, capacity=1)
        callers = [await here.caller(n) for n in (0, len(house.processes) - 1, 0)]
        for caller in callers:
            await caller.speak("Hello?")
        await answer(human, callers[0])
        saying = asyncio.create_task(callers[1].speak(STALL))
        async with asyncio.timeout(PATIENCE_S):
            while not house.processes[callers[1].at].frozen:
                await asyncio.sleep(0.05)
        closing = asyncio.create_task(human.put_down(of(callers[0])))
        # The desk's clock stood still with the desk, so its entries cannot tell; what a console is told can.
        served = await is_put_before(human, callers[1], STANDSTILL_S)
        seen.rollcalls.append(Rollcall("a process froze", of(callers[1]), "ringing" if served else None))
        house.processes[callers[1].at].thaw()
        await asyncio.gather(saying, closing)


async def lapse(house: House, team: Team, seen: Sightings, answers: bool) -> None:
    """Whoever has a visitor, or is only rung for one, vanishes. Somebody else is free."""
    async with cast(house, team, seen) as here:
        gone = await here.human(1, at=len(house.processes) - 1, capacity=1)
        caller = await here.caller(0)
        await caller.speak("Hello?")
        assert await is_put_before(gone, caller, PATIENCE_S)
        if answers:
            await gone.answer_ring(*ring(gone, caller))
        other = await here.human(2, at=0, capacity=1)
        gone.vanish()
        await is_put_before(other, caller, seen.lease_ms / 1000 + 4)
        if rings(other, caller):
            await other.answer_ring(*ring(other, caller))
            await other.put_down(of(caller))


async def _soon(what: Coroutine[None, None, object]) -> None:
    """In this very instant, give or take."""
    await asyncio.sleep(random.random() * JITTER_S)
    await what
