"""What a site's last weeks were, hour by hour of the week: read from the tables, and what follows from it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Min

from routing.staffing import Exposure, Work, fitted, spread
from server.sites.queries import SiteFacts
from server.waits.clock import HOUR, HOURS, WEEK, Hours, hour_start
from server.waits.counting import rates_of
from server.waits.models import Hour, Tally, Wait

_CAPACITY: Final = 3
"""How many a human takes at once, where nobody was ever available."""


@dataclass
class Cell:
    """One hour of the week, over all the weeks: how many came in each, how long they waited, how long humans were there."""

    counts: list[int]
    """The newest first."""
    waits: list[tuple[float, bool]] = field(default_factory=list)
    """In milliseconds, and whether a human's word ended it; a wait that lasts is one without an end so far."""
    gave_up: int = 0
    human_ms: int = 0

    def add(self, weeks_ago: int, lasted: int, over: bool, answered: bool) -> None:
        """One who came."""
        self.counts[weeks_ago] += 1
        self.waits.append((float(lasted), answered))
        self.gave_up += over and not answered

    @property
    def humans(self) -> float | None:
        """How many were there, on average; None: it was never yet that hour."""
        return self.human_ms / HOUR / len(self.counts) if self.counts else None


@dataclass
class Records:
    """Seven days of 24 cells, Monday first, and for how many `complete` weeks there are any records."""

    complete: int
    cells: list[Cell]
    work: Work | None
    capacity: int

    @property
    def spread(self) -> float:
        """How much an hour differs from week to week."""
        return spread(cell.counts for cell in self.cells)


def read(site: SiteFacts, weeks: int, now: int) -> Records:
    """The last `weeks` weeks until the current hour."""
    hours = Hours(site.zone)
    end = hours.number(now)
    first = max(hours.number(_first(site.id, now)), end - weeks * HOURS)
    cells = [Cell([]) for _ in range(HOURS)]
    for number in range(end - HOURS, end):
        cells[number % HOURS].counts = [0] * ((number - first) // HOURS + 1)
    begin = hour_start(site.zone, now) - weeks * WEEK
    answered = 0
    waits = Wait.objects.filter(site_id=site.id, since__gte=begin)
    for since, ended, heard in waits.values_list("since", "ended_at", "answered").iterator():
        number = hours.number(since)
        if first <= number < end:
            cells[number % HOURS].add(((end - 1 - number) // HOURS), (ended or now) - since, ended is not None, heard)
            answered += heard
    exposures, capacity = _add_hours(cells, hours, Hour.objects.filter(site_id=site.id, starts_at__gte=begin), end)
    return Records((end - first) // HOURS, cells, _work(site.id, exposures, answered), capacity)


def _first(site: str, now: int) -> int:
    """When its records begin."""
    firsts = [
        Wait.objects.filter(site_id=site).aggregate(at=Min("since"))["at"],
        Hour.objects.filter(site_id=site).aggregate(at=Min("starts_at"))["at"],
    ]
    return min((at for at in firsts if at is not None), default=now)


def _add_hours(cells: list[Cell], hours: Hours, found: Iterable[Hour], end: int) -> tuple[list[Exposure], int]:
    """Returns what conversations took, and how many a human takes at once."""
    exposures = []
    humans = slots = 0
    for hour in found:
        number = hours.number(hour.starts_at)
        if number >= end:
            continue
        cells[number % HOURS].human_ms += hour.human_ms
        humans += hour.human_ms
        slots += hour.slot_ms
        if hour.busy_ms:
            exposures.append(Exposure(hour.busy_ms / 1000, hour.crowd_ms / hour.busy_ms, hour.completions))
    return exposures, max(round(slots / humans), 1) if humans else _CAPACITY


def _work(site: str, exposures: list[Exposure], answered: int) -> Work | None:
    """A visitor's work is all that was done for them: what was put aside and taken up again ended more than once."""
    tally = Tally.objects.filter(site_id=site).first()
    found = fitted(exposures, rates_of(tally).theta if tally else 0.0)
    if found is None or not answered:
        return None
    return Work(found.alone_s * sum(e.completions for e in exposures) / answered, found.beta, found.theta)


def days(cells: list[Cell]) -> Iterator[list[Cell]]:
    """By day, Monday first."""
    return (cells[day * 24 : day * 24 + 24] for day in range(7))
