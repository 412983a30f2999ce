"""Daphne's WebSockets, with its limits on what comes in alone, and to the letter of RFC 6455 where Daphne has no option.

Autobahn, below Daphne, holds its greatest message against what goes out as well, and drops what is larger:
a console with hundreds of open conversations would never hear its welcome. What goes out is bounded by the
socket's credit instead (`server/live/limits.py`). What comes in, Daphne would read without end while the application is
busy: here the peer's own line holds it.
"""

from typing import Any, Final

from daphne.ws_protocol import WebSocketProtocol

from server.cli.frames import SMALLEST
from server.cli.one_process import UNREAD_MAX

UNHEARD_MAX: Final = 128 * 1024
"""Bytes of messages that may wait for the application before no more is read: twice what one read of the line brings."""
LOOK_S: Final = 0.05
"""How soon one looks whether they have been heard."""


class RoomyProtocol(WebSocketProtocol):  # type: ignore[misc]  # Daphne has no types
    """One connection."""

    # Autobahn's options, which it takes from here before it takes them from its factory.
    failByDrop = False  # noqa: N815
    """A peer that breaks the protocol is told by a close code, not by a reset."""
    echoCloseCodeReason = True  # noqa: N815
    versions = (13,)
    """Not also a draft of 2011."""

    _unheard = 0
    """Bytes that came since nothing waited."""
    _paused = False

    def onMessage(self, payload: bytes, isBinary: bool) -> None:  # noqa: N802, N803  Autobahn's
        """Hand a message on; read no further while too many wait."""
        self.count(len(payload))
        super().onMessage(payload, isBinary)

    def count(self, size: int) -> None:
        """A message of so many bytes is about to be handed on."""
        if self.application_queue.empty():
            self._unheard = 0
        self._unheard += size + SMALLEST
        if self._unheard > UNHEARD_MAX and not self._paused:
            self._paused = True
            self.transport.pauseProducing()
            self.factory.reactor.callLater(LOOK_S, self._look)

    def _look(self) -> None:
        """Read on once all that waited has been heard, or nobody is there to hear it."""
        if self.application_queue.empty() or self.state == self.STATE_CLOSED:
            self._paused = False
            self.transport.resumeProducing()
        else:
            self.factory.reactor.callLater(LOOK_S, self._look)

    def onPing(self, payload: bytes) -> None:  # noqa: N802  Autobahn's
        """Answer, unless they do not read: one answer to several pings is enough (RFC 6455, 5.5.3)."""
        line = self.transport
        if len(line.dataBuffer) - line.offset + line._tempDataLen <= UNREAD_MAX:
            super().onPing(payload)

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
