"""A WebSocket client as light as can be, so that thousands live in one process and it is not what a figure measures.

Its frames are masked with zeros, which the protocol allows, so that masking costs nothing. It asks for no extension.
"""

import asyncio
import struct

_TEXT, _CLOSE, _PING, _PONG = 0x81, 0x88, 0x89, 0x8A


class Bare(asyncio.Protocol):
    """One connection to `path`. A subclass says what is done with what comes."""

    path = "/"
    cookie = ""

    def __init__(self, port: int) -> None:
        self._port = port
        self.transport: asyncio.WriteTransport | None = None
        """While there is a connection."""
        self._read = b""
        self._upgraded = False

    # What a subclass does

    def upgraded(self) -> None:
        """The handshake was answered as it should be."""

    def turned_away(self, status: int) -> None:
        """It was answered otherwise, and the connection ends."""

    def hear(self, text: bytes) -> None:
        """A frame of text came."""

    def dismissed(self, code: int) -> None:
        """The server said goodbye."""

    # The line

    def transmit(self, text: bytes) -> None:
        """Send a frame of text, if there is a connection."""
        self._send(_TEXT, text)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The server took the connection."""
        assert isinstance(transport, asyncio.WriteTransport)
        self.transport, self._read, self._upgraded = transport, b"", False
        transport.write(
            b"GET %s HTTP/1.1\r\nHost: localhost:%d\r\nOrigin: http://localhost:%d\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n%s\r\n"
            % (
                self.path.encode(),
                self._port,
                self._port,
                f"Cookie: {self.cookie}\r\n".encode() if self.cookie else b"",
            )
        )

    def connection_lost(self, error: Exception | None) -> None:
        """However it ended."""
        self.transport = None

    def data_received(self, data: bytes) -> None:
        """Bytes: the answer to the handshake, then frames."""
        self._read += data
        if not self._upgraded:
            head, end, rest = self._read.partition(b"\r\n\r\n")
            if not end:
                return
            status = int(head.split(b" ", 2)[1])
            if status != 101:
                assert self.transport
                self.turned_away(status)
                self.transport.abort()
                return
            self._upgraded, self._read = True, rest
            self.upgraded()
        while (frame := self._next_frame()) is not None:
            first, payload = frame
            if first == _TEXT:
                self.hear(payload)
            elif first == _PING:
                self._send(_PONG, payload)
            elif first == _CLOSE and self.transport:
                self.dismissed(struct.unpack(">H", payload[:2])[0])
                self.transport.close()

    def _send(self, first: int, payload: bytes) -> None:
        if self.transport:
            size = len(payload)
            length = bytes((0x80 | size,)) if size < 126 else struct.pack(">BH", 0x80 | 126, size)
            self.transport.write(bytes((first,)) + length + bytes(4) + payload)

    def _next_frame(self) -> tuple[int, bytes] | None:
        read = self._read
        if len(read) < 2:
            return None
        size, at = read[1], 2
        if size >= 126:
            at = 4 if size == 126 else 10
            if len(read) < at:
                return None
            size = int.from_bytes(read[2:at])
        if len(read) < at + size:
            return None
        self._read = read[at + size :]
        return read[0], read[at : at + size]
