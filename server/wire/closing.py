"""Why a socket closes: each code has a name and an explanation.

All are 4000–4999: Daphne refuses 1008, 1012 and 1013, and drops the reason's text, so the same
explanation goes out as a `Refused` or `Moving` event just before the close.
"""

from enum import IntEnum


class Closing(IntEnum):
    """A close code. `explanation` says, to a person who writes a client, what happened and what to do."""

    MOVING = 4001
    ABUSED = 4002
    SIGNED_OUT = 4003
    NO_HELLO = 4004
    SILENT = 4005
    DEAF = 4006
    FRAME_TOO_LARGE = 4007
    FOREIGN_ORIGIN = 4008
    UNAVAILABLE = 4009
    PASS_ENDED = 4010
    CROWDED = 4011

    @property
    def explanation(self) -> str:
        return _EXPLANATIONS[self]

    @property
    def reconnect(self) -> bool:
        """Whether a client should come back by itself."""
        return self not in {Closing.SIGNED_OUT, Closing.FOREIGN_ORIGIN, Closing.PASS_ENDED}


_EXPLANATIONS = {
    Closing.MOVING: "The server is being restarted. Connect again after a random pause; nothing is lost.",
    Closing.ABUSED: "Too many refused frames. Mend the client, then connect again.",
    Closing.SIGNED_OUT: "The session ended or the account was switched off. Sign in again.",
    Closing.NO_HELLO: "No hello came within ten seconds of connecting. Send it first.",
    Closing.SILENT: "Beats went unanswered for a whole lease. Connect again.",
    Closing.DEAF: "What was sent was not read fast enough. Connect again and catch up.",
    Closing.FRAME_TOO_LARGE: "A frame was over 64 KiB. Split it, then connect again.",
    Closing.FOREIGN_ORIGIN: "This page may not open this socket. Use the origin of PUBLIC_URL.",
    Closing.PASS_ENDED: "This invitation has ended. Ask whoever sent it for another.",
    Closing.CROWDED: "Too many connections from this address. Close some, or connect again after a random pause.",
    Closing.UNAVAILABLE: "The hello could not be answered just now. Connect again after a random pause; nothing is lost.",
}
