"""Hints that something is new: to this process's sockets, and through Redis to other processes' ones.

The database is the truth. A hint can be lost or doubled without harm: sockets hold cursors, a gap is
filled from the database, and beats carry head seqs. Publish only after commit.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, Protocol

import msgspec
import redis.asyncio as redis
import structlog
from django.conf import settings
from redis.exceptions import RedisError

log = structlog.get_logger()
PREFIX: Final = "bluephone:"
PENDING_MAX: Final = 10_000
"""Hints kept for Redis while it does not answer; beyond that the oldest are dropped, as hints may be."""
PATIENCE_S: Final = 5.0
"""How long Redis may stay silent before it is asked, and then how long it may take to answer."""


class Hint(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """What is published. `site` chooses the channel: nothing crosses it."""

    site: str


class Posted(Hint, frozen=True):
    """An entry, in the encodings of those who may hear of it: its visitor, agents who have it open, other agents."""

    visitor: str
    conversation: str
    seq: int
    visitor_seq: int | None
    public: str | None
    team: str
    touched: str | None


class ToVisitor(Hint, frozen=True):
    """A frame for one visitor's sockets."""

    visitor: str
    frame: str


class ToVisitors(Hint, frozen=True):
    """A frame for every visitor of the site."""

    frame: str


class ToAgents(Hint, frozen=True):
    """A frame for the site's agents, or for `agent` alone."""

    frame: str
    agent: str | None


class ToWatchers(Hint, frozen=True):
    """A frame for the agents who have the conversation open."""

    conversation: str
    frame: str


AnyHint = Posted | ToVisitor | ToVisitors | ToAgents | ToWatchers


class Listener(Protocol):
    """A socket, as the hub sees it."""

    def hear(self, hint: AnyHint) -> None:
        """Called in the event loop for each hint that concerns the socket."""


class _Envelope(msgspec.Struct, frozen=True, array_like=True):
    origin: str
    hints: tuple[AnyHint, ...]


class Hub:
    """One event loop's sockets by topic, and its one subscriber to Redis."""

    def __init__(self, loop: asyncio.AbstractEventLoop, redis_url: str | None) -> None:
        self.loop = loop
        self.origin = secrets.token_hex(8)
        self.visitors: dict[str, set[Listener]] = defaultdict(set)
        self.agents: dict[str, set[Listener]] = defaultdict(set)
        self.watchers: dict[str, set[Listener]] = defaultdict(set)
        self.site_visitors: dict[str, set[Listener]] = defaultdict(set)
        self.relay = Relay(self, redis_url) if redis_url else None

    def join(self, topics: dict[str, set[Listener]], key: str, who: Listener, site: str) -> None:
        """`who` listens to `key` from now on."""
        topics[key].add(who)
        if self.relay:
            self.relay.follow(site)

    def part(self, topics: dict[str, set[Listener]], key: str, who: Listener) -> None:
        """`who` no longer listens to `key`."""
        topics[key].discard(who)
        if not topics[key]:
            del topics[key]

    def deliver(self, hints: Iterable[AnyHint]) -> None:
        """Hand hints to this process's sockets."""
        for hint in hints:
            for listener in self._audience(hint):
                listener.hear(hint)

    def _audience(self, hint: AnyHint) -> Sequence[Listener]:
        match hint:
            case Posted():
                watching = self.watchers.get(hint.conversation, ())
                others = self.agents.get(hint.site, ()) if hint.touched else ()
                return [*self.visitors.get(hint.visitor, ()), *watching, *(a for a in others if a not in watching)]
            case ToVisitor():
                return list(self.visitors.get(hint.visitor, ()))
            case ToVisitors():
                return list(self.site_visitors.get(hint.site, ()))
            case ToAgents():
                return list(self.agents.get(hint.site, ()))
            case ToWatchers():
                return list(self.watchers.get(hint.conversation, ()))

    def sites(self) -> set[str]:
        """The sites this process holds sockets for."""
        return self.agents.keys() | self.site_visitors.keys()


class Relay:
    """Hints to and from the other processes. Losing it loses nothing but speed."""

    def __init__(self, hub: Hub, url: str) -> None:
        self._hub = hub
        # A read timeout equal to a blocking wait would close idle connections, so reads have none; our pings find dead ones.
        self._redis = redis.Redis.from_url(url, socket_timeout=None, socket_connect_timeout=2)
        self._encoder = msgspec.msgpack.Encoder()
        self._decoder = msgspec.msgpack.Decoder(_Envelope)
        self._pending: list[AnyHint] = []
        self._wake = asyncio.Event()
        self._wanted: set[str] = set()
        self._followed: set[str] = set()
        self._pubsub: Any = None
        """The subscriber, while its connection stands."""
        self.healthy = False
        self._tasks = [hub.loop.create_task(self._publish()), hub.loop.create_task(self._listen())]

    def send(self, hints: Sequence[AnyHint]) -> None:
        """Queue hints for the other processes."""
        self._pending.extend(hints)
        del self._pending[:-PENDING_MAX]
        self._wake.set()

    def follow(self, site: str) -> None:
        """Hear the site's hints from now on."""
        if site not in self._wanted:
            self._wanted.add(site)
            self._hub.loop.create_task(self._catch_up())

    async def _catch_up(self) -> None:
        """Subscribe to what is wanted and not followed yet. A connection that is only being made does so when it stands."""
        missing = self._wanted - self._followed
        if self._pubsub is not None and missing:
            self._followed |= missing
            # If the connection is lost just now, the next one begins with all that is wanted.
            with contextlib.suppress(RedisError, OSError):
                await self._pubsub.subscribe(*(PREFIX + site for site in missing))

    async def _publish(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            hints, self._pending = self._pending, []
            by_site: dict[str, list[AnyHint]] = defaultdict(list)
            for hint in hints:
                by_site[hint.site].append(hint)
            try:
                async with asyncio.timeout(PATIENCE_S), self._redis.pipeline(transaction=False) as pipe:
                    for site, batch in by_site.items():
                        pipe.publish(PREFIX + site, self._encoder.encode(_Envelope(self._hub.origin, tuple(batch))))
                    await pipe.execute()
            except (RedisError, OSError, TimeoutError) as error:
                self.healthy = False
                log.warning("redis_publish_failed", error=str(error), hints=len(hints))

    async def _listen(self) -> None:
        while True:
            subscriber: Any = self._redis.pubsub()
            try:
                await self._hear(subscriber)
            except (RedisError, OSError) as error:
                log.warning("redis_subscription_lost", error=str(error))
            finally:
                self._pubsub, self.healthy = None, False
                with contextlib.suppress(RedisError, OSError):
                    await subscriber.aclose()
            await asyncio.sleep(0.2 + secrets.randbelow(800) / 1000)

    async def _hear(self, subscriber: Any) -> None:
        """Until the connection is lost, or Redis answers no more."""
        async with asyncio.timeout(PATIENCE_S):
            # The process's own channel keeps the subscriber connected while it follows no site yet.
            await subscriber.subscribe(PREFIX + "process:" + self._hub.origin)
        self._pubsub, self._followed, self.healthy = subscriber, set(), True
        await self._catch_up()
        asked = False
        while True:
            message = await subscriber.get_message(timeout=PATIENCE_S)
            if message is None:
                if asked:
                    raise TimeoutError("Redis does not answer.")
                await subscriber.ping()
                asked = True
                continue
            asked, self.healthy = False, True
            if isinstance(message["data"], bytes) and message["type"] == "message":
                self._receive(message["data"])

    def _receive(self, data: bytes) -> None:
        try:
            envelope = self._decoder.decode(data)
        except msgspec.MsgspecError as error:
            log.warning("redis_hint_unreadable", error=str(error))
            return
        if envelope.origin != self._hub.origin:
            self._hub.deliver(envelope.hints)

    async def close(self) -> None:
        """Stop, and give the connections back."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        with contextlib.suppress(RedisError, OSError):
            await self._redis.aclose()


_hub: Hub | None = None


def hub() -> Hub:
    """The hub of the running event loop, made on first use."""
    global _hub  # noqa: PLW0603  one a process; a new loop (a test's) gets a new one
    loop = asyncio.get_running_loop()
    if _hub is None or _hub.loop is not loop:
        _hub = Hub(loop, settings.REDIS_URL)
    return _hub


async def close() -> None:
    """The running loop's hub ends: nothing is heard from other processes, or told to them, any more."""
    global _hub
    if _hub is not None and _hub.loop is asyncio.get_running_loop():
        ended, _hub = _hub, None
        if ended.relay:
            await ended.relay.close()


def publish(hints: Sequence[AnyHint], then: Callable[[], None] | None = None) -> None:
    """Hand committed hints to everybody, from any thread; `then` runs first, in the event loop."""
    current = _hub
    if current is None or current.loop.is_closed():
        if then:
            then()
        return
    with contextlib.suppress(RuntimeError):  # the loop closed meanwhile: its sockets are gone
        current.loop.call_soon_threadsafe(_hand_out, current, hints, then)


def _hand_out(to: Hub, hints: Sequence[AnyHint], then: Callable[[], None] | None) -> None:
    if then:
        then()
    to.deliver(hints)
    if to.relay and hints:
        to.relay.send(hints)


def healthy() -> bool | None:
    """Whether Redis answers; None where none is used."""
    return _hub.relay.healthy if _hub and _hub.relay else None
