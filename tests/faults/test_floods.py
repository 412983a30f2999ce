"""Floods, on a server as it comes: its memory stays bounded, whoever is elsewhere is served, and it is well afterwards."""

import asyncio
import shutil
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from tests.faults import floods
from tests.faults.floods import ELSEWHERE, Target
from tests.faults.matrix.scenes import resident_bytes
from tests.faults.referee.house import House, Team

GROWTH = 64 * 1024 * 1024
SERVED_WITHIN_S = 5.0
"""What a word from elsewhere may take meanwhile, on a busy machine."""
AS_IT_COMES = {"BLUEPHONE_COMMANDS_PER_SECOND": "20", "BLUEPHONE_TRUSTED_PROXIES": "127.0.0.1"}
Flood = Callable[[Target], Awaitable[None]]


@pytest.fixture(params=["daphne", pytest.param("uvicorn", marks=pytest.mark.long)])
def target(ground: tuple[Path, dict[str, Team]], tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Target]:
    """A server behind a proxy, with the limits that it has by itself."""
    shutil.copytree(ground[0], tmp_path, dirs_exist_ok=True)
    house = House(tmp_path, AS_IT_COMES, options=("--server", request.param))
    try:
        house.start([0])
        yield Target(house, ground[1]["race"].key)
    finally:
        house.stop()


@pytest.mark.parametrize(
    "flood",
    [
        floods.by_one_visitor,
        pytest.param(floods.by_many_visitors_of_one_address, marks=pytest.mark.long),
        pytest.param(floods.from_many_addresses_on_one_site, marks=pytest.mark.long),
        floods.of_refused_frames,
        floods.of_connections_that_stay,
        pytest.param(floods.of_connections_that_come_and_go, marks=pytest.mark.long),
        floods.by_the_deaf,
        floods.of_pings_by_the_deaf,
        floods.while_the_database_is_held_up,
        pytest.param(floods.of_posts_to_streams, marks=pytest.mark.long),
    ],
)
async def test_a_flood_fills_no_memory_and_keeps_nobody_elsewhere_waiting(target: Target, flood: Flood) -> None:
    process = target.house.processes[0]
    async with await target.guest(ELSEWHERE) as bystander:
        await bystander.hello()
        await bystander.write("Before")
        before, most, slowest = resident_bytes(process), 0, 0.0
        flooding = asyncio.ensure_future(flood(target))
        while not flooding.done():
            asked = time.monotonic()
            if flood is not floods.while_the_database_is_held_up:
                await bystander.write("Meanwhile")
            slowest = max(slowest, time.monotonic() - asked)
            most = max(most, resident_bytes(process))
            await asyncio.sleep(0.1)
        await flooding
        await bystander.write("After")
        assert bystander.closed is None
    assert process.lives
    print(f"{flood.__name__}: {(most - before) / 2**20:.1f} MiB, {slowest:.2f} s")
    assert most - before <= GROWTH
    assert slowest < SERVED_WITHIN_S
