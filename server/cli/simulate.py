"""`bluephone simulate`: a week, described or recorded, lived through by the engine that serves visitors."""

import random
from argparse import Namespace
from collections.abc import Iterator, Sequence
from statistics import fmean
from typing import Final

from routing import outcomes
from routing.fates import Visitor
from routing.simulation import HOUR, Simulation
from routing.staffing import Arrivals, Staffing, Work
from routing.weeks import Week
from server.cli import database, described, find
from server.cli.example_week import EXAMPLE
from server.cli.mistake import Mistake
from server.clock import now_ms
from server.waits import recorded

MOST_VISITORS: Final = 2_000_000
"""A run beyond that takes the better part of an hour and tells no more."""
_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def run(args: Namespace) -> int:
    """Print what came of it."""
    if args.example:
        print(EXAMPLE, end="")
        return 0
    week = _asked_for(args)
    if args.describe:
        print(described.written(week))
        return 0
    if sum(week.arrivals) * args.weeks > MOST_VISITORS:
        raise Mistake(f"That would be more than {MOST_VISITORS:,} visitors. Ask for fewer --weeks.")
    chance = random.Random(args.seed)  # noqa: S311  nothing secret comes of it
    visitors = Simulation(week, chance, args.weeks).run().visitors
    print(f"{len(visitors):,} visitors in {args.weeks} {'week' if args.weeks == 1 else 'weeks'}, seed {args.seed}.")
    if visitors:
        print("\n".join([*_waits(week, visitors, args.weeks), *_own(visitors), *_promises(visitors), *_staffing(week)]))
    return 0


def _asked_for(args: Namespace) -> Week:
    if (args.file is None) == (args.site is None):
        raise Mistake("Name a file that describes a week, or --site KEY for a recorded one; --example prints a file.")
    if args.file is not None:
        return described.read(args.file)
    if not database.is_ready():
        raise Mistake("The database is not up to date. Run: bluephone migrate")
    found = recorded.week(find.site(args.site), now_ms())
    if found is None:
        raise Mistake("Not yet: no conversation of that site is over, so nothing is known of how long one takes.")
    return found


def _waits(week: Week, visitors: Sequence[Visitor], weeks: int) -> Iterator[str]:
    gave_up = sum(not v.answered for v in visitors)
    in_time = outcomes.within(visitors, week.goal_s)
    yield "\nFrom the first message to a person's first words"
    yield f"  half within          {_span(outcomes.wait_s(visitors, 0.5))}"
    yield f"  nine in ten within   {_span(outcomes.wait_s(visitors, 0.9))}"
    yield f"  within {_span(week.goal_s):<14}{_share(in_time)}"
    yield f"  gave up              {_share(gave_up / len(visitors))}, {gave_up / weeks:.0f} a week"


def _own(visitors: Sequence[Visitor]) -> Iterator[str]:
    every = outcomes.own_share(visitors)
    if every is not None:
        yield "\nAnswered by their own person"
        yield f"  of those who have one                 {_share(every)}"
        yield f"  of those whose person was there then  {_share(outcomes.own_share(visitors, there=True))}"


def _promises(visitors: Sequence[Visitor]) -> Iterator[str]:
    found = outcomes.coverage(visitors)
    if found is not None:
        yield "\nPromises about waiting that were kept (nine in ten should be)"
        yield f"  as calculated                {_share(found.calculated)} of {found.promises:,}"
        yield f"  as told, in whole minutes    {_share(found.told)}"


def _staffing(week: Week) -> Iterator[str]:
    """By day and hour: people there, and needed for nine in ten to have somebody within the goal."""
    work = Work(week.service_s, week.beta, 1 / week.patience_s if week.patience_s else 0.0)
    capacity = round(fmean(a.capacity for a in week.agents)) if week.agents else 3
    staffing = Staffing(work, capacity, week.goal_s)
    needed = [staffing.advice(Arrivals(mean, week.spread, 0.0)).needed for mean in week.arrivals]
    there = [_there(week, hour) for hour in range(len(needed))]
    shown = [hour for hour in range(24) if any(needed[hour::24]) or any(there[hour::24])]
    yield f"\nPeople there / needed for nine in ten to have somebody within {_span(week.goal_s)} (! too few)"
    yield "       " + "".join(f"{hour:>7}" for hour in shown)
    for day, name in enumerate(_DAYS):
        cells = ((there[day * 24 + hour], needed[day * 24 + hour]) for hour in shown)
        yield f"  {name}  " + "".join(f"{f'{_few(a)}/{b}' + ('!' if round(a) < b else ' '):>7}" for a, b in cells)


def _there(week: Week, hour: int) -> float:
    """How many are there in that hour of the week, on average."""
    begin, day = hour % 24 * 60, hour // 24
    minutes = (max(0, min(until, begin + 60) - max(start, begin)) for a in week.agents for start, until in a.hours[day])
    return sum(minutes) / (HOUR // 60_000)


def _few(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"


def _span(seconds: float | None) -> str:
    if seconds is None:
        return "– (nobody was answered)"
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"
