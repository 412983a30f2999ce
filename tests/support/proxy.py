"""A TCP proxy that behaves badly on demand: it delays, cuts, and swallows."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from tests.support.ports import free_port

CHUNK = 64 * 1024


class Proxy:
    """Stands between a client and `target`. Both ways share one temper, changed at any time."""

    def __init__(self, target: int, host: str = "127.0.0.1") -> None:
        self.port = free_port(host)
        self.host = host
        self.target = target
        self.delay_s = 0.0
        """How long every chunk is held back."""
        self.answers_left: int | None = None
        """Bytes that may still come back from the server before the connections are cut; None: any number."""
        self._through = asyncio.Event()
        self._through.set()
        self._writers: set[asyncio.StreamWriter] = set()
        self._lines: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Begin to listen."""
        self._server = await asyncio.start_server(self._accept, self.host, self.port)

    async def stop(self) -> None:
        """Cut everything and listen no more."""
        if self._server:
            self._server.close()
        self.heal()
        # A line that is left over would be cancelled with the loop, which asyncio logs as an error.
        while self._lines:
            self.cut()
            await asyncio.wait(self._lines, timeout=0.1)

    def cut(self) -> None:
        """End every connection at once, as a pulled plug does not but a reset does."""
        for writer in list(self._writers):
            writer.transport.abort()

    def blackhole(self) -> None:
        """Let nothing through and tell nobody: the half-open line."""
        self._through.clear()

    def heal(self) -> None:
        """Let everything through again, also what was swallowed so far."""
        self._through.set()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = asyncio.current_task()
        assert line
        self._lines.add(line)
        line.add_done_callback(self._lines.discard)
        try:
            server_reader, server_writer = await asyncio.open_connection(self.host, self.target)
        except OSError:
            writer.transport.abort()
            return
        self._writers |= {writer, server_writer}
        await asyncio.gather(
            self._pump(reader, server_writer, answers=False), self._pump(server_reader, writer, answers=True)
        )
        self._writers -= {writer, server_writer}

    def _back(self, writer: asyncio.StreamWriter) -> Callable[[bytes], None]:
        """How what one connection is answered goes back."""
        return writer.write

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, answers: bool) -> None:
        write = self._back(writer) if answers else writer.write
        with contextlib.suppress(OSError):
            while chunk := await reader.read(CHUNK):
                if self.delay_s:
                    await asyncio.sleep(self.delay_s)
                await self._through.wait()
                if answers and self.answers_left is not None:
                    chunk = chunk[: self.answers_left]
                    self.answers_left -= len(chunk)
                write(chunk)
                await writer.drain()
                if answers and self.answers_left == 0:
                    self.cut()
                    return
        writer.close()


@asynccontextmanager
async def running_proxy(target: int) -> AsyncIterator[Proxy]:
    """A proxy to `target` for the time of the block."""
    proxy = Proxy(target)
    await proxy.start()
    try:
        yield proxy
    finally:
        await proxy.stop()
