"""Where a server does not do what RFC 6455 asks for and no option mends it: by name, with the reason why we live with it."""

from dataclasses import dataclass
from typing import Final

from tests.protocol.conformance.cases import fails


@dataclass(frozen=True)
class Deviation:
    """What is heard instead."""

    heard: tuple[str, ...]
    because: str


RESET: Final = Deviation(
    ("end",),
    "To a close that breaks a rule Autobahn writes its answer, takes the closing handshake for done, and resets the "
    "connection before the answer is out. Whoever sent it was leaving; 7.1.7 only says that the answer should come.",
)
BROKEN_CLOSES: Final = (
    "3.7 a close with RSV=7",
    "5.1 of RFC 6455: a close without a mask",
    "7.3 a close with half a code",
    "7.3 a close with too long a reason",
    "7.5 a reason that is no UTF-8",
    *(f"7.9 code {code} is invalid" for code in (0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999, 5000, 65_535)),
)
LATE: Final = Deviation(
    (),
    "websockets looks at a text when it is whole. The suite calls this not strict: it is refused all the same, "
    "and how much is held until then is bounded.",
)
CUT_SHORT: Final = Deviation(
    fails(1002),
    "websockets fails a peer that leaves in the middle of a message; the message is gone in either case.",
)
TOO_BIG: Final = Deviation(
    fails(1009),
    "websockets reads the length as a number, and refuses it as too big rather than as malformed.",
)
ROUNDABOUT: Final = Deviation(
    ("refused malformed",),
    "websockets reads a length that took more bytes than it needed; the message is what it would have been.",
)
DEVIATIONS: Final = {("daphne", name): RESET for name in BROKEN_CLOSES} | {
    ("uvicorn", "6.4 invalid before the message is whole"): LATE,
    ("uvicorn", "7.1 a close within a message"): CUT_SHORT,
    ("uvicorn", "5.2 of RFC 6455: a length with its first bit set"): TOO_BIG,
    ("uvicorn", "5.2 of RFC 6455: a length in too many bytes"): ROUNDABOUT,
}
