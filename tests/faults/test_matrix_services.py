"""Redis, the database, the disk and the line give way while people write; everybody goes on, or is told, and catches up."""

import asyncio
import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from math import inf
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest

from server.wire import agent, visitor
from server.wire.nouns import Failed
from tests.faults.conftest import BRISK
from tests.faults.matrix import scenes
from tests.faults.matrix.checker import check
from tests.faults.matrix.crowd import crowd
from tests.faults.matrix.signs import shows, tells
from tests.faults.referee.house import House, Street, Team, cottage
from tests.support.proxy import running_proxy
from tests.support.redis import Redis
from tests.support.sockets import Agent, Visitor, new_id

VARIANTS = "tests.faults.matrix.broken"
SITES = ("grab", "floor")
WITHIN_S = 20.0
BESIDE_S = 5.0
"""What a word may take while something that it does not need is gone, on a busy machine."""
GONE_S = 6.0
"""Long enough for a pool whose tries are ever farther apart to be late."""
SCRAPED_S = 5.0
"""Whoever watches waits no longer for an answer: Prometheus ten seconds, a load balancer less."""
BACK_S = 6.0
DISK = 24 * 1024 * 1024
Plot = tuple[Path, dict[str, Team]]


def two(teams: dict[str, Team]) -> dict[str, Team]:
    return {name: teams[name] for name in SITES}


class Fault(NamedTuple):
    """What a Redis meets, what `/health/ready` says of it then, whether hints pass it still, and how it is mended."""

    begins: Callable[[Redis], object]
    said: str
    hints: bool
    ends: Callable[[Redis], object]


GONE = "Redis does not answer"
FAULTS = {
    "killed": Fault(Redis.kill, GONE, hints=False, ends=Redis.start),
    "frozen": Fault(Redis.freeze, GONE, hints=False, ends=Redis.thaw),
    "emptied": Fault(lambda r: r.command("FLUSHALL"), "ok", hints=True, ends=lambda _: None),
    "full": Fault(
        lambda r: r.command("CONFIG", "SET", "maxmemory", "1mb"),
        "Redis is full",
        hints=True,
        ends=lambda r: r.command("CONFIG", "SET", "maxmemory", "0"),
    ),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
async def test_without_redis_everybody_goes_on_and_catches_up(place: Street, fault: Fault) -> None:
    # A house of its own for each: in the next one consoles would write into what the last one left.
    with place.house(2, BRISK) as house:
        redis, process = house.redis, house.processes[0]
        assert redis
        async with crowd(house, two(place.teams)) as people:
            fault.begins(redis)
            await scenes.written(people, 0.5)
            took = await people.settle(WITHIN_S)
            assert (await tells(process, "redis", fault.said))["ready"]
            await shows(process, "bluephone_redis_up hints", fault.hints, fault.hints)
            fault.ends(redis)
            await tells(process, "redis", "ok")
            await shows(process, "bluephone_redis_up hints", 1, 1)
    assert check(people.record) == []
    assert people.record.slowest_s < BESIDE_S
    assert people.record.codes == set()
    assert took < scenes.CAUGHT_UP_S


async def test_a_database_that_is_cut_off_is_told_and_words_are_kept(place: Street) -> None:
    with psycopg.connect(place.postgres.url(), autocommit=True) as connection:
        # The cluster of these tests forgets the last commits in a crash; here it must not.
        connection.execute("ALTER ROLE bluephone SET synchronous_commit = on")
    with place.house(2, BRISK) as house:
        async with crowd(house, two(place.teams)) as people:
            async with people.talking(0.1):
                await asyncio.to_thread(place.postgres.stop, "immediate")
                assert not (await tells(house.processes[0], "database", "does not answer"))["ready"]
                await shows(house.processes[0], "bluephone_database_up", 0, 0)
                await asyncio.sleep(GONE_S)
                asked = time.monotonic()
                await tells(house.processes[0], "database", "does not answer")
                assert time.monotonic() - asked < SCRAPED_S
                await asyncio.to_thread(place.postgres.start)
                back = time.monotonic()
                assert (await tells(house.processes[0], "database", "ok"))["ready"]
                assert time.monotonic() - back < BACK_S
            await people.settle(30)
            await shows(house.processes[0], "bluephone_database_up", 1, 1)
            await tells(house.processes[0], "writing", "ok")
    assert check(people.record) == []


async def test_a_locked_database_is_told_and_words_are_kept(plot: Plot) -> None:
    with cottage(plot[0], (VARIANTS, "brisk,impatient")) as house:
        async with crowd(house, two(plot[1])) as people:
            async with scenes.locked(people, plot[0] / "bluephone.sqlite3", 5) as acknowledged:
                assert acknowledged == 0
                assert people.record.failed
                await tells(house.processes[0], "writing", "could not be stored")
                await shows(house.processes[0], "bluephone_append_failures_total", 1, inf)
            await people.settle(WITHIN_S)
            await tells(house.processes[0], "writing", "ok")
    assert check(people.record) == []


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of its own."""
    if os.getuid() != 0:
        pytest.skip("Only root may mount a disk.")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", folder], check=False, stderr=subprocess.DEVNULL
    )
    if mounted.returncode:
        pytest.skip("This machine lets nobody mount a disk.")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


async def come_back_and_read(house: House, team: Team, token: str | None, conversation: str) -> None:
    """A visitor who is known opens another panel, and an agent who is signed in another console."""
    back = Visitor(house.url, team.key)
    back.url, back.token = house.socket(0, "visitor"), token
    async with back:
        welcome = await back.hello()
        assert welcome.conversation
        assert welcome.conversation.entries
    console = Agent(house.url, team.key, team.people[team.ids[1]])
    console.url = house.socket(0, "agent")
    async with console:
        assert conversation in {row.id for row in (await console.hello()).rows}
        await console.say(agent.Open(conversation=conversation, after=0))
        assert (await console.expect(agent.Opened)).entries
        await console.say(agent.WriteNote(id=new_id(), conversation=conversation, text="All the room there is. " * 100))
        await console.expect(Failed)


async def test_a_full_disk_is_told_and_reading_goes_on(ground: Plot, tmp_path: Path) -> None:
    with small_disk(tmp_path) as folder:
        shutil.copytree(ground[0], folder, dirs_exist_ok=True)
        with cottage(folder, BRISK) as house:
            reader = Visitor(house.url, ground[1]["grab"].key)
            reader.url = house.socket(0, "visitor")
            async with crowd(house, two(ground[1])) as people, reader:
                reader.token = people.panels[0].token
                await reader.hello()
                with (folder / "ballast").open("wb", buffering=0) as ballast, contextlib.suppress(OSError):
                    while ballast.write(bytes(4096)):
                        pass
                async with asyncio.timeout(30):
                    while not people.record.failed:
                        people.panels[0].say_words("All the room there is. " * 100)
                        await asyncio.sleep(0.02)
                assert people.panels[0].outbox
                assert reader.conversation
                await reader.say(visitor.Fetch(conversation=reader.conversation, after=0))
                assert (await reader.expect(visitor.Fetched)).entries
                await come_back_and_read(house, ground[1]["grab"], reader.token, reader.conversation)
                said = await tells(house.processes[0], "disk", "nearly full: 0 MB")
                assert "could not be stored" in said["writing"]
                await shows(house.processes[0], "bluephone_disk_free_bytes", 0, 1024 * 1024)
                (folder / "ballast").unlink()
                await people.settle(WITHIN_S)
                await tells(house.processes[0], "writing", "ok")
                await shows(house.processes[0], "bluephone_disk_free_bytes", 1024 * 1024, DISK)
    assert check(people.record) == []


async def test_a_line_that_is_slow_cut_and_cut_before_the_acknowledgement_doubles_nothing(plot: Plot) -> None:
    with cottage(plot[0], BRISK) as house:
        async with (
            running_proxy(house.processes[0].port) as proxy,
            crowd(house, two(plot[1]), panels=2, ports=lambda: [proxy.port]) as people,
        ):
            async with people.talking():
                proxy.delay_s = 0.2
                await asyncio.sleep(0.5)
                proxy.delay_s = 0
                for left in (0, 1, 40, 400):
                    proxy.answers_left = left
                    await asyncio.sleep(0.3)
                    proxy.answers_left = None
                    await asyncio.sleep(0.2)
                proxy.cut()
            await people.settle(WITHIN_S)
    assert check(people.record) == []
    assert people.record.ended


async def test_a_line_that_swallows_everything_is_noticed(plot: Plot) -> None:
    with cottage(plot[0], BRISK) as house:
        async with (
            running_proxy(house.processes[0].port) as proxy,
            crowd(house, two(plot[1]), panels=2, ports=lambda: [proxy.port]) as people,
        ):
            proxy.blackhole()
            await people.talk(2)
            async with asyncio.timeout(12):  # a minute, where a lease has thirty seconds
                while any(who.welcomed.is_set() for who in people.clients):
                    await asyncio.sleep(0.1)
            proxy.cut()
            proxy.heal()
            await people.settle(WITHIN_S)
    assert check(people.record) == []
