"""Where a server does not do what RFC 6455 asks for and no option mends it: by name, with the reason why we live with it."""

from dataclasses import dataclass
from typing import Final

from tests.protocol.conformance.cases import fails


@dataclass(frozen=True)
class Deviation:
    """What is heard instead."""

    heard: tuple[str, ...]
    because: str


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
DEVIATIONS: Final = {
    ("uvicorn", "6.4 invalid before the message is whole"): LATE,
    ("uvicorn", "7.1 a close within a message"): CUT_SHORT,
    ("uvicorn", "5.2 of RFC 6455: a length with its first bit set"): TOO_BIG,
    ("uvicorn", "5.2 of RFC 6455: a length in too many bytes"): ROUNDABOUT,
}
