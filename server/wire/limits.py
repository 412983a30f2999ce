"""Every limit that both sides must know, told to each client in its `Welcome`."""

from typing import Final

from server.wire.base import Count, Noun

TEXT_MAX: Final = 4_000
"""Characters (code points) in one message or note; always fits a frame, whatever the script."""
WORDS_MAX: Final = 4_000
"""Characters in a leaver's own words."""
FRAME_MAX: Final = 16 * 1024
"""Bytes in a frame; one above gets a refusal."""
FRAME_FATAL: Final = 64 * 1024
"""Bytes in a frame that end the connection."""
WINDOW: Final = 2 * 1024 * 1024
"""Bytes sent and not yet known to be read. Beyond that the peer is deaf: the server below buffers without end, so we count."""
WATCHED_MAX: Final = 200
"""Conversations whose head seq one beat carries."""
CURSORS_MAX: Final = 200
FACTS_MAX: Final = 10
CAPACITY_MAX: Final = 12
"""Conversations an agent may ask to hold at once; above 4 the console warns."""
PAGE: Final = 50
"""Entries in one snapshot, catch-up or page of history: even the longest, in any script, stay within a window."""
ROWS: Final = 50
"""Ended conversations in one page of the console's list."""
BEAT_MS: Final = 10_000
LEASE_MS: Final = 30_000
GRACE_MS: Final = 10_000
"""After a clean close, the time to come back before the lease ends."""
HELLO_MS: Final = 10_000
VISITOR_LEASE_MS: Final = 60_000
"""A visitor not heard of for this long is away: their slot is freed, their place kept."""
WHY_MAX: Final = 200
"""Characters in the one line that tells a colleague why they are asked."""
CALL_DAYS_MAX: Final = 30
"""How far ahead a call back may be asked for."""
HERE_MAX: Final = 5
"""Faces shown to visitors."""
PRESENT_MAX: Final = 100
"""Ids of present agents told to visitors, so that a panel knows whether its own person is here."""
INSIDER_HOURS_MAX: Final = 24 * 7
"""How long an insider's link may live."""
TYPING_MS: Final = 4_000
"""A typing sign is repeated at most this often and fades after twice this."""


class Limits(Noun):
    """What a client must respect, and how often it will hear from the server."""

    text_max: Count
    words_max: Count
    frame_max: Count
    capacity_max: Count
    beat_ms: Count
    lease_ms: Count
    typing_ms: Count


LIMITS: Final = Limits(
    text_max=TEXT_MAX,
    words_max=WORDS_MAX,
    frame_max=FRAME_MAX,
    capacity_max=CAPACITY_MAX,
    beat_ms=BEAT_MS,
    lease_ms=LEASE_MS,
    typing_ms=TYPING_MS,
)
