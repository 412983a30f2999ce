"""A process that has as many sockets as it may have files."""

import resource
from contextlib import AsyncExitStack, suppress

from websockets.exceptions import ConnectionClosed

from server.live.admission import RESERVE
from server.wire import nouns, visitor
from server.wire.closing import Closing
from tests.support.server import Server
from tests.support.sockets import Visitor
from tests.unit.server.live.talk import hello

SITE = "fernhill"
FILES = RESERVE + 80
"""Some dozens are left for sockets."""


async def test_who_comes_when_it_is_full_is_told_so_and_all_else_goes_on(server: Server) -> None:
    assert server.process
    resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (FILES, FILES))
    async with AsyncExitStack() as stack:
        here: list[Visitor] = []
        while True:
            caller = Visitor(server.url, SITE)
            await caller.open()
            with suppress(ConnectionClosed):  # told before it could say anything
                await caller.say(hello(SITE))
            answer = await caller.expect_either(nouns.Failed, visitor.Welcome)
            if isinstance(answer, nouns.Failed):
                break
            stack.push_async_callback(caller.close)
            here.append(caller)
            assert len(here) < FILES
        assert await caller.expect_close() == Closing.UNAVAILABLE
        assert len(here) > 10
        for one in here:
            await one.write("Still here")
        for one in here[:10]:
            await one.close()
        async with Visitor(server.url, SITE) as again:
            await again.hello()
