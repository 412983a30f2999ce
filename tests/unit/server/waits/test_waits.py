"""A site's waits as the desk tells them: what is promised, what is learned, and what is kept of anybody."""

import math
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from routing.waits import COVERAGE
from server.sites.models import Site
from server.waits import actions
from server.waits.models import Hour, Talk, Tally, Wait

pytestmark = pytest.mark.both

MINUTE = 60_000
START = 1_800_000_000_000 - 1_800_000_000_000 % 3_600_000


@pytest.fixture
def shop(site: Site) -> str:
    """A site that has seen twenty conversations of five minutes each."""
    for n in range(20):
        actions.began(site.id, f"old{n}", START + n * 5 * MINUTE)
        actions.ended(site.id, f"old{n}", START + (n + 1) * 5 * MINUTE)
    return site.id


LATER = START + 100 * MINUTE


def tally(site: str) -> Tally:
    return Tally.objects.get(site_id=site)


def test_nothing_is_promised_before_ten_conversations_are_over(site: Site) -> None:
    assert actions.joined_line(site.id, "c", START, 0, 3) is None
    for n in range(10):
        actions.began(site.id, f"old{n}", START)
    assert actions.joined_line(site.id, "d", START + 1, 1, 3) is None
    for n in range(10):
        actions.ended(site.id, f"old{n}", START + 5 * MINUTE)
    assert actions.joined_line(site.id, "e", START + 5 * MINUTE, 2, 3) is not None


def test_what_is_promised_is_the_quantile_rounded_up(shop: str) -> None:
    assert actions.joined_line(shop, "c", LATER, 0, 3) == 5  # 230 seconds
    kept = Wait.objects.get(conversation="c")
    assert kept.promised_s == pytest.approx(100 * math.log(10), rel=0.01)
    assert (kept.since, kept.promised_at, kept.said) == (LATER, LATER, 5)


def test_a_promise_stands_and_is_given_once_it_can_be(shop: str) -> None:
    assert actions.joined_line(shop, "c", LATER, 0, 0) is None
    first = actions.joined_line(shop, "c", LATER + MINUTE, 0, 3)
    assert first == 5
    assert actions.joined_line(shop, "c", LATER + 2 * MINUTE, 7, 1) == first
    assert Wait.objects.get(conversation="c").since == LATER
    assert tally(shop).waiting == 1


def test_who_is_served_at_once_is_promised_nothing_and_teaches_nothing(shop: str) -> None:
    assert actions.joined_line(shop, "c", LATER, 0, 3, free=True) is None
    actions.answered("c", LATER + 5000)
    assert tally(shop).settled == 0
    assert tally(shop).level == COVERAGE


def test_how_soon_a_free_human_writes_is_part_of_later_promises(shop: str) -> None:
    actions.joined_line(shop, "c", LATER, 0, 3, free=True)
    actions.answered("c", LATER + 90_000)
    assert actions.joined_line(shop, "d", LATER + 90_000, 0, 300) == 5


@pytest.mark.parametrize(
    ("minutes", "answered", "moved"), [(1, True, -0.001), (3.9, True, 0.009), (4, False, 0.009), (1, False, 0)]
)
def test_the_level_follows_what_became_of_the_promise(shop: str, minutes: float, answered: bool, moved: float) -> None:
    actions.joined_line(shop, "c", LATER, 0, 3)
    (actions.answered if answered else actions.gave_up)("c", LATER + round(minutes * MINUTE))
    assert tally(shop).level - COVERAGE == pytest.approx(moved, abs=1e-6)
    assert tally(shop).settled == (1 if moved else 0)


def test_told_minutes_are_counted_beside_calculated_ones(shop: str) -> None:
    actions.joined_line(shop, "c", LATER, 0, 3)
    actions.answered("c", LATER + round(4.5 * MINUTE))
    assert (tally(shop).settled, tally(shop).kept, tally(shop).kept_said) == (1, 0, 1)


def test_everything_may_be_said_twice(shop: str) -> None:
    for _ in range(2):
        actions.joined_line(shop, "c", LATER, 0, 3)
        actions.began(shop, "c", LATER)
    assert (tally(shop).waiting, tally(shop).busy) == (1, 1)
    before = tally(shop).completions
    for _ in range(2):
        actions.answered("c", LATER)
        actions.gave_up("c", LATER)
        actions.ended(shop, "c", LATER)
    assert (tally(shop).waiting, tally(shop).busy) == (0, 0)
    assert tally(shop).completions == before + 1
    assert tally(shop).gave_up == 0
    assert Wait.objects.filter(site_id=shop).count() == 1


def test_what_still_lasts_counts_as_time(shop: str) -> None:
    actions.began(shop, "long", LATER)
    actions.joined_line(shop, "c", LATER, 0, 1)
    actions.staffed(shop, 1, 3, LATER + 60 * MINUTE)
    assert tally(shop).busy_s == pytest.approx(160 * 60, rel=0.01)
    assert tally(shop).waiting_s == pytest.approx(60 * 60, rel=0.01)


@pytest.mark.parametrize("end", [actions.answered, actions.gave_up, actions.elsewhere])
@pytest.mark.parametrize("free", [False, True])
def test_a_wait_counts_as_time_whether_or_not_somebody_was_free(
    shop: str, end: Callable[[str, int], None], free: bool
) -> None:
    actions.joined_line(shop, "c", LATER, 0, 3, free=free)
    actions.joined_line(shop, "c", LATER + MINUTE, 0, 3)
    end("c", LATER + 5 * MINUTE)
    assert tally(shop).waiting == 0
    assert tally(shop).waiting_s == pytest.approx(5 * 60, rel=0.01)


def test_records_fade_until_nothing_can_be_said(shop: str) -> None:
    assert actions.joined_line(shop, "c", LATER + 20 * 24 * 60 * MINUTE, 0, 3) is not None
    assert actions.joined_line(shop, "d", LATER + 40 * 24 * 60 * MINUTE, 0, 3) is None


def test_a_wait_to_be_written_to_is_no_place_in_line(shop: str) -> None:
    actions.joined_line(shop, "c", LATER, 0, 3)
    actions.elsewhere("c", LATER + MINUTE)
    assert tally(shop).waiting == 0
    actions.answered("c", LATER + 600 * MINUTE)
    assert (tally(shop).waiting, tally(shop).settled) == (0, 0)
    assert Wait.objects.filter(answered=True, ended_at=LATER + 600 * MINUTE).exists()


def test_time_is_kept_by_the_hour_of_the_sites_own_clock(site: Site) -> None:
    Site.objects.filter(id=site.id).update(zone="Asia/Kolkata")
    actions.staffed(site.id, 2, 6, START)
    for conversation in "abc":
        actions.began(site.id, conversation, START)
    actions.ended(site.id, "a", START + 60 * MINUTE)
    hours = list(Hour.objects.filter(site_id=site.id).order_by("starts_at"))
    assert [h.starts_at - START for h in hours] == [-30 * MINUTE, 30 * MINUTE]
    assert [h.human_ms for h in hours] == [60 * MINUTE, 60 * MINUTE]
    assert [h.busy_ms for h in hours] == [90 * MINUTE, 90 * MINUTE]
    # Three between two: one holds two, each of which feels two; the other's feels one.
    assert [h.crowd_ms for h in hours] == [150 * MINUTE, 150 * MINUTE]
    assert [h.completions for h in hours] == [0, 1]


def test_a_clock_that_is_set_back_takes_nothing_away(shop: str) -> None:
    before = tally(shop)
    actions.began(shop, "c", LATER - 50 * MINUTE)
    assert tally(shop).at == before.at
    assert tally(shop).busy_s == before.busy_s


def test_a_long_line_costs_no_more_queries(shop: str) -> None:
    def queries(conversation: str, ahead: int) -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            actions.joined_line(shop, conversation, LATER, ahead, 3)
            actions.answered(conversation, LATER)
        return len(seen)

    few = queries("first", 0)
    Wait.objects.bulk_create(Wait(site_id=shop, conversation=f"w{n}", since=LATER) for n in range(500))
    assert queries("last", 500) == few


def test_nothing_kept_of_a_wait_that_is_over_tells_whose_it_was(shop: str) -> None:
    actions.joined_line(shop, "c", LATER, 0, 3)
    actions.began(shop, "c", LATER)
    actions.answered("c", LATER)
    actions.ended(shop, "c", LATER)
    assert not Wait.objects.filter(conversation__isnull=False).exists()
    assert not Talk.objects.exists()
    for model in (Wait, Talk, Tally, Hour):
        assert {f.name for f in model._meta.get_fields()}.isdisjoint({"agent", "agent_id", "visitor", "user", "by"})
