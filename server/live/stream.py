"""A socket's transport where WebSockets are blocked: events down one long response, commands up in requests of their own.

To the socket behind it this is a WebSocket: it speaks and hears the same messages of ASGI.
"""

import asyncio
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, Final

from server.live.newcomer import Receive
from server.live.speaker import Send
from server.wire.limits import FRAME_FATAL

GOODBYE: Final = 1000
"""The client hung up, and said so."""
DROPPED: Final = 1006
"""The response could not be sent any further. Whether somebody meant that, nothing tells."""
GOODBYE_WITHIN_S: Final = 1.0
"""How long a goodbye may come after the reader is gone: it takes a way of its own."""
WAITING_MAX: Final = 256
"""Frames taken and not yet heard; a WebSocket's would wait in the network."""
WAITING_BYTES: Final = 2 * FRAME_FATAL
"""The same in bytes, or characters: twice what one request may bring."""
HEADERS: Final = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    # Proxies pass each event on as it comes, and leave it as it is.
    (b"cache-control", b"no-store, no-transform"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
)


class Stream:
    """One response that lasts, and what is posted to it. `key` is told to its reader alone."""

    def __init__(self, key: str, frames: Iterable[str], send: Send) -> None:
        self._key = key
        self._send = send
        self._last = 0
        """The number of the last request taken."""
        self._finished = False
        self._waiting = 0
        """Characters of the frames that were taken and not yet heard."""
        self._heard: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._heard.put_nowait({"type": "websocket.connect"})
        self._put(frames)

    async def receive(self) -> dict[str, Any]:
        """What a WebSocket would have received next."""
        message = await self._heard.get()
        self._waiting -= len(message.get("text", ""))
        return message

    async def send(self, message: dict[str, Any]) -> None:
        """Send what a WebSocket would have sent."""
        match message["type"]:
            case "websocket.accept":
                await self._send({"type": "http.response.start", "status": HTTPStatus.OK, "headers": HEADERS})
                await self._write(f"event: stream\ndata: {self._key}\n\n")
            case "websocket.send":
                # A frame is an event a line, and here each is told by itself.
                await self._write("".join(f"data: {event}\n\n" for event in message["text"].split("\n")))
            case "websocket.close":
                await self.finish(message["code"])
                self._end(message["code"])

    def take(self, number: int, frames: Iterable[str]) -> HTTPStatus:
        """What was posted as the `number`th since the stream began. Without frames it is a goodbye."""
        frames = list(frames)
        if number <= self._last:
            # Browsers and proxies repeat a request whose answer they lost.
            return HTTPStatus.ACCEPTED
        if number != self._last + 1:
            return HTTPStatus.CONFLICT
        if self._heard.qsize() + len(frames) > WAITING_MAX or self._waiting + sum(map(len, frames)) > WAITING_BYTES:
            return HTTPStatus.TOO_MANY_REQUESTS
        self._last = number
        if frames:
            self._put(frames)
        else:
            self._end(GOODBYE)
        return HTTPStatus.ACCEPTED

    async def finish(self, code: int = GOODBYE) -> None:
        """End the response, with the code that tells why; once."""
        if not self._finished:
            self._finished = True
            await self._write(f"event: close\ndata: {code}\n\n", more=False)

    async def watch(self, receive: Receive) -> None:
        """Notice when the reader is gone."""
        while (await receive())["type"] != "http.disconnect":
            pass
        await asyncio.sleep(GOODBYE_WITHIN_S)
        self._end(DROPPED)

    def _put(self, frames: Iterable[str]) -> None:
        for frame in frames:
            self._waiting += len(frame)
            self._heard.put_nowait({"type": "websocket.receive", "text": frame})

    def _end(self, code: int) -> None:
        self._heard.put_nowait({"type": "websocket.disconnect", "code": code})

    async def _write(self, text: str, *, more: bool = True) -> None:
        await self._send({"type": "http.response.body", "body": text.encode(), "more_body": more})
