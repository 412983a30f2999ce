"""A process that has as many sockets as it may have files."""

import asyncio
import resource
from contextlib import suppress

from websockets.exceptions import ConnectionClosed

from server.live.admission import RESERVE
from server.wire import nouns, visitor
from server.wire.closing import Closing
from tests.support.server import Server
from tests.support.sockets import Visitor
from tests.unit.server.live.talk import hello

SITE = "fernhill"
FILES = RESERVE + 100
"""Some dozens are left for sockets."""
FREED_S = 10.0


async def greeted(server: Server) -> Visitor | None:
    """A visitor who came in; None if they were told that there is no room."""
    caller = Visitor(server.url, SITE)
    await caller.open()
    with suppress(ConnectionClosed):  # told before it could say anything
        await caller.say(hello(SITE))
    if isinstance(await caller.expect_either(nouns.Failed, visitor.Welcome), visitor.Welcome):
        return caller
    assert await caller.expect_close() == Closing.UNAVAILABLE
    return None


async def test_who_comes_when_it_is_full_is_told_so_and_all_else_goes_on(server: Server) -> None:
    assert server.process
    resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (FILES, FILES))
    here: list[Visitor] = []
    try:
        while caller := await greeted(server):
            here.append(caller)
            assert len(here) < FILES
        assert len(here) > 10
        for one in here:
            await one.write("Still here")
        while len(here) > 1:  # of what they leave, the database takes some
            await here.pop().close()
        async with asyncio.timeout(FREED_S):
            while (caller := await greeted(server)) is None:
                await asyncio.sleep(0.1)
        here.append(caller)
    finally:
        for one in here:
            await one.close()
