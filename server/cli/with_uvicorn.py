"""Uvicorn, where it is installed: the same application within the same limits, at less work a message."""

import asyncio
import socket
from contextlib import suppress
from types import FrameType
from typing import Any, Final

import uvicorn
import websockets.http11
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import InvalidUpgrade
from websockets.http11 import Request, Response
from websockets.server import ServerProtocol

from server.asgi import application
from server.cli import frames
from server.cli.inbox import Inbox
from server.cli.one_process import DRAIN_S, HEADERS_MAX, NAME, READ_MAX, UNREAD_MAX
from server.live.process import Process
from server.wire.limits import WINDOW

GOODBYE_S: Final = 1.0
"""How long a peer gets to answer our close, as with Daphne. A deaf one never does."""
_PONG: Final = b"\x8a"
VERSION: Final = "Sec-WebSocket-Version"


class Handshake(ServerProtocol):
    """What websockets knows of RFC 6455, and that a peer of another version is told ours (4.2.2, 4.4)."""

    def process_request(self, request: Request) -> tuple[str, str | None, str | None]:
        """Check the request for an upgrade."""
        versions = request.headers.get_all(VERSION)
        if versions and versions != ["13"]:
            raise InvalidUpgrade(VERSION, ", ".join(versions))
        return super().process_request(request)

    def reject(self, status: int, text: str) -> Response:
        """Refuse it."""
        response = super().reject(status, text)
        response.headers[VERSION] = "13"
        return response


class RoomyProtocol(WebSocketsSansIOProtocol):
    """One connection. What goes out never waits for the peer: its bound is the credit of `server/live/limits.py`."""

    queue: Any
    """What waits for the application."""
    _short = True
    """Whether whole texts are all that came: then they are read here, and else by websockets, from then on."""
    _part = b""
    """What came of a text that is not whole yet."""
    _unheard = 0
    """Bytes of texts that came since nothing waited."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conn = Handshake(max_size=READ_MAX, logger=self.logger)
        self.queue = Inbox(self.loop)

    def connection_made(self, transport: Any) -> None:
        """The upgrade was asked for."""
        super().connection_made(transport)
        # Else whoever speaks waits here for a deaf peer, and could not even close. A character has at most four bytes.
        transport.set_write_buffer_limits(high=WINDOW * 8)

    def data_received(self, data: bytes) -> None:
        """Bytes came."""
        if self.handshake_initiated and not self.handshake_complete:
            # They did not wait for our answer: websockets has begun to read it.
            self._short = False
        data, self._part = self._part + data, b""
        if self._short and self.handshake_complete and not self.close_sent:
            data = self._short_way(data)
        if data:
            super().data_received(data)

    def _short_way(self, data: bytes) -> bytes:
        """Hand on the whole texts at the beginning of `data`, and keep a part of one; what is left is anything else."""
        texts, rest, part = frames.texts(data, READ_MAX)
        if texts and self.queue.empty():
            self._unheard = 0
        for text, size in texts:
            self._unheard += size + frames.SMALLEST
            self.queue.put_nowait({"type": "websocket.receive", "text": text})
        if self._unheard > READ_MAX and not self.read_paused:
            # Uvicorn reads on once all has been heard.
            self.read_paused = True
            self.transport.pause_reading()
        if part:
            self._part, rest = rest, b""
        elif rest:
            self._short = False
        return rest

    def handle_ping(self) -> None:
        """Answer, unless they do not read: one answer to several pings is enough (RFC 6455, 5.5.3)."""
        few = self.transport.get_write_buffer_size() <= UNREAD_MAX
        # With a goodbye that came in one piece with it, its answer is here too.
        self.transport.write(b"".join(part for part in self.conn.data_to_send() if few or not part.startswith(_PONG)))

    async def send(self, message: Any) -> None:
        """Say it; to whoever is gone already, nothing, as Daphne does."""
        if self.close_sent:
            return
        if self.handshake_complete and message["type"] == "websocket.send" and not self.disconnected:
            if not self.transport.is_closing():  # else they said goodbye, and were answered: nothing follows that
                text = message["text"].encode()
                self.transport.write(frames.head(len(text)) + text)
            return
        with suppress(OSError):
            await super().send(message)
        if message["type"] == "websocket.close":
            # Uvicorn would wait until all that was said is read.
            self.loop.call_later(GOODBYE_S, self.transport.abort)


class Server(uvicorn.Server):
    """At a signal it drains, and then ends."""

    def __init__(self, config: uvicorn.Config, process: Process, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(config)
        self._process = process
        self._loop = loop

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002  uvicorn's
        """SIGTERM or SIGINT."""
        self._loop.call_soon_threadsafe(self._drain)

    def _drain(self) -> None:
        self._loop.create_task(self._process.stop(self._stop_listening, DRAIN_S, self._end))

    def _stop_listening(self) -> None:
        for server in self.servers:
            server.close()

    def _end(self) -> None:
        self.should_exit = True


def serve(fd: int) -> None:
    """Serve at this listening socket until drained."""
    # The handshake is read a second time by websockets, whose own limit on a line is half of ours.
    websockets.http11.MAX_LINE_LENGTH = HEADERS_MAX
    config = uvicorn.Config(
        application,
        # httptools would be faster, but reads headers without end.
        http="h11",
        h11_max_incomplete_event_size=HEADERS_MAX,
        ws=RoomyProtocol,
        ws_max_size=READ_MAX,
        # The server's beats see dead peers sooner than pings.
        ws_ping_interval=None,
        ws_per_message_deflate=False,
        lifespan="off",
        log_config=None,
        access_log=False,
        # Who asks, and through which proxies, is decided by `server/pages/proxied.py`.
        proxy_headers=False,
        server_header=False,
        date_header=False,
        headers=[("server", NAME)],
        timeout_graceful_shutdown=1,
    )
    with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
        loop = runner.get_loop()
        process = Process(loop)
        process.prepare()
        runner.run(_serve(Server(config, process, loop), process, socket.socket(fileno=fd)))


async def _serve(server: Server, process: Process, listener: socket.socket) -> None:
    process.start()
    await server.serve(sockets=[listener])
