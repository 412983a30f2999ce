"""Many come back at once, one reads nothing, one sleeps: everybody catches up, and nobody pays for another."""

import asyncio
import contextlib
import socket
from pathlib import Path

import pytest

from tests.faults.conftest import BRISK
from tests.faults.matrix import scenes
from tests.faults.matrix.checker import check
from tests.faults.matrix.crowd import crowd
from tests.faults.matrix.line import LONGEST_PAUSE_S
from tests.faults.referee.house import Team, cottage

SITES = ("grab", "floor")
WITHIN_S = 20.0
RECOVERED_S = 30.0
GROWTH = 64 * 1024 * 1024
LONG_WORDS = "Nobody reads this. " * 200
ENOUGH = 800
"""So many long words are more than a socket's credit."""
Plot = tuple[Path, dict[str, Team]]


@pytest.mark.parametrize(
    "number", [100, pytest.param(1_000, marks=pytest.mark.long), pytest.param(5_000, marks=pytest.mark.long)]
)
async def test_a_herd_comes_back_after_a_restart_and_nobody_gets_a_500(plot: Plot, number: int) -> None:
    with cottage(plot[0], BRISK) as house:
        async with crowd(house, {"grab": plot[1]["grab"]}, panels=number, consoles=False) as people:
            for who in people.panels:
                who.bound_s = LONGEST_PAUSE_S
            house.processes[0].kill()
            await people.talk()
            await asyncio.to_thread(house.start, [0])
            await people.answered(RECOVERED_S)
            await people.settle(WITHIN_S + number / 50)
    assert check(people.record) == []
    assert not [status for status in people.record.statuses if status >= 500]


async def test_who_reads_nothing_is_closed_and_nobody_else_is_held_up(plot: Plot) -> None:
    with cottage(plot[0], BRISK) as house:
        async with crowd(house, {"grab": plot[1]["grab"]}, panels=2) as people:
            writer = people.panels[0]
            deaf = type(writer)("deaf", house, plot[1]["grab"], people.ports, people.record)
            deaf.token = writer.token
            await deaf.open()
            assert deaf._socket
            line: socket.socket = deaf._socket.transport.get_extra_info("socket")
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            await deaf.say(deaf.greeting())
            await asyncio.wait_for(deaf.welcomed.wait(), WITHIN_S)
            deaf._socket.transport.pause_reading()
            before = scenes.resident_bytes(house.processes[0])
            for _ in range(ENOUGH):
                writer.say_words(LONG_WORDS)
            await people.answered(WITHIN_S)
            grown = scenes.resident_bytes(house.processes[0]) - before
            deaf._socket.transport.resume_reading()
            with contextlib.suppress(ConnectionError):
                await asyncio.wait_for(deaf.expect_close(), WITHIN_S)
            await deaf.hang_up()
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
