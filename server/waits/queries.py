"""The week as its owner sees it: how long people waited for a human, and how many humans each hour needs."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from django.db.models import Sum

from routing.staffing import WEEKS, Staffing, predicted
from routing.survival import waited
from server.sites.queries import SiteFacts
from server.waits.models import Tally
from server.waits.records import Cell, days, read

MISSED: Final = 0.5
"""The part of a human that is missed: less than that is a rounding."""
ADVICE: Final = 5
"""Stretches of the week that are advised on at once: the ones where it would help most."""


@dataclass(frozen=True, slots=True)
class HourFacts:
    """One hour of the week, over all the weeks. What is not known is None."""

    arrivals: int
    median_ms: int | None
    p90_ms: int | None
    gave_up: int
    there: float | None
    needed: int | None = None
    needed_low: int | None = None
    needed_high: int | None = None

    @property
    def short(self) -> bool:
        """Whether fewer were there than even the least that is needed: half a human or more, on average."""
        return self.there is not None and self.needed_low is not None and self.needed_low - self.there >= MISSED


@dataclass(frozen=True, slots=True)
class AdviceFacts:
    """A stretch of a day, in hours, in which more humans would help."""

    day: int
    start: int
    until: int
    needed: int
    there: float
    gave_up: int
    arrivals: int


@dataclass(frozen=True, slots=True)
class WeekFacts:
    """Seven days of 24 hours, Monday first; `enough`: whether it can be said how many humans they need."""

    weeks: int
    arrivals: int
    answered: int
    gave_up: int
    median_ms: int | None
    p90_ms: int | None
    hours: list[list[HourFacts]]
    advice: list[AdviceFacts]
    enough: bool


def week(site: SiteFacts, weeks: int, now: int) -> WeekFacts:
    """The last `weeks` weeks until the current hour."""
    records = read(site, weeks, now)
    staffing = Staffing(records.work, records.capacity, site.goal_s) if records.work else None
    enough = staffing is not None and records.complete >= WEEKS
    spread = records.spread

    def hour(cell: Cell) -> HourFacts:
        facts = _hour(cell)
        arrivals = predicted(cell.counts, spread)
        if not enough or staffing is None or arrivals is None:
            return facts
        advice = staffing.advice(arrivals)
        return replace(facts, needed=advice.needed, needed_low=advice.low, needed_high=advice.high)

    hours = [[hour(cell) for cell in day] for day in days(records.cells)]
    all_waits = [wait for cell in records.cells for wait in cell.waits]
    return WeekFacts(
        weeks=weeks,
        arrivals=len(all_waits),
        answered=sum(answered for _, answered in all_waits),
        gave_up=sum(cell.gave_up for cell in records.cells),
        median_ms=_ms(all_waits, 0.5),
        p90_ms=_ms(all_waits, 0.9),
        hours=hours,
        advice=sorted(_advice(hours), key=lambda a: (-a.gave_up, -a.arrivals))[:ADVICE],
        enough=enough,
    )


def _hour(cell: Cell) -> HourFacts:
    return HourFacts(
        arrivals=len(cell.waits),
        median_ms=_ms(cell.waits, 0.5),
        p90_ms=_ms(cell.waits, 0.9),
        gave_up=cell.gave_up,
        there=cell.humans,
    )


def _advice(hours: list[list[HourFacts]]) -> Iterator[AdviceFacts]:
    """Each stretch of hours of one day that are short of humans."""
    for day, facts in enumerate(hours):
        for short, stretch in groupby(enumerate(facts), key=lambda pair: pair[1].short):
            if short:
                of = list(stretch)
                yield AdviceFacts(
                    day=day,
                    start=of[0][0],
                    until=of[-1][0] + 1,
                    needed=max(h.needed or 0 for _, h in of),
                    there=sum(h.there or 0 for _, h in of) / len(of),
                    gave_up=sum(h.gave_up for _, h in of),
                    arrivals=sum(h.arrivals for _, h in of),
                )


def _ms(waits: list[tuple[float, bool]], level: float) -> int | None:
    found = waited(waits, level)
    return None if found is None else round(found)


@dataclass(frozen=True, slots=True)
class PromisesFacts:
    """Over all sites: promises that are settled, and those of them that were kept, as calculated and as told."""

    settled: float
    kept: float
    kept_said: float


def promises() -> PromisesFacts:
    """How well promises about waiting were kept; older ones count less."""
    names = ("settled", "kept", "kept_said")
    return PromisesFacts(**Tally.objects.aggregate(**{name: Sum(name, default=0.0) for name in names}))
