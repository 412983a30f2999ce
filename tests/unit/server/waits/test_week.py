"""The week as its owner sees it."""

from datetime import UTC, datetime

import pytest

from scripts.screenshots import weeks
from server.clock import now_ms
from server.sites import queries as sites
from server.sites.models import Site
from server.sites.queries import SiteFacts
from server.waits import actions, queries
from server.waits.clock import DAY, HOUR, WEEK, hours_between
from server.waits.models import Hour, Wait

pytestmark = pytest.mark.both

MINUTE = 60_000
MONDAY = int(datetime(2026, 3, 2, tzinfo=UTC).timestamp() * 1000)
"""Midnight in London, four weeks before its clocks are put forward."""
SUMMER = MONDAY + 27 * DAY


@pytest.fixture
def shop(site: Site) -> SiteFacts:
    Site.objects.filter(id=site.id).update(zone="Europe/London")
    sites.forget()
    found = sites.by_id(site.id)
    assert found
    return found


def waits(shop: SiteFacts, at: int, *lasted: tuple[float, bool]) -> None:
    Wait.objects.bulk_create(
        Wait(site_id=shop.id, since=at + n, ended_at=at + n + round(s * 1000), answered=answered)
        for n, (s, answered) in enumerate(lasted)
    )


def busy_weeks(shop: SiteFacts, weeks: int) -> None:
    """Each Tuesday from nine to eleven thirty come an hour, six minutes each, and one human is there who holds three."""
    for n in range(weeks):
        for hour in (9, 10):
            at = MONDAY + n * WEEK + DAY + hour * HOUR
            at -= HOUR if at > SUMMER else 0
            waits(shop, at, *[(20, True)] * 27, *[(40, False)] * 3)
            Hour.objects.create(
                site_id=shop.id,
                starts_at=at,
                busy_ms=162 * MINUTE,
                crowd_ms=162 * MINUTE,
                human_ms=HOUR,
                slot_ms=3 * HOUR,
                completions=27,
            )


def test_a_site_without_records_is_empty(shop: SiteFacts) -> None:
    found = queries.week(shop, 12, MONDAY)
    assert (found.arrivals, found.median_ms, found.enough, found.advice) == (0, None, False, [])
    assert [len(day) for day in found.hours] == [24] * 7
    assert found.hours[0][0].there is None


def test_the_weeks_of_the_pictures_are_records_like_any_other(shop: SiteFacts) -> None:
    weeks.remember(shop.key)
    found = queries.week(shop, weeks.WEEKS, now_ms())
    assert found.enough
    assert found.advice


def test_waits_stand_at_their_hour_with_those_who_gave_up(shop: SiteFacts) -> None:
    waits(shop, MONDAY + 3 * DAY + 14 * HOUR, (10, True), (20, True), (30, True), (25, False))
    found = queries.week(shop, 12, MONDAY + 4 * DAY)
    hour = found.hours[3][14]
    assert (hour.arrivals, hour.gave_up, hour.median_ms, hour.p90_ms) == (4, 1, 20_000, 30_000)
    assert (found.arrivals, found.answered, found.gave_up) == (4, 3, 1)
    assert sum(h.arrivals for day in found.hours for h in day) == 4


def test_a_wait_that_lasts_is_an_arrival_and_no_answer(shop: SiteFacts) -> None:
    actions.joined_line(shop.id, "c", MONDAY, 0, 0)
    found = queries.week(shop, 12, MONDAY + 2 * HOUR)
    assert (found.arrivals, found.answered, found.gave_up, found.median_ms) == (1, 0, 0, None)


def test_an_hour_that_is_not_over_does_not_count_yet(shop: SiteFacts) -> None:
    waits(shop, MONDAY + 5 * MINUTE, (10, True))
    assert queries.week(shop, 12, MONDAY + 30 * MINUTE).arrivals == 0
    assert queries.week(shop, 12, MONDAY + 61 * MINUTE).arrivals == 1


def test_nine_oclock_is_nine_oclock_after_the_clocks_are_put_forward(shop: SiteFacts) -> None:
    for n in range(6):
        at = MONDAY + n * WEEK + 9 * HOUR
        waits(shop, at - HOUR if at > SUMMER else at, (10, True))
    found = queries.week(shop, 12, MONDAY + 6 * WEEK)
    assert found.hours[0][9].arrivals == 6


def test_only_the_weeks_that_are_asked_for(shop: SiteFacts) -> None:
    busy_weeks(shop, 8)
    assert queries.week(shop, 8, MONDAY + 8 * WEEK).arrivals == 8 * 60
    assert queries.week(shop, 3, MONDAY + 8 * WEEK).arrivals == 3 * 60


def test_not_yet_under_four_weeks(shop: SiteFacts) -> None:
    busy_weeks(shop, 3)
    found = queries.week(shop, 12, MONDAY + 3 * WEEK + DAY)
    assert not found.enough
    assert found.hours[1][9].there == 1
    assert all(h.needed_low is None for day in found.hours for h in day)


def test_how_many_humans_an_hour_needs_and_where_they_are_missing(shop: SiteFacts) -> None:
    busy_weeks(shop, 6)
    found = queries.week(shop, 12, MONDAY + 6 * WEEK)
    assert found.enough
    hour = found.hours[1][9]
    assert hour.there == 1
    assert hour.needed_low is not None
    assert hour.needed_high is not None
    assert 2 <= hour.needed_low <= hour.needed_high <= 4
    (advice,) = found.advice
    assert (advice.day, advice.start, advice.until, advice.there, advice.gave_up) == (1, 9, 11, 1, 36)
    assert hour.needed_low <= advice.needed <= hour.needed_high
    assert found.hours[0][9].needed_high == 0


def test_hours_between_add_up_whatever_the_clock_does() -> None:
    begin, end = MONDAY + 26 * DAY + 20 * MINUTE, MONDAY + 28 * DAY + 5 * MINUTE
    for zone in ("Europe/London", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"):
        pieces = list(hours_between(zone, begin, end))
        assert sum(ms for _, ms in pieces) == end - begin
        assert all(0 < ms <= HOUR for _, ms in pieces)
        assert len(pieces) == len({start for start, _ in pieces})
