"""One connection under uvicorn, where no line can show it: what is held for an application that does not listen, and goodbyes."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from uvicorn import Config
from uvicorn.server import ServerState

from server.cli.one_process import READ_MAX
from server.cli.with_uvicorn import RoomyProtocol
from tests.protocol.conformance.raw import TEXT, close, frame, request


class Transport(asyncio.Transport):
    """A line that takes everything, and tells what it was told."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""
        self.paused = self.closing = False

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        pass

    def pause_reading(self) -> None:
        self.paused = True

    def resume_reading(self) -> None:
        self.paused = False

    def write(self, data: Any) -> None:
        self.written += data

    def is_closing(self) -> bool:
        return self.closing

    def close(self) -> None:
        self.closing = True


async def _nobody(scope: Any, receive: Any, send: Any) -> None:
    await asyncio.Event().wait()


@pytest.fixture
async def opened() -> AsyncIterator[tuple[RoomyProtocol, Transport]]:
    """A connection whose application does nothing by itself."""
    config = Config(_nobody, interface="asgi3", log_config=None)
    config.load()
    protocol, transport = RoomyProtocol(config, ServerState(), {}, asyncio.get_running_loop()), Transport()
    protocol.connection_made(transport)
    protocol.data_received(request(8000))
    await asyncio.sleep(0)
    await protocol.send({"type": "websocket.accept"})
    transport.written = b""
    yield protocol, transport
    for task in list(protocol.tasks):
        task.cancel()
    await asyncio.gather(*protocol.tasks, return_exceptions=True)


@pytest.mark.parametrize("size", [0, 1, 1_000])
async def test_what_waits_for_an_application_that_does_not_listen_is_bounded(
    opened: tuple[RoomyProtocol, Transport], size: int
) -> None:
    protocol, transport = opened
    sent = 0
    while not transport.paused:
        protocol.data_received(frame(TEXT, b"x" * size))
        sent += 1
        assert sent * (size + 48) <= 2 * READ_MAX


async def test_nothing_is_said_after_a_goodbye_was_answered(opened: tuple[RoomyProtocol, Transport]) -> None:
    protocol, transport = opened
    protocol.data_received(close(1000))
    goodbye = transport.written
    await protocol.send({"type": "websocket.send", "text": "late"})
    assert transport.written == goodbye != b""
