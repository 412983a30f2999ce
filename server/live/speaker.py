"""What a socket says: events in order, within the peer's credit, and an end with a reason."""

import asyncio
import contextvars
from collections.abc import Awaitable, Callable
from typing import Any, Final

import structlog

from server.live.limits import Bucket, Credit
from server.wire.base import Frame
from server.wire.closing import Closing
from server.wire.codec import encode
from server.wire.nouns import Failed, RefusalCode, Refused

Send = Callable[[dict[str, Any]], Awaitable[None]]

log = structlog.get_logger()
RETRY_MS: Final = 2_000
NOT_STORED: Final = "We could not store this just now. It is safe to send it again."
FRAME_FULL: Final = 64 * 1024
"""A frame that has so much takes no further event, so that a slow reader gets on."""


class Speaker:
    """The outgoing half of a socket. Nothing here waits for the peer: what was pushed flows beside, in a task of its own
    that lasts while there is something to send. Most sockets say nothing most of the time."""

    def __init__(self, send: Send) -> None:
        self.credit = Credit()
        self.ready = False
        """Whether the hello was answered: before that, hints are kept."""
        self.closing: Closing | None = None
        self._send = send
        self._refusals = Bucket(0.5, 30)
        self._out: list[str] = []
        self._flowing: asyncio.Task[None] | None = None
        self._context: contextvars.Context | None = None
        self._beats = 0

    def speak_as_here(self) -> None:
        """What is logged of its speaking tells what is told here, whoever has it speak: see `server/log.py`."""
        self._context = contextvars.copy_context()

    def beat(self) -> None:
        """Send a beat with the heads this socket knows of by itself."""
        raise NotImplementedError

    def push(self, frame: str) -> None:
        """Send an encoded event. Never waits; a peer too far behind is closed as deaf."""
        if self.closing:
            return
        # In bytes: of some scripts a character has four.
        self.credit.spend(len(frame) if frame.isascii() else len(frame.encode()))
        if self.credit.used_up:
            self._out.clear()
            self.close(Closing.DEAF)
            return
        self._out.append(frame)
        self._flow()
        if self.credit.wants_beat and self.ready:
            self.beat()

    def send(self, event: Frame) -> None:
        """Encode an event and send it."""
        self.push(encode(event))

    def refuse(self, code: RefusalCode, message: str, field: str | None = None, about: str | None = None) -> None:
        """The peer's fault. The socket stays open, unless there have been too many."""
        self.send(Refused(code=code, message=message, field=field, about=about))
        if not self._refusals.take():
            self.close(Closing.ABUSED)

    def fail(self, about: str | None, message: str = NOT_STORED, retry_ms: int = RETRY_MS) -> None:
        """Our fault. Nothing was stored."""
        self.send(Failed(code="unavailable", message=message, about=about, retry_ms=retry_ms))

    def next_beat(self) -> int:
        """The number of the beat that goes out now."""
        self._beats += 1
        self.credit.beat(self._beats)
        return self._beats

    def close(self, code: Closing) -> None:
        """End the connection once what was pushed is sent."""
        if self.closing is None:
            self.closing = code
            self._flow()

    def stop(self) -> None:
        """The connection is over: nothing more is sent."""
        if self._flowing:
            self._flowing.cancel()

    def _flow(self) -> None:
        if self._flowing is None:
            self._flowing = asyncio.get_running_loop().create_task(self._pour(), context=self._context)

    async def _pour(self) -> None:
        """Send what was pushed, and the end where it has come."""
        try:
            while self._out:
                await self._put(self._next())
            if self.closing:
                await self._send({"type": "websocket.close", "code": int(self.closing)})
        finally:
            self._flowing = None

    def _next(self) -> str:
        """What waits as one frame, an event a line: most of what a frame costs is by the frame."""
        count = size = 0
        while count < len(self._out) and size < FRAME_FULL:
            size += len(self._out[count])
            count += 1
        events, self._out = self._out[:count], self._out[count:]
        return "\n".join(events)

    async def _put(self, frame: str) -> None:
        """Send a frame. Where the server below cannot, the peer is told to come anew: silence would tell them nothing."""
        try:
            await self._send({"type": "websocket.send", "text": frame})
        except Exception as error:
            # Most often the peer hung up a moment ago, and nobody has told us yet.
            log.warning("frame_not_sent", size=len(frame), error=repr(error))
            self._out.clear()
            self.close(Closing.UNAVAILABLE)
