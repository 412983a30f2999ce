"""Hours as the wall clock of a zone has them. Pure."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

HOUR: Final = 3_600_000
DAY: Final = 24 * HOUR
WEEK: Final = 7 * DAY
_MS: Final = timedelta(milliseconds=1)


def wall(zone: str, ms: int) -> datetime:
    """What the clock on the wall shows."""
    return datetime.fromtimestamp(ms / 1000, UTC).astimezone(ZoneInfo(zone))


def hour_start(zone: str, ms: int) -> int:
    """When the hour that the clock shows began."""
    ahead = (wall(zone, ms).utcoffset() or timedelta()) // _MS
    return ms - (ms + ahead) % HOUR


def hours_between(zone: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Each hour that is touched: when it began, and how much of it lies between."""
    while begin < end:
        start = hour_start(zone, begin)
        until = min(start + HOUR, end)
        yield start, until - begin
        begin = until
