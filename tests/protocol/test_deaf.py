"""A peer that asks for much and reads nothing."""

import asyncio
import os
import socket

from server.wire import visitor
from server.wire.codec import encode
from server.wire.limits import TEXT_MAX, WINDOW
from tests.protocol.conformance.raw import PATIENCE_S, TEXT, Line, frame, request
from tests.support.server import Server
from tests.support.sockets import Visitor

SITE = "fernhill"
LONGEST = "\U0001f9f5" * TEXT_MAX
WORDS = 30


def sockets(server: Server) -> int:
    """How many the server holds."""
    assert server.process
    folder = f"/proc/{server.process.pid}/fd"
    return sum(os.readlink(f"{folder}/{n}").startswith("socket:") for n in os.listdir(folder))


async def test_the_server_lets_go_of_a_peer_that_reads_nothing(server: Server) -> None:
    """More than fits into any buffer of the kernel's is left unsaid: the connection ends although nobody hears it."""
    async with Visitor(server.url, SITE) as caller:
        await caller.hello()
        for _ in range(WORDS):
            await caller.write(LONGEST)
        token, conversation = caller.token, caller.conversation
    assert conversation
    hello = visitor.Hello(
        site=SITE,
        token=token,
        conversation=conversation,
        cursor=0,
        page=None,
        language=None,
        zone=None,
        told=(),
        team=None,
    )
    await asyncio.sleep(0.5)  # until the talking socket is gone
    before = sockets(server)
    deaf = socket.socket()
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    deaf.connect(("127.0.0.1", server.port))
    line = Line(*await asyncio.open_connection(sock=deaf))
    try:
        assert await line.shake_hands(request(server.port)) == 101
        await line.send(frame(TEXT, encode(hello).encode()))
        for _ in range(WINDOW // (WORDS * TEXT_MAX) + 2):
            await line.send(frame(TEXT, encode(visitor.Fetch(conversation=conversation, after=0)).encode()))
        assert sockets(server) > before
        async with asyncio.timeout(PATIENCE_S):
            while sockets(server) > before:
                await asyncio.sleep(0.1)
    finally:
        line.hang_up()
