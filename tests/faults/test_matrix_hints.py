"""Redis loses, repeats and holds back hints between processes: that costs time alone, and no word."""

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import cycle

import pytest

from tests.faults.conftest import BRISK
from tests.faults.matrix import scenes
from tests.faults.matrix.checker import broken, check
from tests.faults.matrix.crowd import Crowd, crowd
from tests.faults.referee.house import Street
from tests.support.redis_proxy import FAITHFUL, RedisProxy, Temper, running_redis_proxy

SITES = ("grab", "floor")
WITHIN_S = 20.0
DICE = random.Random(7)


def all_lost() -> Sequence[float]:
    return ()


def half_lost() -> Sequence[float]:
    return () if DICE.random() < 0.5 else FAITHFUL


def doubled() -> Sequence[float]:
    return (*FAITHFUL, *FAITHFUL)


def doubled_late() -> Sequence[float]:
    """By then its conversation has gone on."""
    return (*FAITHFUL, DICE.random())


def shuffled() -> Sequence[float]:
    return (DICE.random() * 0.3,)


@asynccontextmanager
async def apart(place: Street, temper: Temper, command: Sequence[str]) -> AsyncIterator[tuple[Crowd, RedisProxy]]:
    """Two processes that reach each other through such a Redis, with visitors and consoles of each site on both."""
    with place.house(0, command) as house:
        assert house.redis
        async with running_redis_proxy(house.redis.port, temper) as proxy:
            house.services["REDIS_URL"] = proxy.url
            await asyncio.to_thread(house.start, range(2))
            turns = cycle(house.processes)
            teams = {name: place.teams[name] for name in SITES}
            async with crowd(house, teams, panels=2, ports=lambda: [next(turns).port]) as people:
                assert len({who.url for who in people.panels}) == len({who.url for who in people.consoles}) == 2
                yield people, proxy


@pytest.mark.parametrize("temper", [all_lost, half_lost, doubled, doubled_late, shuffled])
async def test_hints_that_are_lost_doubled_or_late_cost_time_alone(place: Street, temper: Temper) -> None:
    async with apart(place, temper, BRISK) as (people, proxy):
        before = proxy.disturbed
        await scenes.written(people, 1)
        took = await people.settle(WITHIN_S)
    assert proxy.disturbed > before
    assert check(people.record) == []
    assert people.record.codes == set()
    assert took < scenes.CAUGHT_UP_S


async def test_a_server_that_takes_hints_for_the_truth_is_found_out(place: Street) -> None:
    variant = ("tests.faults.matrix.broken", "brisk,hints_are_truth")
    async with apart(place, half_lost, variant) as (people, _):
        await scenes.written(people, 0.5)
        await people.settle(5)
    assert broken(people.record) == {"screen"}
