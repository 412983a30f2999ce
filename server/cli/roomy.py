"""Daphne's WebSockets, with its limits on what comes in alone, and to the letter of RFC 6455 where Daphne has no option.

Autobahn, below Daphne, holds its greatest message against what goes out as well, and drops what is larger:
a console with hundreds of open conversations would never hear its welcome. What goes out is bounded by the
socket's credit instead (`server/live/limits.py`).
"""

from typing import Any

from daphne.ws_protocol import WebSocketFactory, WebSocketProtocol


class RoomyProtocol(WebSocketProtocol):  # type: ignore[misc]  # Daphne has no types
    """One connection."""

    # Autobahn's options, which it takes from here before it takes them from its factory.
    failByDrop = False  # noqa: N815
    """A peer that breaks the protocol is told by a close code, not by a reset."""
    echoCloseCodeReason = True  # noqa: N815
    versions = (13,)
    """Not also a draft of 2011."""

    def failHandshake(self, reason: str, code: int = 400, responseHeaders: Any = None) -> None:  # noqa: N802, N803  Autobahn's
        """Refuse the upgrade. To another version Autobahn tells ours, but not that it takes an upgrade."""
        super().failHandshake(reason, 426 if responseHeaders else code, responseHeaders)

    def sendMessage(self, payload: bytes, isBinary: bool = False, **how: Any) -> None:  # noqa: N802, N803  Autobahn's
        """Send a message of any size."""
        if self.state != self.STATE_OPEN:
            return  # They are being told goodbye.
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
