"""The ceiling: a socket of the same server that sends back what it gets."""

from typing import Any


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Raw ASGI echo."""
    assert scope["type"] == "websocket"
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        await send({"type": "websocket.send", "text": message["text"]})
