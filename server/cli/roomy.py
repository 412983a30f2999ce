"""Daphne's WebSockets, with its limits on what comes in alone.

Autobahn, below Daphne, holds its greatest message against what goes out as well, and drops what is larger:
a console with hundreds of open conversations would never hear its welcome. What goes out is bounded by the
socket's credit instead (`server/live/limits.py`).
"""

from typing import Any

from daphne.ws_protocol import WebSocketFactory, WebSocketProtocol


class RoomyProtocol(WebSocketProtocol):  # type: ignore[misc]  # Daphne has no types
    """One connection."""

    def sendMessage(self, payload: bytes, isBinary: bool = False, **how: Any) -> None:  # noqa: N802, N803  Autobahn's
        """Send a message of any size."""
        if len(payload) <= self.maxMessagePayloadSize:
            super().sendMessage(payload, isBinary, **how)
        else:
            # Autobahn's way to send in parts, which has no limit.
            self.beginMessage(isBinary)
            self.sendMessageFrame(payload)
            self.endMessage()


def install() -> None:
    """Every server that is made from now on has it."""
    WebSocketFactory.protocol = RoomyProtocol
