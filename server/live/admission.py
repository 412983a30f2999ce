"""Who is greeted next, when everybody comes at once.

After a restart thousands say hello together, and what answers them is what those who are here need for their words. So
only a few hellos are answered at a time. The others stand in line, agents before visitors, and each only for a while: who
finds the line too long, or waited in vain, is told to come again.
"""

import asyncio
import os
import resource
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any, Final, Literal, Self

from server.wire.limits import BEAT_MS

AT_ONCE: Final = 16
"""Hellos answered at a time: enough that reading for them together pays, and few long logs are in memory at once."""
LINE_MAX: Final = 10_000
"""Sockets in line: what one process may hold, twice over. With more, the last would wait in vain."""
PATIENCE_S: Final = 1.5 * BEAT_MS / 1000
"""How long a hello stands in line: well below two and a half beats, after which clients take silence for a dead line."""
RESERVE: Final = 128
"""File descriptors that no socket may have: the database, Redis, pages and logs need theirs."""

Why = Literal["line", "patience", "files", "left"]


class Busy(Exception):
    """A hello cannot be answered now: the line is too long, or was for too long; no more files; or its sender left."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


class Place:
    """A place in line, for one hello: `async with` waits until its turn has come, and gives it on. It raises `Busy`."""

    def __init__(self, line: "Admission") -> None:
        self._line = line
        self.turn: asyncio.Future[None] = line.loop.create_future()

    def give_up(self, why: Why) -> None:
        """Leave the line, if it is not one's turn yet."""
        if not self.turn.done():
            self.turn.set_exception(Busy(why))

    async def unless_gone(self, receive: Callable[[], Awaitable[dict[str, Any]]]) -> dict[str, Any]:
        """Receive what comes next, beside the waiting. Who hangs up needs no answer."""
        message = await receive()
        if message["type"] == "websocket.disconnect":
            self.give_up("left")
        return message

    async def __aenter__(self) -> Self:
        try:
            await self.turn
        except asyncio.CancelledError:
            if not self.turn.cancelled() and self.turn.exception() is None:
                # The turn came in the very moment.
                self._line.next()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._line.next()


class Admission:
    """The line of one process, in its event loop."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        at_once: int = AT_ONCE,
        longest: int = LINE_MAX,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self.loop = loop
        self._free = at_once
        self._longest = longest
        self._patience_s = patience_s
        self._agents: OrderedDict[Place, None] = OrderedDict()
        self._visitors: OrderedDict[Place, None] = OrderedDict()

    def line_up(self, *, agent: bool) -> Place:
        """A place behind all that came before; an agent's is before every visitor's."""
        place = Place(self)
        if self._free:
            self._free -= 1
            place.turn.set_result(None)
        elif self.waiting >= self._longest:
            place.give_up("line")
        else:
            line = self._agents if agent else self._visitors
            line[place] = None
            late = self.loop.call_later(self._patience_s, place.give_up, "patience")

            def left(_: asyncio.Future[None]) -> None:
                late.cancel()
                line.pop(place, None)

            place.turn.add_done_callback(left)
        return place

    def next(self) -> None:
        """A turn is over: the next one's begins."""
        for line in (self._agents, self._visitors):
            while line:
                place, _ = line.popitem(last=False)
                if not place.turn.done():
                    place.turn.set_result(None)
                    return
        self._free += 1

    @property
    def waiting(self) -> int:
        """How many stand in line."""
        return len(self._agents) + len(self._visitors)


_admission: Admission | None = None


def admission() -> Admission:
    """The line of the running event loop, made on first use."""
    global _admission  # noqa: PLW0603  one a process, as the hub is
    loop = asyncio.get_running_loop()
    if _admission is None or _admission.loop is not loop:
        _admission = Admission(loop)
    return _admission


def room() -> bool:
    """Whether there are files for one more socket. A new one has the lowest number that is free, so that tells how many there are."""
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        lowest = os.open(os.devnull, os.O_RDONLY)
    except OSError:
        return False
    os.close(lowest)
    return limit == resource.RLIM_INFINITY or lowest < limit - RESERVE
