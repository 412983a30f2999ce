"""Hints that something is new: to this process's sockets, and through Redis to other processes' ones.

The database is the truth. A hint can be lost or doubled without harm: sockets hold cursors, a gap is
filled from the database, and beats carry head seqs. Publish only after commit.
"""

import asyncio
import contextlib
import secrets
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from django.conf import settings

from server import metrics
from server.hints import AnyHint, Posted, PostedTo, Taken, ToAgents, ToVisitor, ToVisitors, ToWatchers
from server.relay import Relay

__all__ = [
    "AnyHint",
    "Hub",
    "Listener",
    "Posted",
    "PostedTo",
    "Taken",
    "ToAgents",
    "ToVisitor",
    "ToVisitors",
    "ToWatchers",
    "close",
    "healthy",
    "hub",
    "publish",
]


class Listener(Protocol):
    """A socket, as the hub sees it."""

    def hear(self, hint: AnyHint) -> None:
        """Called in the event loop for each hint that concerns the socket."""


class Hub:
    """One event loop's sockets by topic, and its one subscriber to Redis."""

    def __init__(self, loop: asyncio.AbstractEventLoop, redis_url: str | None) -> None:
        self.loop = loop
        self.origin = secrets.token_hex(8)
        self.visitors: dict[str, set[Listener]] = defaultdict(set)
        self.agents: dict[str, set[Listener]] = defaultdict(set)
        self.watchers: dict[str, set[Listener]] = defaultdict(set)
        self.insiders: dict[str, set[Listener]] = defaultdict(set)
        self.site_visitors: dict[str, set[Listener]] = defaultdict(set)
        self.process: set[Listener] = set()
        """Who hears what other processes ask of this one."""
        self.relay = Relay(loop, self.origin, self.deliver, redis_url) if redis_url else None

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
                within = [*self.visitors.get(hint.visitor, ()), *watching, *self.insiders.get(hint.conversation, ())]
                return [*within, *(a for a in others if a not in watching)]
            case ToVisitor():
                return list(self.visitors.get(hint.visitor, ()))
            case ToVisitors():
                return list(self.site_visitors.get(hint.site, ()))
            case ToAgents():
                return [*self.agents.get(hint.site, ()), *self.insiders.get(hint.insiders or "", ())]
            case ToWatchers():
                return [*self.watchers.get(hint.conversation, ()), *self.insiders.get(hint.conversation, ())]
            case PostedTo() | Taken():
                return list(self.process)

    def sites(self) -> set[str]:
        """The sites this process holds sockets for."""
        return self.agents.keys() | self.site_visitors.keys()


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
        current.loop.call_soon_threadsafe(_hand_out, current, hints, then, time.perf_counter())


def _hand_out(to: Hub, hints: Sequence[AnyHint], then: Callable[[], None] | None, since: float) -> None:
    begun = time.perf_counter()
    metrics.PUBLISHED.observe(begun - since)
    if then:
        then()
    to.deliver(hints)
    if to.relay and hints:
        to.relay.send(hints)
    # Whoever was woken comes before this: by then they have had their turn to send.
    to.loop.call_soon(_sent, begun)


def _sent(since: float) -> None:
    metrics.SENT.observe(time.perf_counter() - since)


def healthy() -> bool | None:
    """Whether Redis answers; None where none is used."""
    return _hub.relay.healthy if _hub and _hub.relay else None
