"""The server's clock, in the wire's unit."""

import time
from datetime import UTC, datetime


def now_ms() -> int:
    """Milliseconds since 1970-01-01 UTC."""
    return time.time_ns() // 1_000_000


def as_datetime(ms: int) -> datetime:
    """The same moment as an aware datetime."""
    return datetime.fromtimestamp(ms / 1000, UTC)


def as_ms(moment: datetime) -> int:
    """An aware datetime in milliseconds."""
    return round(moment.timestamp() * 1000)
