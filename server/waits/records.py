"""What a site's last weeks were, hour by hour of the week: read from the tables, and what follows from it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Min

from routing.staffing import Exposure, Work, fitted, spread
from server.sites.queries import SiteFacts
from server.waits.clock import HOUR, WEEK, hour_start, wall
from server.waits.counting import rates_of
from server.waits.models import Hour, Tally, Wait

HOURS: Final = 7 * 24
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
    end = hour_start(site.zone, now)
    begin = end - weeks * WEEK
    first = max(hour_start(site.zone, _first(site.id, end)), begin)
    cells = [Cell([]) for _ in range(HOURS)]
    of_hour = _HourOfWeek(site.zone)
    for at in range(end - WEEK, end, HOUR):
        cells[of_hour(at)].counts = [0] * ((at - first) // WEEK + 1)
    answered = _add_waits(cells, site, begin, end, now)
    exposures, capacity = _add_hours(cells, site, begin, end)
    return Records((end - first) // WEEK, cells, _work(site.id, exposures, answered), capacity)


def _first(site: str, end: int) -> int:
    """When its records begin."""
    firsts = [
        Wait.objects.filter(site_id=site).aggregate(at=Min("since"))["at"],
        Hour.objects.filter(site_id=site).aggregate(at=Min("starts_at"))["at"],
    ]
    return min((at for at in firsts if at is not None), default=end)


def _add_waits(cells: list[Cell], site: SiteFacts, begin: int, end: int, now: int) -> int:
    """Returns how many were answered."""
    waits = Wait.objects.filter(site_id=site.id, since__gte=begin, since__lt=end)
    of_hour = _HourOfWeek(site.zone)
    total = 0
    for since, ended, answered in waits.values_list("since", "ended_at", "answered").iterator():
        cell = cells[of_hour(since)]
        # A clock that was changed since may put an hour beyond the first or the last.
        if cell.counts:
            cell.counts[min((end - 1 - since) // WEEK, len(cell.counts) - 1)] += 1
        cell.waits.append((float((ended or now) - since), answered))
        cell.gave_up += ended is not None and not answered
        total += answered
    return total


def _add_hours(cells: list[Cell], site: SiteFacts, begin: int, end: int) -> tuple[list[Exposure], int]:
    """Returns what conversations took, and how many a human takes at once."""
    exposures = []
    humans = slots = 0
    of_hour = _HourOfWeek(site.zone)
    for hour in Hour.objects.filter(site_id=site.id, starts_at__gte=begin, starts_at__lt=end):
        cells[of_hour(hour.starts_at)].human_ms += hour.human_ms
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


class _HourOfWeek:
    """Which of the 168 a moment is in; a zone's clock is asked once an hour."""

    def __init__(self, zone: str) -> None:
        self._zone = zone
        self._known: dict[int, int] = {}

    def __call__(self, at: int) -> int:
        # Zones are ahead by quarters of an hour.
        quarter = at // (HOUR // 4)
        if quarter not in self._known:
            shown = wall(self._zone, at)
            self._known[quarter] = shown.weekday() * 24 + shown.hour
        return self._known[quarter]


def days(cells: list[Cell]) -> Iterator[list[Cell]]:
    """By day, Monday first."""
    return (cells[day * 24 : day * 24 + 24] for day in range(7))
