"""What simulated weeks say of the policy: against Erlang's formula, of the promises, of what people of one's own cost.

The short forms of these are tests (`tests/unit/routing/test_simulation.py`). Seeds are fixed: the figures change only with
the code.
"""

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from math import sqrt
from statistics import NormalDist, fmean, median, stdev
from typing import Any

from routing.fates import Fates, Visitor
from routing.model import Rules
from routing.outcomes import coverage, mean_wait_s, within
from routing.simulation import Simulation
from routing.staffing import Staffing, Work
from routing.weeks import Agent, Customers, Week
from tests.bench.figures import Figure, compared, tell
from tests.unit.routing.lines import by_hand, erlang_c, everybody

SERVICE_S = 300.0
RUNS = 5


def measure() -> None:
    """Print the group's lines."""
    tell(erlang_c_error(humans=5, load=0.6, hours=120_000))
    for figure in promise_coverage(weeks=2):
        tell(figure)
    tell(affinity_cost())
    tell(staffing_error(weeks=2))


def a_week(humans: int, load: float, capacity: int = 1, **changes: Any) -> Week:
    """So many humans, and as many visitors as keep them busy for that share of the time, one by one."""
    agents = tuple(Agent(f"a{n}", capacity=capacity) for n in range(humans))
    rate = load * humans * 3600 / SERVICE_S
    return replace(Week((rate,) * 168, agents, service_s=SERVICE_S, patience_s=None), **changes)


def run(week: Week, weeks: int, seed: int) -> list[Visitor]:
    return Simulation(week, random.Random(seed), weeks).run().visitors


def erlang_c_error(humans: int, load: float, hours: int) -> Figure:
    """How far the engine's mean wait is from Erlang's; and the 99 % interval that the difference should be inside of.

    Waits in a line vary so much that a mean of few tells little. So what the engine's visitors waited is compared with
    what the very same ones wait in a plain line (there is no difference), and that line is followed for far longer.
    """
    week = a_week(humans, load)
    differences = []
    for seed in range(RUNS):
        visitors = sorted(run(week, 1, seed), key=lambda v: int(v.id))
        differences.append(mean_wait_s(visitors) - fmean(by_hand(visitors, humans)) / 1000)
    waits = by_hand(everybody(Fates(week, random.Random(RUNS), Rules()), hours), humans)
    batches = [fmean(batch) / 1000 for batch in iter(lambda: list(islice(waits, 50_000)), [])]
    wait = erlang_c(humans, load, SERVICE_S)
    interval = NormalDist().inv_cdf(0.995) * stdev(batches) / sqrt(len(batches)) / wait
    versus = f"Erlang C, {humans} humans at {load:.0%}; the 99 % interval is ±{interval:.1%}"
    error = abs(fmean(batches) + fmean(differences) - wait) / wait
    return Figure("routing.erlang_c_error", error, "share of the mean wait", versus, runs=RUNS)


def promise_coverage(weeks: int) -> list[Figure]:
    """The share of promises kept at a site that is at its limit most of the time: over all, as told, and in the worst of four bins."""
    week = a_week(4, 2.9, capacity=3, patience_s=240.0, spread=0.1, pick_up_s=4.0, words_s=10.0)
    overall, told, worst = [], [], []
    for seed in range(RUNS):
        promised = sorted(
            (v for v in run(week, weeks, seed) if v.promised_s is not None), key=lambda v: v.promised_s or 0
        )
        found = coverage(promised)
        bins = [c.calculated for part in _parts(promised, 4) if (c := coverage(part))]
        assert found is not None
        overall.append(found.calculated)
        told.append(found.told)
        worst.append(max(bins, key=lambda share: abs(share - 0.9)))
    return [
        Figure("routing.promise_coverage", median(overall), "share of waits", runs=RUNS),
        Figure("routing.promise_coverage_as_told", median(told), "share of waits", runs=RUNS),
        Figure("routing.promise_coverage_worst_bin", median(worst), "share of waits", runs=RUNS),
    ]


def affinity_cost() -> Figure:
    """The mean wait of the same visitors, with people of their own and without."""
    without = a_week(6, 0.85, patience_s=600.0)
    own = replace(without, customers=tuple(Customers(1 / 6, advocate=f"a{n}") for n in range(6)))
    waits = [(mean_wait_s(run(own, 1, seed)), mean_wait_s(run(without, 1, seed))) for seed in range(RUNS)]
    ours, theirs = zip(*waits, strict=True)
    return compared("routing.affinity_cost", "s", ours, "the same visitors without people of their own", theirs)


def staffing_error(weeks: int) -> Figure:
    """The widest gap between predicted and simulated shares answered within the goal, for slowing up to a quarter."""
    gaps = []
    for beta in (0.0, 0.1, 0.25):
        for humans, rate in ((2, 35.0), (4, 90.0), (8, 190.0)):
            predicted = Staffing(Work(SERVICE_S, beta, 1 / 300), 3, 15).answered(humans, rate)
            week = a_week(humans, 0, capacity=3, arrivals=(rate,) * 168, beta=beta, patience_s=300.0)
            gaps.append(abs(predicted - (within(run(week, weeks, seed=1), 15) or 0)))
    return Figure("routing.staffing_error", max(gaps) * 100, "points", "a model of birth and death", runs=len(gaps))


def _parts(visitors: Sequence[Visitor], parts: int) -> list[Sequence[Visitor]]:
    return [visitors[n * len(visitors) // parts : (n + 1) * len(visitors) // parts] for n in range(parts)]
