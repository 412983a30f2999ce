"""Opening hours by the wall clock of a zone. They only word when somebody is back: with a human here, a closed hour still connects.

Hours are seven lists, Monday first, of [from, until) in minutes of the day; none at all means that they are not told.
Pure. Where a clock is put forward or back, what the clock on the wall shows is what counts.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

Span = tuple[int, int]
Hours = tuple[tuple[Span, ...], ...]

DAY: Final = 24 * 60
WEEK: Final = 7
SPANS_MAX: Final = 12
"""Spans of one day: nobody's day has more, and the list stays readable."""
_MINUTE_MS: Final = 60_000
_DAY_MS: Final = DAY * _MINUTE_MS
_HORIZON_DAYS: Final = 2 * WEEK + 1
"""A week, and another where the only opening of the first fell into the hour that a clock skipped."""
_EPOCH_WEEKDAY: Final = 3
"""1 January 1970 was a Thursday."""


class BadHoursError(ValueError):
    """These are no opening hours; the text says what would be."""


def normal(written: Sequence[Sequence[Sequence[int]]]) -> Hours:
    """Hours as an owner wrote them, in order, with what overlaps or touches made one. All days empty is not told."""
    if not written:
        return ()
    if len(written) != WEEK:
        raise BadHoursError(f"Hours are seven lists, Monday first, or none at all; these are {len(written)}.")
    days = tuple(_day(day) for day in written)
    return days if any(days) else ()


def hours_of(kept: Sequence[Sequence[Sequence[int]]]) -> Hours:
    """Hours as a row keeps them, frozen."""
    return tuple(tuple((begin, until) for begin, until in day) for day in kept)


def is_open(hours: Hours, zone: str, now_ms: int) -> bool:
    """Whether the hours say that somebody is there."""
    return bool(hours) and next_open(hours, zone, now_ms) == now_ms


def next_open(hours: Hours, zone: str, now_ms: int) -> int | None:
    """The first moment from now on at which it is open: now itself, if it is; None, if no hours are told."""
    if not any(hours):
        return None
    for begin, end, offset in _stretches(ZoneInfo(zone), now_ms):
        found = _on_the_wall(hours, begin + offset)
        if found is not None and found < end + offset:
            return found - offset
    return None


def known_zone(name: str) -> bool:
    """Whether there is such a time zone, as `Europe/Lisbon`."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _day(written: Sequence[Sequence[int]]) -> tuple[Span, ...]:
    spans: list[Span] = []
    if len(written) > SPANS_MAX:
        raise BadHoursError(f"A day may have {SPANS_MAX} spans of hours.")
    for pair in sorted(tuple(span) for span in written):
        if len(pair) != len(("from", "until")):
            raise BadHoursError("A span of hours is a pair: from, until.")
        begin, end = pair
        if not 0 <= begin < end <= DAY:
            raise BadHoursError("A span begins before it ends, both within one day: 0 to 1440 minutes.")
        if spans and begin <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((begin, end))
    return tuple(spans)


def _on_the_wall(hours: Hours, wall: int) -> int | None:
    """The first open moment from `wall` on, were no clock ever changed: milliseconds since 1970 as the wall shows them."""
    for day in range(wall // _DAY_MS, wall // _DAY_MS + WEEK + 1):
        for begin, end in hours[(day + _EPOCH_WEEKDAY) % WEEK]:
            if wall < day * _DAY_MS + end * _MINUTE_MS:
                return max(wall, day * _DAY_MS + begin * _MINUTE_MS)
    return None


def _stretches(zone: ZoneInfo, now_ms: int) -> Iterator[tuple[int, int, int]]:
    """The time to come in stretches (begin, end, offset) in which the zone's clock is not changed. Clocks change once a day at most."""
    begin, offset = now_ms, _offset(zone, now_ms)
    for end in _days_after(now_ms):
        if _offset(zone, end) != offset:
            changed = _change(zone, max(begin, end - _DAY_MS), end)
            yield begin, changed, offset
            begin, offset = changed, _offset(zone, end)
    yield begin, end, offset


def _days_after(now_ms: int) -> Iterable[int]:
    return (now_ms + day * _DAY_MS for day in range(1, _HORIZON_DAYS + 1))


def _change(zone: ZoneInfo, before: int, after: int) -> int:
    """The first millisecond of the offset that holds at `after`."""
    old = _offset(zone, before)
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(zone, middle) == old:
            before = middle
        else:
            after = middle
    return after


def _offset(zone: ZoneInfo, ms: int) -> int:
    moment = datetime.fromtimestamp(ms / 1000, UTC).astimezone(zone)
    return (moment.utcoffset() or timedelta()) // timedelta(milliseconds=1)
