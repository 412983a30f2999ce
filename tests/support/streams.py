"""The same scripted visitors and agents where WebSockets are blocked: a stream down, requests of their own up."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

from tests.support.sockets import Agent, Client, Visitor


async def post(
    url: str, headers: dict[str, str], body: bytes
) -> tuple[int, asyncio.StreamReader, asyncio.StreamWriter]:
    """A request on a connection of its own: the answer's status, and the rest of it to read. HTTP/1.0, so nothing is chunked."""
    at = urlsplit(url)
    reader, writer = await asyncio.open_connection(at.hostname, at.port, limit=1 << 24)
    head = "".join(f"{k}: {v}\r\n" for k, v in ({"Host": at.netloc, "Content-Length": len(body)} | headers).items())
    writer.write(f"POST {at.path} HTTP/1.0\r\n{head}\r\n".encode() + body)
    try:
        status = int((await reader.readuntil(b"\r\n")).split()[1])
        while (await reader.readuntil(b"\r\n")) != b"\r\n":
            pass
    except (OSError, asyncio.IncompleteReadError):
        writer.close()
        raise
    return status, reader, writer


class Line:
    """A stream, in the shape of the WebSockets' own client. It begins with the first frame that is sent."""

    def __init__(self, url: str, headers: dict[str, str]) -> None:
        self.url = url
        self.key = ""
        self.number = 0
        self.close_code: int | None = None
        self.transport: Any = self
        self._headers = headers
        self._events: asyncio.Queue[str | None] = asyncio.Queue()
        self._writer: asyncio.StreamWriter | None = None
        self._reading: asyncio.Task[None] | None = None
        self._saying = asyncio.Lock()

    async def send(self, text: str) -> None:
        """Begin with it, or post it."""
        async with self._saying:
            if self._writer is None:
                await self._begin(text)
            else:
                self.number += 1
                await self.say(self.number, text)

    async def say(self, number: int, *frames: str, key: str | None = None) -> int:
        """Post frames; the status."""
        headers = {"Stream-Key": self.key if key is None else key, "Stream-Number": str(number)}
        status, _, writer = await post(self.url + "/say", self._headers | headers, "\n".join(frames).encode())
        writer.close()
        return status

    async def close(self) -> None:
        """Say goodbye."""
        if self._writer and self._reading and not self._reading.done():
            await self.send("")
            await self._reading

    def abort(self) -> None:
        """Vanish."""
        if self._writer:
            self._writer.transport.abort()

    async def __aiter__(self) -> AsyncIterator[str]:
        while (data := await self._events.get()) is not None:
            yield data

    async def _begin(self, text: str) -> None:
        status, reader, self._writer = await post(self.url, self._headers, text.encode())
        assert status == 200
        event = await reader.readuntil(b"\n\n")
        assert event.startswith(b"event: stream\ndata: ")
        self.key = event.decode().split()[-1]
        self._reading = asyncio.create_task(self._read(reader, self._writer))

    async def _read(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.close_code = None
        code = 1006
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while True:
                event = (await reader.readuntil(b"\n\n")).decode()
                if event.startswith("event: close\n"):
                    code = int(event.split()[-1])
                    break
                self._events.put_nowait(event.removeprefix("data: ").removesuffix("\n\n"))
        writer.close()
        self.close_code = code
        self._events.put_nowait(None)


class _Streaming(Client[Any]):
    line: Line

    async def _dial(self) -> Any:
        self.line = Line(self.url.replace("ws", "http", 1).replace("/ws/", "/stream/"), self.headers)
        return self.line


class StreamVisitor(_Streaming, Visitor):
    """A visitor who reads a stream."""


class StreamAgent(_Streaming, Agent):
    """An agent who reads a stream."""
