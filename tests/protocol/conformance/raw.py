"""A WebSocket client that can break every rule: frames as bytes, and what comes back as words.

What was heard is a list like `["pong b'hi'", "refused malformed", "close 1002", "end"]`, so that a table can say it.
"""

import asyncio
import json
import os
import struct
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

CONT, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
PATIENCE_S: Final = 10.0
KEY: Final = "dGhlIHNhbXBsZSBub25jZQ=="
"""RFC 6455's own example, and what must be answered to it."""
ACCEPT: Final = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="


def frame(
    opcode: int,
    payload: bytes = b"",
    *,
    fin: bool = True,
    rsv: int = 0,
    masked: bool = True,
    length: bytes | None = None,
) -> bytes:
    """One frame. `length` replaces the length's bytes (7 bits and what follows) by others."""
    if length is None:
        size = len(payload)
        if size < 126:
            length = bytes([size])
        elif size < 1 << 16:
            length = struct.pack("!BH", 126, size)
        else:
            length = struct.pack("!BQ", 127, size)
    head = bytes([fin << 7 | rsv << 4 | opcode, masked << 7 | length[0]]) + length[1:]
    if not masked:
        return head + payload
    mask = os.urandom(4)
    times = mask * (len(payload) // 4 + 1)
    hidden = int.from_bytes(payload, "big") ^ int.from_bytes(times[: len(payload)], "big")
    return head + mask + hidden.to_bytes(len(payload), "big")


def close(code: int, reason: bytes = b"") -> bytes:
    """A close frame."""
    return frame(CLOSE, struct.pack("!H", code) + reason)


def request(port: int, **changed: str | None) -> bytes:
    """The handshake; `changed` headers, underscores for hyphens, None for none. `line` is the request's first line."""
    headers: dict[str, str | None] = {
        "line": "GET /ws/v1/visitor HTTP/1.1",
        "Host": f"localhost:{port}",
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec_WebSocket_Key": KEY,
        "Sec_WebSocket_Version": "13",
        "Origin": f"http://localhost:{port}",
    }
    headers |= changed
    line = headers.pop("line")
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items() if value is not None]
    return "\r\n".join([str(line), *lines, "", ""]).encode("latin-1")


class Line:
    """One connection, from the first byte on."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self.headers: dict[str, str] = {}
        """Of the answer to the handshake, in small letters."""
        self._heard: deque[str] = deque()
        """What was heard in one frame with what was told last."""

    async def send(self, data: bytes, chop: int | None = None) -> None:
        """Send bytes; in pieces of `chop`, each in a packet of its own as far as that can be."""
        for start in range(0, len(data), chop or max(len(data), 1)):
            self._writer.write(data[start : start + (chop or len(data))])
            await self._writer.drain()
            if chop:
                await asyncio.sleep(0)

    async def shake_hands(self, asked: bytes) -> int:
        """Send a handshake; the status of the answer."""
        await self.send(asked)
        async with asyncio.timeout(PATIENCE_S):
            head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        line, *lines = head.rstrip().split("\r\n")
        self.headers = {name.lower(): value for name, _, value in (each.partition(": ") for each in lines)}
        return int(line.split()[1])

    async def hear(self) -> str:
        """The next thing that the server says, as words; `end` when it says nothing any more."""
        if not self._heard:
            self._heard.extend(await self._hear())
        return self._heard.popleft()

    async def _hear(self) -> list[str]:
        try:
            async with asyncio.timeout(PATIENCE_S):
                first, second = await self._reader.readexactly(2)
                size = second & 127
                if size > 125:
                    size = int.from_bytes(await self._reader.readexactly(2 if size == 126 else 8), "big")
                payload = await self._reader.readexactly(size)
        except (asyncio.IncompleteReadError, ConnectionError):
            return ["end"]
        except TimeoutError:
            return ["silence"]
        assert not second & 128, "A server's frame is masked."
        assert first & 0xF0 == 0x80, "A server's frame is cut, or has a reserved bit."
        return _words(first & 15, payload)

    def hang_up(self) -> None:
        """Be gone."""
        self._writer.transport.abort()


def _words(opcode: int, payload: bytes) -> list[str]:
    if opcode == TEXT:
        events = [json.loads(event) for event in payload.split(b"\n")]
        return [f"refused {e['code']}" if e["type"] == "refused" else str(e["type"]) for e in events]
    if opcode == CLOSE:
        return [f"close {int.from_bytes(payload[:2], 'big')}" if payload else "close"]
    return [f"{ {PING: 'ping', PONG: 'pong'}.get(opcode, opcode) } {payload!r}"]


@asynccontextmanager
async def connected(port: int) -> AsyncIterator[Line]:
    """A connection on which nothing was said."""
    line = Line(*await asyncio.open_connection("127.0.0.1", port))
    try:
        yield line
    finally:
        line.hang_up()


@asynccontextmanager
async def opened(port: int) -> AsyncIterator[Line]:
    """A connection that shook hands."""
    async with connected(port) as line:
        assert await line.shake_hands(request(port)) == 101
        yield line
