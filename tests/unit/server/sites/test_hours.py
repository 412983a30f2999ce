"""Opening hours, held against a clock that is read minute by minute."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.sites.hours import DAY, WEEK, BadHoursError, Hours, is_open, known_zone, next_open, normal

MINUTE = 60_000
NINE_TO_FIVE: Hours = (*[((9 * 60, 17 * 60),)] * 5, (), ())
ZONES = [
    "UTC",
    "Europe/Lisbon",
    "America/New_York",
    "Asia/Kathmandu",  # 5:45 ahead
    "Australia/Lord_Howe",  # its clock changes by half an hour
    "America/Santiago",  # its clock changes at midnight
    "Africa/Casablanca",  # its clock changes twice within a few weeks
    "Pacific/Apia",
]


def ms(zone: str, *when: int, fold: int = 0) -> int:
    return round(datetime(*when, tzinfo=ZoneInfo(zone), fold=fold).timestamp()) * 1000  # type: ignore[arg-type,misc]


def on_the_wall(hours: Hours, zone: str, now: int) -> bool:
    wall = datetime.fromtimestamp(now / 1000, UTC).astimezone(ZoneInfo(zone))
    minute = wall.hour * 60 + wall.minute
    return any(begin <= minute < end for begin, end in hours[wall.weekday()])


spans = st.sets(st.integers(0, DAY), min_size=2, max_size=2).map(lambda ends: (min(ends), max(ends)))
days = st.lists(spans, max_size=3)
weeks = st.lists(days, min_size=WEEK, max_size=WEEK)


def near_a_change(zone: str) -> st.SearchStrategy[int]:
    """Minutes of three years, often of the days around which the zone's clock is put forward or back."""
    first = datetime(2025, 1, 1, tzinfo=UTC)
    dates = [first + timedelta(days=n) for n in range(3 * 365)]
    offsets = [date.astimezone(ZoneInfo(zone)).utcoffset() for date in dates]
    changes = [date for date, (a, b) in zip(dates, pairwise(offsets), strict=False) if a != b] or dates[:1]
    minutes = st.integers(-2 * DAY, 2 * DAY)
    near = st.builds(lambda date, minute: date + timedelta(minutes=minute), st.sampled_from(changes), minutes)
    anywhen = st.builds(lambda minute: first + timedelta(minutes=minute), st.integers(0, 3 * 365 * DAY))
    return (near | anywhen).map(lambda moment: round(moment.timestamp()) * 1000)


@settings(max_examples=40)
@given(st.data(), st.sampled_from(ZONES), weeks)
def test_the_next_opening_is_the_first_open_minute_on_the_wall(
    data: st.DataObject, zone: str, week: list[list[tuple[int, int]]]
) -> None:
    hours, now = normal(week), data.draw(near_a_change(zone))
    found = next_open(hours, zone, now)
    if not hours:
        assert found is None
        return
    assert is_open(hours, zone, now) == on_the_wall(hours, zone, now)
    minutes = range(now, now + (WEEK + 1) * DAY * MINUTE, MINUTE)
    first = next((minute for minute in minutes if on_the_wall(hours, zone, minute)), None)
    # An opening that lies wholly in a skipped hour is not found within a week, and then it is the next one's.
    assert found == first if first is not None else found is not None and on_the_wall(hours, zone, found)


@given(weeks)
def test_normal_hours_say_the_same_and_are_their_own_normal(week: list[list[tuple[int, int]]]) -> None:
    hours = normal(week)
    assert normal(hours) == hours
    for day, written in zip(hours or [()] * WEEK, week, strict=True):
        assert {m for a, b in day for m in range(a, b)} == {m for a, b in written for m in range(a, b)}
        assert all(a[1] < b[0] for a, b in pairwise(day))


def test_an_evening_and_a_weekend_wait_for_the_morning() -> None:
    lisbon = "Europe/Lisbon"
    friday = ms(lisbon, 2026, 5, 15, 17, 0)
    assert not is_open(NINE_TO_FIVE, lisbon, friday)
    assert is_open(NINE_TO_FIVE, lisbon, friday - 1)
    assert next_open(NINE_TO_FIVE, lisbon, friday) == ms(lisbon, 2026, 5, 18, 9, 0)


def test_nine_is_nine_on_both_sides_of_a_changed_clock() -> None:
    lisbon = "Europe/Lisbon"
    week: Hours = (((9 * 60, 17 * 60),),) * WEEK
    saturday = ms(lisbon, 2026, 3, 28, 20, 0)
    found = next_open(week, lisbon, saturday)
    assert found == ms(lisbon, 2026, 3, 29, 9, 0)
    assert found - saturday == 12 * 60 * MINUTE  # the night has an hour less


def test_an_opening_in_the_skipped_hour_begins_when_the_clock_is_put_forward() -> None:
    zone = "America/New_York"  # 2:00 → 3:00 on 8 March 2026
    sunday: Hours = ((), (), (), (), (), (), ((150, 600),))
    assert next_open(sunday, zone, ms(zone, 2026, 3, 8, 0, 0)) == ms(zone, 2026, 3, 8, 3, 0)
    skipped: Hours = ((), (), (), (), (), (), ((130, 170),))
    assert next_open(skipped, zone, ms(zone, 2026, 3, 8, 0, 0)) == ms(zone, 2026, 3, 15, 2, 10)


def test_an_hour_that_comes_twice_is_open_twice() -> None:
    zone = "America/New_York"  # 2:00 → 1:00 on 1 November 2026
    sunday: Hours = ((), (), (), (), (), (), ((60, 90),))
    between = ms(zone, 2026, 11, 1, 1, 45)
    assert not is_open(sunday, zone, between)
    assert next_open(sunday, zone, between) == ms(zone, 2026, 11, 1, 1, 0, fold=1)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ([[[0, 60]]], "seven"),
        ([[]] * 6, "seven"),
        ([[[60, 60]], *[[]] * 6], "begins before"),
        ([[[60, 1441]], *[[]] * 6], "begins before"),
        ([[[-1, 60]], *[[]] * 6], "begins before"),
        ([[[1, 2, 3]], *[[]] * 6], "pair"),
        ([[[n, n + 1] for n in range(0, 26, 2)], *[[]] * 6], "12"),
    ],
)
def test_what_are_no_hours_is_refused(written: list[list[list[int]]], told: str) -> None:
    with pytest.raises(BadHoursError, match=told):
        normal(written)


def test_hours_that_never_open_are_not_told() -> None:
    assert normal([]) == normal([[]] * WEEK) == ()
    assert next_open((), "UTC", 0) is None
    assert not is_open((), "UTC", 0)


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Europe/Lisbon", True),
        ("UTC", True),
        ("Mars/Olympus", False),
        ("../etc", False),
        ("", False),
        ("a\0b", False),
        ("Europe", False),
    ],
)
def test_a_zone_is_known_or_not(name: str, known: bool) -> None:
    assert known_zone(name) is known
