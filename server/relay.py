"""Hints from process to process, through Redis. It may die, freeze or forget: what is lost is only speed."""

import asyncio
import contextlib
import secrets
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import msgspec
import redis.asyncio as redis
import structlog
from redis.exceptions import RedisError

from server import metrics
from server.clock import now_ms
from server.hints import AnyHint

log = structlog.get_logger()
PREFIX: Final = "bluephone:"
PENDING_MAX: Final = 10_000
"""Hints kept for Redis while it does not answer; beyond that the oldest are dropped, as hints may be."""
PATIENCE_S: Final = 5.0
"""How long Redis may stay silent before it is asked, and then how long it may take to answer."""


class _Envelope(msgspec.Struct, frozen=True, array_like=True):
    origin: str
    hints: tuple[AnyHint, ...]
    at: int = 0
    """When it was sent, in milliseconds; 0 from a process of an older build."""


class Relay:
    """Hints to and from the other processes. Losing it loses nothing but speed."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, origin: str, deliver: Callable[[Iterable[AnyHint]], None], url: str
    ) -> None:
        self._loop, self._origin, self._deliver = loop, origin, deliver
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
        self._settled = asyncio.Event()
        self._is(False)
        self._tasks = [loop.create_task(self._publish()), loop.create_task(self._listen())]

    async def settled(self) -> bool:
        """Whether Redis answers, once it has had its chance: a process that has just begun does not know yet."""
        await self._settled.wait()
        return self.healthy

    def send(self, hints: Sequence[AnyHint]) -> None:
        """Queue hints for the other processes."""
        self._pending.extend(hints)
        del self._pending[:-PENDING_MAX]
        self._wake.set()

    def follow(self, site: str) -> None:
        """Hear the site's hints from now on."""
        if site not in self._wanted:
            self._wanted.add(site)
            self._loop.create_task(self._catch_up())

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
                        pipe.publish(
                            PREFIX + site, self._encoder.encode(_Envelope(self._origin, tuple(batch), now_ms()))
                        )
                    await pipe.execute()
            except (RedisError, OSError, TimeoutError) as error:
                self._is(False)
                log.warning("redis_publish_failed", error=error, hints=len(hints))

    async def _listen(self) -> None:
        while True:
            subscriber: Any = self._redis.pubsub()
            try:
                await self._hear(subscriber)
            except (RedisError, OSError) as error:
                log.warning("redis_subscription_lost", error=error)
            finally:
                self._pubsub = None
                self._is(False)
                self._settled.set()
                with contextlib.suppress(RedisError, OSError):
                    await subscriber.aclose()
            await asyncio.sleep(0.2 + secrets.randbelow(800) / 1000)

    async def _hear(self, subscriber: Any) -> None:
        """Until the connection is lost, or Redis answers no more."""
        async with asyncio.timeout(PATIENCE_S):
            # The process's own channel keeps the subscriber connected while it follows no site yet.
            await subscriber.subscribe(PREFIX + "process:" + self._origin)
        self._pubsub, self._followed = subscriber, set()
        self._is(True)
        self._settled.set()
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
            asked = False
            self._is(True)
            if isinstance(message["data"], bytes) and message["type"] == "message":
                self._receive(message["data"])

    def _is(self, healthy: bool) -> None:
        self.healthy = healthy
        metrics.REDIS_UP.labels("hints").set(healthy)

    def _receive(self, data: bytes) -> None:
        try:
            envelope = self._decoder.decode(data)
        except msgspec.MsgspecError as error:
            log.warning("redis_hint_unreadable", error=error)
            return
        if envelope.origin != self._origin:
            if envelope.at:
                metrics.RELAYED.observe(max(0, now_ms() - envelope.at) / 1000)
            self._deliver(envelope.hints)

    async def close(self) -> None:
        """Stop, and give the connections back."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        with contextlib.suppress(RedisError, OSError):
            await self._redis.aclose()
