"""A site's recorded week, to be simulated."""

from itertools import pairwise
from typing import Final

from routing.weeks import Agent, Hours, Week
from server.sites.queries import SiteFacts
from server.waits.records import Cell, Records, days, read

WEEKS: Final = 12
"""How far back it goes."""


def week(site: SiteFacts, now: int) -> Week | None:
    """An ordinary week of the last twelve: how many came and were there, and how long it took. None: nothing is known of the last.

    People have no names here: the first is there whenever anybody was, the second whenever two were, and so on. How soon they
    write is not known either: waits are until somebody is free.
    """
    records = read(site, WEEKS, now)
    work = records.work
    if work is None:
        return None
    return Week(
        arrivals=tuple(sum(cell.counts) / max(len(cell.counts), 1) for cell in records.cells),
        agents=_agents(records),
        spread=round(records.spread, 3),
        service_s=round(work.alone_s, 1),
        beta=work.beta,
        patience_s=round(1 / work.theta, 1) if work.theta else None,
        goal_s=site.goal_s,
        overflow_s=site.overflow_s,
    )


def _agents(records: Records) -> tuple[Agent, ...]:
    most = max(_there(cell) for cell in records.cells)
    return tuple(Agent(f"Person {n}", _hours(records, n), records.capacity) for n in range(1, most + 1))


def _hours(records: Records, nth: int) -> Hours:
    """The whole hours in which at least so many were there."""
    return tuple(
        tuple((begin * 60, end * 60) for begin, end in _stretches([_there(cell) >= nth for cell in day]))
        for day in days(records.cells)
    )


def _stretches(here: list[bool]) -> list[tuple[int, int]]:
    turns = [n for n, (was, is_) in enumerate(pairwise([False, *here, False])) if was != is_]
    return list(zip(turns[::2], turns[1::2], strict=True))


def _there(cell: Cell) -> int:
    return round(cell.humans or 0)
