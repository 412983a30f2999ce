"""Hints between processes, over a Redis that dies, freezes and forgets: what is lost is only speed.

Long, because it brings the Redis that it lets die.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial

import pytest

from server import bus, relay
from server.bus import AnyHint, Hub, Posted, ToAgents, ToVisitor, ToVisitors, ToWatchers
from tests.support.redis import Redis, running_redis
from tests.unit.server.conftest import soon


@dataclass(eq=False)
class Ear:
    """A socket, as far as the hub is concerned."""

    heard: list[AnyHint] = field(default_factory=list)

    def hear(self, hint: AnyHint) -> None:
        self.heard.append(hint)


@pytest.fixture
def redis() -> Iterator[Redis]:
    with running_redis() as running:
        yield running


@asynccontextmanager
async def processes(redis: Redis, count: int = 2, connected: bool = True) -> AsyncIterator[list[Hub]]:
    """As many hubs as there would be processes."""
    loop = asyncio.get_running_loop()
    hubs = [Hub(loop, redis.url) for _ in range(count)]
    try:
        if connected:
            await soon(lambda: all(h.relay and h.relay.healthy for h in hubs))
        yield hubs
    finally:
        for hub in hubs:
            assert hub.relay
            await hub.relay.close()


def publish(hub: Hub, *hints: AnyHint) -> None:
    """What `bus.publish` does in the event loop of this hub's process."""
    bus._hand_out(hub, hints, None, time.perf_counter())


def agents(n: int, site: str = "site") -> ToAgents:
    return ToAgents(site=site, frame=f"frame {n}", agent=None)


def posted(site: str, visitor: str, conversation: str, touched: str | None = "touched") -> Posted:
    return Posted(
        site=site,
        visitor=visitor,
        conversation=conversation,
        seq=1,
        visitor_seq=1,
        public="public",
        team="team",
        touched=touched,
    )


def heard_of(ear: Ear, sites: set[str]) -> bool:
    return {hint.site for hint in ear.heard} == sites


async def until_heard(speak: Callable[[], None], ear: Ear, within_s: float = 12) -> None:
    """Say it again and again until it is heard: hints on the way to a broken Redis are lost, and may be."""
    before = len(ear.heard)
    async with asyncio.timeout(within_s):
        while len(ear.heard) == before:
            speak()
            await asyncio.sleep(0.1)


async def test_each_hint_reaches_whom_it_concerns_and_nobody_else() -> None:
    hub = Hub(asyncio.get_running_loop(), None)
    ears = {
        name: Ear() for name in ("visitor", "other visitor", "agent", "watcher", "foreign agent", "foreign watcher")
    }
    hub.join(hub.visitors, "v", ears["visitor"], "site")
    hub.join(hub.site_visitors, "site", ears["visitor"], "site")
    hub.join(hub.visitors, "w", ears["other visitor"], "site")
    hub.join(hub.site_visitors, "site", ears["other visitor"], "site")
    hub.join(hub.agents, "site", ears["agent"], "site")
    hub.join(hub.agents, "site", ears["watcher"], "site")
    hub.join(hub.watchers, "c", ears["watcher"], "site")
    hub.join(hub.agents, "elsewhere", ears["foreign agent"], "elsewhere")
    hub.join(hub.agents, "elsewhere", ears["foreign watcher"], "elsewhere")
    hub.join(hub.watchers, "d", ears["foreign watcher"], "elsewhere")
    expected: dict[AnyHint, set[str]] = {
        posted("site", "v", "c"): {"visitor", "agent", "watcher"},
        posted("site", "v", "c", touched=None): {"visitor", "watcher"},
        ToVisitor(site="site", visitor="w", frame=""): {"other visitor"},
        ToVisitors(site="site", frame=""): {"visitor", "other visitor"},
        agents(1): {"agent", "watcher"},
        ToWatchers(site="site", conversation="c", frame=""): {"watcher"},
        ToWatchers(site="site", conversation="nobody looks", frame=""): set(),
    }
    for hint, whom in expected.items():
        hub.deliver([hint])
        assert {name for name, ear in ears.items() if ear.heard} == whom
        assert all(len(ear.heard) <= 1 for ear in ears.values()), "heard twice"
        for ear in ears.values():
            ear.heard.clear()
    hub.part(hub.agents, "site", ears["agent"])
    hub.deliver([agents(2)])
    assert ears["agent"].heard == []


async def test_hints_cross_once_and_one_s_own_do_not_come_back(redis: Redis) -> None:
    async with processes(redis, 3) as (here, there, third):
        mine, theirs, others = Ear(), Ear(), Ear()
        for hub, ear in ((here, mine), (there, theirs), (third, others)):
            hub.join(hub.agents, "site", ear, "site")
        await until_heard(lambda: publish(here, agents(0)), theirs)
        await until_heard(lambda: publish(here, agents(0)), others)
        await asyncio.sleep(0.2)
        for ear in (mine, theirs, others):
            ear.heard.clear()
        hints = [agents(n) for n in range(1, 200)]
        for hint in hints:
            publish(here, hint)
        await soon(lambda: len(theirs.heard) >= len(hints) and len(others.heard) >= len(hints))
        await asyncio.sleep(0.2)
        assert mine.heard == theirs.heard == others.heard == hints


async def test_a_site_is_heard_only_where_somebody_is_on_it(redis: Redis) -> None:
    async with processes(redis) as (here, there):
        theirs, foreign = Ear(), Ear()
        there.join(there.agents, "site", theirs, "site")
        there.join(there.agents, "elsewhere", foreign, "elsewhere")
        await until_heard(lambda: publish(here, agents(1, "site")), theirs)
        publish(here, posted("site", "v", "c"), agents(2, "site"))
        await soon(lambda: agents(2, "site") in theirs.heard)
        assert foreign.heard == []


async def test_a_site_joined_before_the_connection_stands_is_heard(redis: Redis) -> None:
    """The first sockets after a start come while the subscriber is still connecting."""
    for _ in range(10):
        async with processes(redis, connected=False) as (here, there):
            theirs = Ear()
            for turns in range(4):
                there.join(there.agents, f"site-{turns}", theirs, f"site-{turns}")
                await asyncio.sleep(0)
            await until_heard(lambda: publish(here, *(agents(1, f"site-{n}") for n in range(4))), theirs, 4)
            await soon(partial(heard_of, theirs, {f"site-{n}" for n in range(4)}), 1)


async def test_many_sites_joined_at_once_are_all_heard(redis: Redis) -> None:
    async with processes(redis) as (here, there):
        theirs = Ear()
        sites = [f"site-{n}" for n in range(50)]
        for site in sites:
            there.join(there.agents, site, theirs, site)
        await soon(lambda: bool(there.relay and there.relay.healthy))
        await until_heard(lambda: publish(here, *(agents(1, s) for s in sites)), theirs)
        await soon(partial(heard_of, theirs, set(sites)))
        assert there.relay
        assert there.relay.healthy


async def test_a_redis_that_dies_and_comes_back_is_found_again(redis: Redis) -> None:
    async with processes(redis) as (here, there):
        mine, theirs, late = Ear(), Ear(), Ear()
        here.join(here.agents, "site", mine, "site")
        there.join(there.agents, "site", theirs, "site")
        await until_heard(lambda: publish(here, agents(1)), theirs)
        redis.kill()
        publish(here, agents(2))
        assert mine.heard[-1] == agents(2)
        await soon(lambda: not (here.relay and here.relay.healthy))
        there.join(there.agents, "new-site", late, "new-site")
        await asyncio.sleep(0.3)
        redis.start()
        await soon(lambda: all(h.relay and h.relay.healthy for h in (here, there)))
        await until_heard(lambda: publish(here, agents(3)), theirs)
        await until_heard(lambda: publish(here, agents(3, "new-site")), late)


async def test_a_frozen_redis_delays_nobody_here_and_is_told_of(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay, "PATIENCE_S", 0.5)
    async with processes(redis) as (here, there):
        mine, theirs, late = Ear(), Ear(), Ear()
        here.join(here.agents, "site", mine, "site")
        there.join(there.agents, "site", theirs, "site")
        await until_heard(lambda: publish(here, agents(0)), theirs)
        redis.freeze()
        try:
            for n in range(1, 100):
                before = asyncio.get_running_loop().time()
                publish(here, agents(n))
                await asyncio.sleep(0)
                assert mine.heard[-1] == agents(n)
                assert asyncio.get_running_loop().time() - before < 0.1
            await soon(lambda: not (here.relay and here.relay.healthy), 4)
            await soon(lambda: not (there.relay and there.relay.healthy), 4)
            there.join(there.agents, "new-site", late, "new-site")
            await asyncio.sleep(0.7)
        finally:
            redis.thaw()
        await soon(lambda: all(h.relay and h.relay.healthy for h in (here, there)))
        await until_heard(lambda: publish(here, agents(200)), theirs)
        await until_heard(lambda: publish(here, agents(200, "new-site")), late)


async def test_a_short_freeze_loses_no_subscription(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    """Publishing gave up, the subscriber did not notice: a site joined in between must still be heard."""
    monkeypatch.setattr(relay, "PATIENCE_S", 0.5)
    async with processes(redis) as (here, there):
        theirs = Ear()
        redis.freeze()
        publish(there, agents(1))
        await soon(lambda: not (there.relay and there.relay.healthy), 4)
        there.join(there.agents, "site", theirs, "site")
        await asyncio.sleep(0.05)
        redis.thaw()
        await until_heard(lambda: publish(here, agents(2)), theirs)


async def test_what_waits_for_a_dead_redis_is_bounded(redis: Redis) -> None:
    async with processes(redis) as (here, _):
        redis.kill()
        assert here.relay
        for n in range(relay.PENDING_MAX // 100 + 20):
            here.relay.send([agents(n)] * 100)
        assert len(here.relay._pending) <= relay.PENDING_MAX


async def test_rubbish_on_a_channel_is_survived(redis: Redis) -> None:
    async with processes(redis) as (here, there):
        theirs = Ear()
        there.join(there.agents, "site", theirs, "site")
        await until_heard(lambda: publish(here, agents(1)), theirs)
        assert here.relay
        for rubbish in (b"", b"\xc1", b"\x91\xa1x", b'{"origin": "x"}', b"x" * 100_000):
            await here.relay._redis.publish(relay.PREFIX + "site", rubbish)
        await until_heard(lambda: publish(here, agents(2)), theirs)


async def test_idle_connections_live(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay, "PATIENCE_S", 0.2)
    async with processes(redis) as (here, there):
        theirs = Ear()
        there.join(there.agents, "site", theirs, "site")
        assert there.relay
        for _ in range(20):
            await asyncio.sleep(0.1)
            assert there.relay.healthy
        await until_heard(lambda: publish(here, agents(1)), theirs)
