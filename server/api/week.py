"""The week: waits for a human and humans an hour needs, for the site's team. Nothing in it is about any one of them."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from server.api.guard import seat
from server.clock import now_ms
from server.waits import queries

router = Router(tags=["week"])


class HourOut(Schema):
    """One hour of the week over all the weeks; null: nobody was answered, or not known yet. `there`, `needed_…`: humans."""

    arrivals: int
    median_ms: int | None
    p90_ms: int | None
    gave_up: int
    there: float | None
    needed: int | None
    needed_low: int | None
    needed_high: int | None


class AdviceOut(Schema):
    """A stretch of a day (0: Monday), in hours of the clock, that needs more humans than were there."""

    day: int
    from_: Annotated[int, Field(serialization_alias="from")]
    until: int
    needed: int
    there: float
    gave_up: int


class TotalsOut(Schema):
    """All hours together."""

    arrivals: int
    median_ms: int | None
    p90_ms: int | None
    gave_up: int
    answered: int


class WeekOut(Schema):
    """The last weeks, laid over one another. `enough`: whether there are records enough to say what an hour needs."""

    weeks: int
    goal_s: int
    zone: str
    totals: TotalsOut
    hours: list[list[HourOut]]
    advice: list[AdviceOut]
    enough: bool


@router.get("sites/{key}/week", response=WeekOut, by_alias=True)
def week(request: HttpRequest, key: str, weeks: Annotated[int, Query(ge=1, le=52)] = 12) -> WeekOut:
    """How long visitors waited for a human in the last weeks, those who gave up included, and how many humans that needs."""
    site = seat(request, key).site
    found = queries.week(site, weeks, now_ms())
    return WeekOut(
        weeks=found.weeks,
        goal_s=site.goal_s,
        zone=site.zone,
        totals=TotalsOut(
            arrivals=found.arrivals,
            median_ms=found.median_ms,
            p90_ms=found.p90_ms,
            gave_up=found.gave_up,
            answered=found.answered,
        ),
        hours=[
            [
                HourOut(
                    arrivals=hour.arrivals,
                    median_ms=hour.median_ms,
                    p90_ms=hour.p90_ms,
                    gave_up=hour.gave_up,
                    there=hour.there,
                    needed=hour.needed,
                    needed_low=hour.needed_low,
                    needed_high=hour.needed_high,
                )
                for hour in day
            ]
            for day in found.hours
        ],
        advice=[
            AdviceOut(
                day=one.day,
                from_=one.start,
                until=one.until,
                needed=one.needed,
                there=one.there,
                gave_up=one.gave_up,
            )
            for one in found.advice
        ],
        enough=found.enough,
    )
