"""The week over the API."""

from server.clock import now_ms
from server.waits.clock import HOUR
from server.waits.models import Hour, Tally, Wait
from tests.unit.server.api.conftest import House


def test_the_week_is_told_to_every_agent(house: House) -> None:
    at = now_ms() - 3 * HOUR
    Wait.objects.create(site=house.site, since=at, ended_at=at + 12_000, answered=True)
    week = house.callers["agent"].ask("GET", house.path("sites/{key}/week?weeks=4")).json()
    assert (week["weeks"], week["goal_s"], week["zone"], week["enough"]) == (4, 15, "UTC", False)
    assert week["totals"] == {"arrivals": 1, "median_ms": 12_000, "p90_ms": 12_000, "gave_up": 0, "answered": 1}
    assert [len(day) for day in week["hours"]] == [24] * 7
    (hour,) = [hour for day in week["hours"] for hour in day if hour["arrivals"]]
    assert hour == {
        "arrivals": 1,
        "median_ms": 12_000,
        "p90_ms": 12_000,
        "gave_up": 0,
        "there": 0.0,
        "needed": None,
        "needed_low": None,
        "needed_high": None,
    }


def test_advice_is_told_by_the_names_of_the_protocol(house: House) -> None:
    """`from` is a word of Python's own."""
    now = now_ms()
    for day in range(35):
        for hour in range(6):
            at = now - day * 24 * HOUR - (12 + hour) * HOUR
            Wait.objects.bulk_create(
                Wait(site=house.site, since=at + n, ended_at=at + 60_000, answered=n > 2) for n in range(12)
            )

    Tally.objects.create(site=house.site, at=now, hours_at=now)
    Hour.objects.create(
        site=house.site, starts_at=now - 50 * HOUR, busy_ms=HOUR, crowd_ms=HOUR, completions=9, human_ms=1, slot_ms=3
    )
    advice = house.callers["lead"].ask("GET", house.path("sites/{key}/week")).json()["advice"]
    assert len(advice) == 5
    assert set(advice[0]) == {"day", "from", "until", "needed", "there", "gave_up"}
    assert advice[0]["from"] < advice[0]["until"] <= 24


def test_weeks_are_one_to_a_year(house: House) -> None:
    for weeks in ("0", "53", "many"):
        assert house.callers["owner"].ask("GET", house.path("sites/{key}/week?weeks=" + weeks)).status_code == 422
