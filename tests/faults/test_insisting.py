"""The referee's people come back to whoever listens, and are the same as before."""

import pytest
from websockets.asyncio.server import ServerConnection, serve

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
