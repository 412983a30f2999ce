"""The server's clock, in the wire's unit: one for all processes, as far as they have found how their own is off."""

import time
from datetime import UTC, datetime


class _Off:
    """How far this process's own clock is behind the one that all share."""

    ms = 0


off = _Off()


def now_ms() -> int:
    """Milliseconds since 1970-01-01 UTC."""
    return own_ms() + off.ms


def now() -> datetime:
    """The same moment as an aware datetime."""
    return as_datetime(now_ms())


def own_ms() -> int:
    """Milliseconds by this process's own clock, which may be off."""
    return time.time_ns() // 1_000_000


def as_datetime(ms: int) -> datetime:
    """The same moment as an aware datetime."""
    return datetime.fromtimestamp(ms / 1000, UTC)


def as_ms(moment: datetime) -> int:
    """An aware datetime in milliseconds."""
    return round(moment.timestamp() * 1000)
