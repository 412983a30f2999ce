"""The process's heart: every beat it renews leases, tells each socket the head seqs, and ends the silent.

The server sends the beat and the client answers, because hidden tabs throttle their own timers to one
a minute, longer than a lease. One round of queries a beat serves all sockets of the process.
"""

import asyncio
import secrets
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Final

import structlog

from server.live.offload import offload
from server.people import sessions
from server.wire.closing import Closing
from server.wire.limits import BEAT_MS, LEASE_MS

if TYPE_CHECKING:
    from server.live.socket import Socket

log = structlog.get_logger()
ANSWERED_S: Final = BEAT_MS / 1000 * 1.2
"""Who was heard within this answered the last beat; only their leases are renewed."""
CHECK_S: Final = 4.0
"""How often agents' sessions are looked at: one that ended is closed within five seconds."""


class Heart:
    """All sockets of the process, and the tasks that keep them alive. One an event loop."""

    def __init__(self) -> None:
        self.process = secrets.token_hex(8)
        self.sockets: set[Socket[Any]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: list[asyncio.Task[None]] = []

    def beat_for(self, socket: "Socket[Any]") -> None:
        """This socket gets beats from now on."""
        self.start()
        self.sockets.add(socket)

    def forget(self, socket: "Socket[Any]") -> None:
        """This socket is gone."""
        self.sockets.discard(socket)

    def start(self) -> None:
        """Beat in the running loop; a new loop (a test's) starts afresh."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._loop, self.sockets = loop, set()
            self._tasks = [loop.create_task(self._beat()), loop.create_task(self._check())]

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT_MS / 1000)
            self._end_silent()
            for kind in {type(s) for s in self.sockets}:
                try:
                    await self._beat_kind(kind, [s for s in self.sockets if type(s) is kind and s.ready])
                except Exception:
                    # One bad beat must not be the last: leases depend on the next.
                    log.exception("beat_failed", kind=kind.__name__)

    async def _beat_kind(self, kind: Any, sockets: Collection["Socket[Any]"]) -> None:
        now = asyncio.get_running_loop().time()
        answering = [s.about for s in sockets if now - s.last_heard < ANSWERED_S]
        try:
            told = await offload(kind.round, answering)
        except Exception:
            # The database is away. A beat without news still shows who lives.
            log.exception("beat_without_heads", sockets=len(sockets))
            for socket in sockets:
                socket.beat()
            return
        for socket in sockets:
            socket.beat_with(told)

    async def _check(self) -> None:
        while True:
            await asyncio.sleep(CHECK_S)
            sockets = [s for s in self.sockets if s.ready and s.session]
            if not sockets:
                continue
            try:
                ended = await offload(sessions.ended, {s.session for s in sockets if s.session})
            except Exception:
                log.exception("sessions_not_checked")
                continue
            for socket in sockets:
                if socket.session in ended:
                    socket.refuse("signed_out", Closing.SIGNED_OUT.explanation)
                    socket.close(Closing.SIGNED_OUT)

    def _end_silent(self) -> None:
        now = asyncio.get_running_loop().time()
        for socket in list(self.sockets):
            if now - socket.last_heard > LEASE_MS / 1000:
                socket.close(Closing.SILENT)


heart = Heart()
