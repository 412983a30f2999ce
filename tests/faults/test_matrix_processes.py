"""Processes die, drain, and run with a wrong clock while people write: no acknowledged word is lost, and none doubled."""

from itertools import cycle
from pathlib import Path

import pytest

from server.clock import now_ms
from tests.faults.conftest import BRISK
from tests.faults.matrix import scenes
from tests.faults.matrix.broken import DAY_MS
from tests.faults.matrix.checker import broken, check
from tests.faults.matrix.crowd import crowd
from tests.faults.referee.house import SERVER, House, Street, Team, cottage

VARIANTS = "tests.faults.matrix.broken"
SITES = ("grab", "floor")
WITHIN_S = 20.0
Plot = tuple[Path, dict[str, Team]]


def two(teams: dict[str, Team]) -> dict[str, Team]:
    return {name: teams[name] for name in SITES}


@pytest.mark.parametrize("rounds", [4, pytest.param(60, marks=pytest.mark.long)])
async def test_processes_that_die_at_random_lose_and_double_nothing(house: House, place: Street, rounds: int) -> None:
    async with crowd(house, two(place.teams)) as people:
        await scenes.kills(people, rounds)
        await people.settle(WITHIN_S)
    assert check(people.record) == []


@pytest.mark.parametrize("rounds", [3, pytest.param(60, marks=pytest.mark.long)])
async def test_alone_over_sqlite_neither(plot: Plot, rounds: int) -> None:
    with cottage(plot[0], BRISK) as house:
        async with crowd(house, two(plot[1])) as people:
            await scenes.kills(people, rounds)
            await people.settle(WITHIN_S)
    assert check(people.record) == []


@pytest.mark.parametrize("moment", ["dies_before_commit", "dies_before_ack", "dies_before_hints"])
async def test_a_process_may_die_at_the_worst_moment(plot: Plot, moment: str) -> None:
    with cottage(plot[0], (VARIANTS, f"brisk,{moment}")) as house:
        async with crowd(house, two(plot[1]), panels=2) as people:
            await scenes.fatal_words(people)
            await people.settle(WITHIN_S)
    assert (plot[0] / "died").exists()
    assert check(people.record) == []


@pytest.mark.parametrize(("variant", "law"), [("acks_early", "stored"), ("no_key", "once")])
async def test_a_server_that_breaks_its_promise_is_found_out(plot: Plot, variant: str, law: str) -> None:
    with cottage(plot[0], (VARIANTS, f"brisk,{variant}")) as house:
        async with crowd(house, two(plot[1]), panels=2) as people:
            await scenes.fatal_words(people)
            await people.settle(WITHIN_S)
    assert law in broken(people.record)


@pytest.mark.parametrize("command", [BRISK, pytest.param(SERVER, marks=pytest.mark.long)])
async def test_in_a_rolling_deploy_no_send_fails_and_nobody_changes_hands(
    place: Street, command: tuple[str, ...]
) -> None:
    with place.house(2, command) as house:
        async with crowd(house, two(place.teams)) as people:
            before = await people.owned(WITHIN_S)
            await scenes.deploy(people)
            await people.settle(WITHIN_S)
            after = await people.owned(WITHIN_S)
    assert check(people.record) == []
    assert people.record.failed == []
    assert before == after


@pytest.mark.parametrize("variant", ["a_day_ahead", "a_day_behind"])
async def test_two_processes_whose_clocks_differ_by_a_day_keep_one_order_and_one_time(
    place: Street, variant: str
) -> None:
    with place.house(1, BRISK) as house:
        house.command = (VARIANTS, f"brisk,{variant}")
        house.start([1])
        turns = cycle(house.processes)
        async with crowd(house, two(place.teams), panels=2, ports=lambda: [next(turns).port]) as people:
            await scenes.written(people, 1)
            took = await people.settle(WITHIN_S)
    assert check(people.record) == []
    assert people.record.codes == set()
    assert took < scenes.CAUGHT_UP_S
    times = [[entry.at for entry in log] for log in people.record.logs.values()]
    assert {round((at - now_ms()) / DAY_MS) for log in times for at in log} == {0}
    assert all(log == sorted(log) for log in times)
