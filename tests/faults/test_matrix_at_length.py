"""The fault matrix at length: its bounds as they are written, on servers with beats and leases as they are in life."""

import asyncio
import random
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from tests.faults.matrix import scenes
from tests.faults.matrix.checker import check
from tests.faults.matrix.crowd import crowd
from tests.faults.matrix.mischief import MISCHIEF
from tests.faults.matrix.people import Console
from tests.faults.referee.house import Process, Street, Team, cottage
from tests.support.figures import Figures, figures, until
from tests.support.proxy import Proxy, running_proxy
from tests.support.redis import Redis

pytestmark = pytest.mark.long

SITES = ("grab", "floor")
LOCKED_S = 30.0
"""Longer than a server waits for a lock."""
CAUGHT_UP_S = 35.0
NOTICED_S = 60.0
PROMPT_S = 5.0
"""What a word may take while something that it does not need is gone, on a busy machine."""
WITHIN_S = 60.0
"""What anything else may take to be as before."""
PACE_S = 0.2
Plot = tuple[Path, dict[str, Team]]


def two(teams: dict[str, Team]) -> dict[str, Team]:
    return {name: teams[name] for name in SITES}


def address(process: Process) -> str:
    return f"http://localhost:{process.port}"


def nobody(found: Figures) -> bool:
    """Whether the server has no socket any more, of visitors and agents."""
    return found["bluephone_sockets visitor"] == found["bluephone_sockets agent"] == 0


async def test_a_database_that_is_locked_for_long_is_told_and_words_are_kept(plot: Plot) -> None:
    with cottage(plot[0]) as house:
        async with crowd(house, two(plot[1])) as people:
            async with scenes.locked(people, plot[0] / "bluephone.sqlite3", LOCKED_S) as acknowledged:
                assert acknowledged == 0
            assert people.record.failed
            await people.settle(WITHIN_S)
    assert check(people.record) == []


@pytest.mark.parametrize("mischief", MISCHIEF)
async def test_while_redis_is_gone_all_is_caught_up_in_time_and_again_when_it_is_back(
    place: Street, mischief: Callable[[Redis, float], Coroutine[Any, Any, None]]
) -> None:
    with place.house(2) as house:
        assert house.redis
        async with crowd(house, two(place.teams)) as people:
            lasts = asyncio.create_task(mischief(house.redis, CAUGHT_UP_S + 5))
            await scenes.written(people, 2)
            took = await people.settle(CAUGHT_UP_S)
            await lasts
            await scenes.written(people, 1)
            await people.settle(WITHIN_S)
    assert check(people.record) == []
    assert took < CAUGHT_UP_S
    assert people.record.slowest_s < PROMPT_S
    assert people.record.codes == set()


async def test_a_line_that_swallows_everything_is_noticed_at_both_ends(plot: Plot) -> None:
    with cottage(plot[0]) as house:
        async with (
            running_proxy(house.processes[0].port) as proxy,
            crowd(house, two(plot[1]), panels=2, ports=lambda: [proxy.port]) as people,
        ):
            proxy.blackhole()
            await people.talk(2)
            async with asyncio.timeout(NOTICED_S):
                while any(who.welcomed.is_set() for who in people.clients):
                    await asyncio.sleep(0.1)
                await until(address(house.processes[0]), nobody, NOTICED_S)
            proxy.cut()
            proxy.heal()
            await people.settle(WITHIN_S)
    assert check(people.record) == []


async def test_who_reads_nothing_is_closed_in_time_and_nobody_else_is_held_up(plot: Plot) -> None:
    with cottage(plot[0]) as house:
        async with crowd(house, two(plot[1])) as people:
            async with scenes.deaf(people) as deaf, people.talking(PACE_S):
                async with asyncio.timeout(NOTICED_S):
                    while scenes.stands(deaf):
                        await asyncio.sleep(0.1)
                assert figures(address(house.processes[0]))["bluephone_sockets visitor"] == len(people.panels)
            await people.settle(WITHIN_S)
    assert check(people.record) == []
    assert people.record.slowest_s < PROMPT_S
    assert {e.by for e in people.record.ended} <= {"deaf"}


def cut(proxy: Proxy) -> None:
    """The plug is pulled, and the server's machine hears of it."""
    proxy.blackhole()
    proxy.cut()


@pytest.mark.parametrize("dies", [cut, Proxy.blackhole])
async def test_whose_agents_machine_dies_is_somebody_elses_in_time(plot: Plot, dies: Callable[[Proxy], None]) -> None:
    team = plot[1]["grab"]
    with cottage(plot[0]) as house:
        async with (
            running_proxy(house.processes[0].port) as proxy,
            crowd(house, {"grab": team}, panels=2, consoles=False) as people,
        ):
            first = Console("who dies", house, team, 1, lambda: [proxy.port], people.record)
            second = Console("a colleague", house, team, 2, people.ports, people.record)
            people.consoles = [first]
            lives = [asyncio.create_task(first.live())]
            assert set((await people.owned(WITHIN_S)).values()) == {team.ids[1]}
            people.consoles = [second]
            lives.append(asyncio.create_task(second.live()))
            await people.settle(WITHIN_S)
            lives[0].cancel()
            dies(proxy)
            async with asyncio.timeout(NOTICED_S):
                while set((await people.owned(NOTICED_S)).values()) != {team.ids[2]}:
                    await asyncio.sleep(0.1)
            await people.talk()
            await people.settle(WITHIN_S)
            lives[1].cancel()
            await asyncio.gather(*lives, return_exceptions=True)
            await first.hang_up()
            await second.hang_up()
    assert check(people.record) == []


@pytest.mark.parametrize("seconds", [6, 40])
async def test_a_process_that_stands_still_loses_and_doubles_nothing(place: Street, seconds: float) -> None:
    """For less than a beat, and for longer than a lease."""
    with place.house(2) as house:
        async with crowd(house, two(place.teams)) as people:
            async with people.talking(PACE_S):
                still = random.choice(house.processes)
                still.freeze()
                await asyncio.sleep(seconds)
                still.thaw()
            await people.settle(WITHIN_S)
    assert check(people.record) == []
