"""Who floods a server, and with what: lines that say as much as they can, and mostly do not listen."""

import asyncio
import itertools
import socket
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass
from functools import partial

from server.wire import visitor
from server.wire.codec import encode
from server.wire.limits import FRAME_FATAL, TEXT_MAX
from server.wire.nouns import Page
from tests.faults.referee.house import House
from tests.protocol.conformance.raw import PATIENCE_S, PING, TEXT, Line, frame, request
from tests.support.sockets import Visitor, new_id

HERE = "8.8.8.8"
"""The address that floods. Behind the proxy that a test is, it is whatever a test says."""
ELSEWHERE = "9.9.9.9"
FLOOD_S = 2.0
LONGEST = "\U0001f9f5" * TEXT_MAX
_numbers = itertools.count()


@dataclass(frozen=True)
class Target:
    """A server, and a site on it."""

    house: House
    site: str

    @property
    def port(self) -> int:
        """Of its one process."""
        return self.house.processes[0].port

    async def guest(self, address: str) -> Visitor:
        """A visitor from there, who is well behaved; not connected yet."""
        made = Visitor(self.house.url, self.site)
        made.url = self.house.socket(0, "visitor")
        made.headers["X-Forwarded-For"] = address
        return made

    def hello(self, token: str | None = None) -> bytes:
        """What lets a visitor in."""
        greeting = visitor.Hello(
            site=self.site, token=token, conversation=None, cursor=0, page=None, language=None, zone=None, told=(), team=None
        )  # fmt: skip
        return frame(TEXT, encode(greeting).encode())

    @asynccontextmanager
    async def line(self, address: str, *, deaf: bool = False) -> AsyncIterator[Line]:
        """A connection from there that shook hands. Unless it is `deaf`, what comes is read, and not looked at."""
        end = socket.socket()
        end.setblocking(False)
        if deaf:
            end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        await asyncio.get_running_loop().sock_connect(end, ("127.0.0.1", self.port))
        reader, writer = await asyncio.open_connection(sock=end)
        line = Line(reader, writer)
        listening = None
        try:
            origin = {"Origin": self.house.url, "X_Forwarded_For": address}
            if await line.shake_hands(request(self.port, **origin)) != 101:
                raise ConnectionError("No handshake.")
            listening = None if deaf else asyncio.create_task(_swallow(reader))
            yield line
        finally:
            if listening:
                listening.cancel()
            line.hang_up()


async def _swallow(reader: asyncio.StreamReader) -> None:
    with suppress(OSError):
        while await reader.read(1 << 16):
            pass


async def _until(end: float, act: Callable[[], Awaitable[None]]) -> None:
    """Again and again, whatever comes of it."""
    while (left := end - time.monotonic()) > 0:
        with suppress(OSError, TimeoutError, asyncio.IncompleteReadError):
            await asyncio.wait_for(act(), left)


def _words() -> bytes:
    said = visitor.Say(id=f"flood-{next(_numbers):08}", conversation=None, text=LONGEST)
    return frame(TEXT, encode(said).encode())


async def _talk(target: Target, addresses: list[str], tokens: list[str | None], payload: Callable[[], bytes]) -> None:
    """One line for each, all at once: hello, and then as much as goes through."""

    async def one(address: str, token: str | None) -> None:
        async with target.line(address) as line:
            await line.send(target.hello(token))
            while True:
                await line.send(payload())
                await asyncio.sleep(0)

    end = time.monotonic() + FLOOD_S
    each = zip(addresses, tokens, strict=True)
    await asyncio.gather(*(_until(end, partial(one, *who)) for who in each))


async def by_one_visitor(target: Target) -> None:
    """From twenty tabs."""
    async with await target.guest(HERE) as guest:
        await guest.hello()
        token = guest.token
    await _talk(target, [HERE] * 20, [token] * 20, _words)


async def by_many_visitors_of_one_address(target: Target) -> None:
    """Each a newcomer whenever they come."""
    await _talk(target, [HERE] * 60, [None] * 60, _words)


async def from_many_addresses_on_one_site(target: Target) -> None:
    """Each with an address of their own."""
    await _talk(target, [f"11.0.0.{n}" for n in range(1, 61)], [None] * 60, _words)


async def of_refused_frames(target: Target) -> None:
    """Whatever is refused, up to the greatest that is read."""
    payloads = itertools.cycle(
        [frame(TEXT, b"{"), frame(TEXT, b" " * FRAME_FATAL), frame(TEXT, b"[" * 16_000), frame(2, b"x")]
    )
    await _talk(target, [HERE] * 30, [None] * 30, lambda: next(payloads))


async def of_connections_that_stay(target: Target) -> None:
    """Five times as many as an address may hold."""
    lines: list[asyncio.Task[None]] = []
    end = time.monotonic() + FLOOD_S * 2

    async def stay() -> None:
        async with target.line(HERE) as line:
            await line.send(target.hello())
            await asyncio.sleep(max(0.0, end - time.monotonic()))

    for _ in range(1_500):
        lines.append(asyncio.create_task(stay()))
        await asyncio.sleep(0.001)
    await asyncio.gather(*lines, return_exceptions=True)


async def of_connections_that_come_and_go(target: Target) -> None:
    """As fast as they are taken, and without a goodbye."""

    async def come() -> None:
        async with target.line(HERE) as line:
            await line.send(target.hello())

    end = time.monotonic() + FLOOD_S
    await asyncio.gather(*(_until(end, come) for _ in range(20)))


async def by_the_deaf(target: Target) -> None:
    """They ask for a long log over and over, and read nothing."""
    async with await target.guest(HERE) as guest:
        await guest.hello()
        for _ in range(48):
            await guest.write(LONGEST)
        token, conversation = guest.token, guest.conversation
    assert conversation
    ask = frame(TEXT, encode(visitor.Fetch(conversation=conversation, after=0)).encode())

    async def listen() -> None:
        async with target.line(HERE, deaf=True) as line:
            await line.send(target.hello(token))
            for _ in range(2):
                await line.send(ask)
            await asyncio.sleep(FLOOD_S)

    await asyncio.gather(*(listen() for _ in range(80)), return_exceptions=True)


async def of_pings_by_the_deaf(target: Target) -> None:
    """Each ping asks for an answer, and they read none."""
    pings = frame(PING, b"x" * 125) * 500
    end = time.monotonic() + FLOOD_S

    async def ping() -> None:
        async with target.line(HERE, deaf=True) as line:
            await line.send(target.hello())
            while True:
                await line.send(pings)

    await asyncio.gather(*(_until(end, ping) for _ in range(20)))


async def while_the_database_is_held_up(target: Target) -> None:
    """They say what waits for the database, and then go on, though nobody hears them any more."""
    look = visitor.Look(page=Page(url="https://shop.example/", title="x"))
    with closing(sqlite3.connect(target.house.folder / "bluephone.sqlite3", isolation_level=None)) as other:

        async def push(started: asyncio.Event) -> None:
            async with target.line(HERE) as line:
                await line.send(target.hello())
                await started.wait()
                await line.send(frame(TEXT, encode(look).encode()))
                for _ in range(4 * 16):
                    await line.send(frame(TEXT, b" " * FRAME_FATAL))

        started = asyncio.Event()
        pushing = [asyncio.create_task(push(started)) for _ in range(40)]
        await asyncio.sleep(1)
        other.execute("BEGIN IMMEDIATE")
        started.set()
        await asyncio.wait(pushing, timeout=FLOOD_S)
        for task in pushing:
            task.cancel()
        await asyncio.gather(*pushing, return_exceptions=True)
        other.execute("ROLLBACK")


async def of_posts_to_streams(target: Target) -> None:
    """Bodies as great as a request may bring, to streams whose socket is busy, and to keys that are none."""

    async def post() -> None:
        body = b" " * (FRAME_FATAL - 1)
        head = (
            f"POST /stream/v1/visitor/say HTTP/1.1\r\nHost: localhost:{target.port}\r\nOrigin: {target.house.url}\r\n"
            f"X-Forwarded-For: {HERE}\r\nStream-Key: {new_id()}\r\nStream-Number: 1\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        reader, writer = await asyncio.open_connection("127.0.0.1", target.port)
        try:
            for _ in range(50):
                writer.write(head.encode() + body)
                await writer.drain()
                async with asyncio.timeout(PATIENCE_S):
                    await reader.readuntil(b"\r\n\r\n")
        finally:
            writer.transport.abort()

    end = time.monotonic() + FLOOD_S
    await asyncio.gather(*(_until(end, post) for _ in range(20)))
