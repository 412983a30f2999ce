"""The referee's people come back to whoever listens, once, and are the same as before."""

import asyncio

import pytest
from websockets.asyncio.server import ServerConnection, serve

from server.wire.visitor import VisitorEvent
from tests.faults.referee.insisting import Insisting
from tests.support.ports import free_port
from tests.support.sockets import Visitor

PAGE = "http://localhost:8000"


async def test_who_found_nobody_at_home_still_says_which_page_they_come_from() -> None:
    heard: list[str | None] = []

    async def listen(socket: ServerConnection) -> None:
        heard.append(socket.request.headers.get("Origin") if socket.request else None)

    port = free_port()
    visitor = Visitor(PAGE, "site")
    visitor.url = f"ws://127.0.0.1:{port}/"
    with pytest.raises(ConnectionRefusedError):
        await visitor.open()
    async with serve(listen, "127.0.0.1", port):
        await visitor.open()
        await visitor.close()
    assert heard == [PAGE]


class Somebody(Insisting[VisitorEvent], Visitor):
    """Whoever comes to this port, and whom nobody greets."""

    def __init__(self, port: int) -> None:
        super().__init__(PAGE, "site")
        self.port, self.gone, self._returning = port, False, asyncio.Lock()
        self._make_for(port)

    def ports(self) -> list[int]:
        return [self.port]

    async def greet(self) -> None:
        pass


async def test_who_is_cut_off_comes_back_once_however_many_of_their_tasks_notice() -> None:
    came = 0

    async def listen(socket: ServerConnection) -> None:
        nonlocal came
        came += 1
        if came > 1:
            await socket.wait_closed()

    async with serve(listen, "localhost", 0) as server:
        somebody = Somebody(next(iter(server.sockets)).getsockname()[1])
        await somebody.open()
        await somebody.expect_close()
        await asyncio.gather(*(somebody.come_back() for _ in range(3)))
        assert came == 2
        await somebody.close()
