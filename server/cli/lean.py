"""Daphne with less work a message: what most frames are is read and written here, and everything else as ever.

Autobahn, below Daphne, counts every octet, colours a line of its log for each frame though nobody reads it, and hands a
message through a dozen hooks; Daphne keeps a queue made for many readers. Nearly all that comes is one whole text
frame, and all that goes is one: those take the short way. Fragments, control frames, compression and whatever breaks
a rule go the long one, so RFC 6455 is kept in one place. See `docs/decisions/0029-the-short-way.md`.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from autobahn.websocket.protocol import TrafficStats
from daphne.server import Server
from daphne.ws_protocol import WebSocketFactory

from server.cli import frames
from server.cli.inbox import Inbox
from server.cli.roomy import RoomyProtocol


class LeanProtocol(RoomyProtocol):
    """One connection."""

    application_queue: Inbox
    data: bytes
    """What came and is not understood yet."""

    def connectionMade(self) -> None:  # noqa: N802  Twisted's
        """Somebody connected. What is set for all connections is kept once, and not in each."""
        if self.CONFIG_ATTRS:
            type(self).take_options(self.factory)
        super().connectionMade()

    @classmethod
    def take_options(cls, factory: Any) -> None:
        """Take over the factory's options, but for those that this class has of its own."""
        for name in cls.CONFIG_ATTRS:
            if not hasattr(cls, name):
                option = getattr(factory, name)
                setattr(cls, name, staticmethod(option) if callable(option) else option)
        cls.CONFIG_ATTRS = ()
        factory.traffic = TrafficStats()  # type: ignore[no-untyped-call]

    def set_valid_events(self, valid_events: Any = None) -> None:
        """Nobody listens for Autobahn's events here, so none are kept."""

    def onOpen(self) -> None:  # noqa: N802  Autobahn's
        """The handshake is over, and what only it needed goes: the scope has what the application asks for."""
        super().onOpen()
        # The HTTP channel, whose request became this connection. What goes out is bounded by the socket's credit.
        self.transport.unregisterProducer()
        self.trafficStats = self.factory.traffic
        self.application_deferred = None
        self.http_headers = self.http_request_data = self.clean_headers = None
        self.send_queue = ()

    def dataReceived(self, data: bytes) -> None:  # noqa: N802  Twisted's
        """Bytes came."""
        if self.data:
            self.data += data
        else:
            self.data = self._short_way(data) if self._at_a_message else data
        if self.data:
            self.consumeData()

    @property
    def _at_a_message(self) -> bool:
        """Whether what comes next begins a message."""
        return (
            self.state == self.STATE_OPEN and self.current_frame is None and not self.inside_message and not self.muted
        )

    def _short_way(self, data: bytes) -> bytes:
        """Hand on the whole texts at the beginning of `data`; what is left is anything else."""
        texts, rest, _ = frames.texts(data, self.maxMessagePayloadSize)
        for text, size in texts:
            self.count(size)
            self.application_queue.put_nowait({"type": "websocket.receive", "text": text})
        return rest

    def sendMessage(self, payload: bytes, isBinary: bool = False, **how: Any) -> None:  # noqa: N802, N803  Autobahn's
        """Send a message; a text in one frame."""
        if isBinary or self.state != self.STATE_OPEN or self._perMessageCompress is not None:
            super().sendMessage(payload, isBinary, **how)
        else:
            self.sendData(frames.head(len(payload)) + payload)

    def sendData(self, data: bytes, sync: bool = False, chopsize: int | None = None) -> None:  # noqa: N802  Autobahn's
        """Write to the line: at once what it takes, so that most frames need no second round of the event loop."""
        line = self.transport
        if sync or chopsize or self.send_queue:
            super().sendData(data, sync, chopsize)
        elif line.connected and not (line.disconnecting or line.dataBuffer or line._tempDataBuffer):
            sent = line.writeSomeData(data)
            # Lost lines are noticed, and told, where Twisted writes itself.
            rest = data[sent:] if isinstance(sent, int) else data
            if rest:
                line.write(rest)
        else:
            line.write(data)


class LeanServer(Server):  # type: ignore[misc]  # Daphne has no types
    """Daphne, whose WebSockets speak without a detour."""

    def create_application(self, protocol: Any, scope: dict[str, Any]) -> Any:
        """The application of one connection, running; returns what it hears."""
        if scope["type"] != "websocket":
            return super().create_application(protocol, scope)
        if protocol not in self.connections:
            return None
        loop = asyncio.get_event_loop()
        inbox = Inbox(loop)
        scope.setdefault("asgi", {"version": "3.0"})
        running = self.application(scope, inbox.get, self._speaking(protocol))
        self.connections[protocol]["application_instance"] = loop.create_task(running)
        return inbox

    def _speaking(self, protocol: Any) -> Callable[[dict[str, Any]], Awaitable[None]]:
        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "websocket.send" and protocol.state == protocol.STATE_OPEN:
                protocol.sendMessage(message["text"].encode())
            else:
                await self.handle_reply(protocol, message)

        return send


def install() -> None:
    """Every server that is made from now on has such connections."""
    WebSocketFactory.protocol = LeanProtocol
