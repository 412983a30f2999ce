"""The outgoing half of a socket, where the server below it fails."""

import asyncio
from typing import Any

from server.live.speaker import Speaker
from server.wire.closing import Closing
from server.wire.nouns import Failed


async def test_a_frame_that_cannot_be_sent_ends_the_connection_by_name() -> None:
    went: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        if "unheard" in message.get("text", ""):
            raise ValueError("This frame is too large.")
        went.append(message)

    speaker = Speaker(send)
    speaker.send(Failed(code="unavailable", message="heard", about=None, retry_ms=1))
    speaker.send(Failed(code="unavailable", message="unheard", about=None, retry_ms=1))
    speaker.send(Failed(code="unavailable", message="behind it", about=None, retry_ms=1))
    async with asyncio.timeout(5):
        await speaker.pump()
    assert [m["type"] for m in went] == ["websocket.send", "websocket.close"]
    assert went[-1]["code"] == Closing.UNAVAILABLE
