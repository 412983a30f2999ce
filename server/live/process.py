"""One process's life: what is started before the first visitor, and how it goes without dropping a word."""

import asyncio
import gc
from collections.abc import Callable
from typing import Final, NoReturn

import structlog
from django.db import DatabaseError, connection

from server import bus
from server.chat.writer import writer
from server.clock import now_ms
from server.db import shared_clock
from server.desk import outage
from server.desk.dispatcher import dispatcher
from server.live.heart import heart
from server.live.offload import offload
from server.live.sampling import sample
from server.wire.closing import Closing
from server.wire.codec import encode
from server.wire.nouns import Moving

log = structlog.get_logger()
MOVE_WITHIN_MS: Final = 2_000


class Process:
    """Started when the port is open; stopped by a signal."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._stopping = False
        self._starting: asyncio.Task[None] | None = None
        self._sampling: asyncio.Task[NoReturn] | None = None

    @staticmethod
    def prepare() -> None:
        """Before the first connection: if everything was down, agents get time to come back. The first of them would hide it."""
        try:
            shared_clock.look()
            outage.after_outage(now_ms())
        except DatabaseError:
            log.exception("outage_not_looked_for")
        finally:
            connection.close()
        # What was loaded stays: to look through it again and again for garbage took a tenth of a busy start.
        gc.collect()
        gc.freeze()

    def start(self) -> None:
        """Hear other processes, beat, and tick for what is due."""
        self._sampling = self._loop.create_task(sample())
        self._starting = self._loop.create_task(self._start())

    async def _start(self) -> None:
        bus.hub()
        heart.start()
        dispatcher.start()
        log.info("serving", process=heart.process)

    async def stop(self, stop_listening: Callable[[], None], within_s: float, then: Callable[[], None]) -> None:
        """Drain: take no new connections, ask sockets to move, close those that stayed, store what is queued, end."""
        if self._stopping:
            return
        self._stopping = True
        log.info("draining", sockets=len(heart.sockets))
        stop_listening()
        moving = encode(Moving(within_ms=MOVE_WITHIN_MS))
        for socket in list(heart.sockets):
            socket.push(moving)
        await self._wait_until_gone(within_s)
        for socket in list(heart.sockets):
            socket.close(Closing.MOVING)
        await self._wait_until_gone(1.0)
        await offload(writer.stop)
        await offload(dispatcher.stop)
        await bus.close()
        if self._sampling:
            self._sampling.cancel()
        then()

    async def _wait_until_gone(self, within_s: float) -> None:
        end = self._loop.time() + within_s
        while heart.sockets and self._loop.time() < end:
            await asyncio.sleep(0.05)
