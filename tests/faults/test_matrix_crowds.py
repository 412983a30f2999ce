"""Many come back at once, one reads nothing, one sleeps: everybody catches up, and nobody pays for another."""

import asyncio
import contextlib
import resource
from math import ceil
from pathlib import Path

import pytest

from tests.faults.conftest import BRISK
from tests.faults.matrix import scenes
from tests.faults.matrix.checker import check
from tests.faults.matrix.crowd import crowd
from tests.faults.matrix.line import LONGEST_PAUSE_S
from tests.faults.matrix.record import Heard, Record
from tests.faults.referee.house import Team, cottage

SITES = ("grab", "floor")
WITHIN_S = 20.0
RECOVERED_S = 30.0
"""Within this of the server's death 99 in a hundred have their words acknowledged."""
GIVEN_UP_S = 90.0
"""By then everybody has, or the test ends."""
GROWTH = 64 * 1024 * 1024
LONG_WORDS = "Nobody reads this. " * 200
ENOUGH = 800
"""So many long words are more than a socket's credit."""
TOGETHER = 50
"""So many are not: their writer, who hears each again, must get to answer beats between them."""
Plot = tuple[Path, dict[str, Team]]


@pytest.mark.parametrize(
    "number", [100, pytest.param(1_000, marks=pytest.mark.long), pytest.param(5_000, marks=pytest.mark.long)]
)
async def test_a_herd_comes_back_after_a_restart_and_nobody_gets_a_500(plot: Plot, number: int) -> None:
    """With beats as they are in life: brisk ones of so many would be most of what the server does."""
    roomy(number)
    with cottage(plot[0]) as house:
        async with crowd(house, {"grab": plot[1]["grab"]}, panels=number, consoles=False) as people:
            for who in people.panels:
                who.bound_s = LONGEST_PAUSE_S
            await people.talk()
            house.processes[0].kill()
            gone = asyncio.get_running_loop().time()
            await people.talk()
            await asyncio.to_thread(house.start, [0])
            await people.answered(GIVEN_UP_S)
            await people.settle(WITHIN_S + number / 50)
    assert check(people.record) == []
    assert recovered_p99_s(people.record, gone) <= RECOVERED_S
    assert not [status for status in people.record.statuses if status >= 500]


def recovered_p99_s(record: Record, gone: float) -> float:
    """In how many seconds 99 in a hundred of those who had words to say then had all of them acknowledged."""
    last: dict[str, float] = {}
    for heard in record.heard:
        if heard.at > gone:
            last[heard.by] = max(last.get(heard.by, 0.0), heard.at - gone)
    return sorted(last.values())[ceil(len(last) * 0.99) - 1]


def roomy(number: int) -> None:
    """Let this process have so many sockets."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most < number + 500:
        pytest.skip(f"{number} sockets need more files than the {most} that may be open here.")
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


@pytest.mark.parametrize(("late", "judged_s"), [(1, 10.0), (2, 40.0)])
def test_of_a_hundred_who_come_back_one_may_be_late_and_no_more(late: int, judged_s: float) -> None:
    record = Record()
    gone = 1_000.0
    for n in range(100):
        took_s = 40.0 if n < late else 10.0
        record.heard.append(Heard(f"before {n}", f"visitor {n}", "conversation", 1, gone - 1.0))
        record.heard.append(Heard(f"words {n}", f"visitor {n}", "conversation", 2, gone + took_s))
    assert recovered_p99_s(record, gone) == judged_s


async def test_who_reads_nothing_is_closed_and_nobody_else_is_held_up(plot: Plot) -> None:
    with cottage(plot[0], BRISK) as house:
        async with crowd(house, {"grab": plot[1]["grab"]}, panels=2) as people:
            async with scenes.deaf(people) as deaf:
                before = scenes.resident_bytes(house.processes[0])
                for _ in range(ENOUGH // TOGETHER):
                    for _ in range(TOGETHER):
                        people.panels[0].say_words(LONG_WORDS)
                    await people.answered(WITHIN_S)
                grown = scenes.resident_bytes(house.processes[0]) - before
                assert deaf._socket
                deaf._socket.transport.resume_reading()
                with contextlib.suppress(ConnectionError):
                    await asyncio.wait_for(deaf.expect_close(), WITHIN_S)
            await people.settle(WITHIN_S)
    assert check(people.record) == []
    assert {e.by for e in people.record.ended} == {"deaf"}
    assert grown < GROWTH


async def test_a_laptop_that_slept_and_a_second_tab_show_the_same_in_the_end(plot: Plot) -> None:
    with cottage(plot[0], BRISK) as house:
        async with crowd(house, {"grab": plot[1]["grab"]}, panels=2) as people:
            sleeper = people.panels[0]
            assert sleeper._socket
            sleeper._socket.transport.pause_reading()
            tab = type(sleeper)("tab", house, plot[1]["grab"], people.ports, people.record)
            tab.token = sleeper.token
            people.panels.append(tab)
            living = asyncio.create_task(tab.live())
            await asyncio.wait_for(tab.welcomed.wait(), WITHIN_S)
            for n in range(20):
                tab.say_words(f"While the other sleeps {n}")
            await asyncio.sleep(8)
            await people.settle(WITHIN_S)
            living.cancel()
            await asyncio.gather(living, return_exceptions=True)
            await tab.hang_up()
    assert check(people.record) == []
