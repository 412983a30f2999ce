"""Hours as the wall clock of a zone has them. Pure."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

HOUR: Final = 3_600_000
DAY: Final = 24 * HOUR
WEEK: Final = 7 * DAY
HOURS: Final = 7 * 24
_QUARTER: Final = HOUR // 4
_SINCE_MONDAY: Final = 3 * 24
"""1 January 1970 was a Thursday."""
_MS: Final = timedelta(milliseconds=1)


def ahead(zone: str, ms: int) -> int:
    """By how much the zone's clock is ahead then."""
    return (datetime.fromtimestamp(ms / 1000, UTC).astimezone(ZoneInfo(zone)).utcoffset() or timedelta()) // _MS


def hour_start(zone: str, ms: int) -> int:
    """When the hour that the clock shows began."""
    return ms - (ms + ahead(zone, ms)) % HOUR


def hours_between(zone: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Each hour that is touched: when it began, and how much of it lies between."""
    while begin < end:
        start = hour_start(zone, begin)
        until = min(start + HOUR, end)
        yield start, until - begin
        begin = until


class Hours:
    """Hours as a zone's clock shows them, counted: all at the same time of the week differ by a multiple of `HOURS`,
    and Monday's midnight is such a multiple.
    """

    def __init__(self, zone: str) -> None:
        self._zone = zone
        self._ahead: dict[int, int] = {}

    def number(self, ms: int) -> int:
        """The hour's number. The zone is asked once a quarter: no clock is changed in between."""
        quarter = ms // _QUARTER
        if quarter not in self._ahead:
            self._ahead[quarter] = ahead(self._zone, ms)
        return (ms + self._ahead[quarter]) // HOUR + _SINCE_MONDAY
