"""Simulated weeks against what is known without simulating: the same visitors in a plain line, and Erlang's formulas."""

import random
from collections.abc import Sequence
from dataclasses import replace
from heapq import heapreplace
from math import sqrt
from statistics import NormalDist, fmean, stdev

import pytest

from routing.fates import Visitor
from routing.model import Rules
from routing.outcomes import coverage, mean_wait_s, own_share, wait_s, within
from routing.simulation import WEEK, Simulation
from routing.staffing import Staffing, Work
from routing.weeks import Agent, Customers, Week

SERVICE_S = 300.0


def a_week(humans: int, load: float, **changes: object) -> Week:
    """So many humans who take one at a time, busy for that share of the time."""
    agents = tuple(Agent(f"a{n}", capacity=1) for n in range(humans))
    rate = load * humans * 3600 / SERVICE_S
    plain = Week(arrivals=(rate,) * 168, agents=agents, service_s=SERVICE_S, patience_s=None)
    return replace(plain, **changes)  # type: ignore[arg-type]  whatever is given is a field


def run(week: Week, weeks: int = 1, rules: Rules | None = None, seed: int = 5) -> list[Visitor]:
    """Everybody, in the order in which they came."""
    visitors = Simulation(week, random.Random(seed), weeks, rules).run().visitors
    return sorted(visitors, key=lambda v: (v.came, int(v.id)))


def by_hand(visitors: Sequence[Visitor], slots: int) -> list[float]:
    """Each one's wait in a plain line, first come first served, from nothing but when they came and what they needed."""
    free = [0.0] * slots
    found = []
    for visitor in visitors:
        starts = max(free[0], float(visitor.came))
        heapreplace(free, starts + visitor.work)
        found.append(starts - visitor.came)
    return found


def erlang_c(humans: int, load: float) -> float:
    """The mean wait in seconds."""
    offered, blocked = humans * load, 1.0
    for n in range(1, humans + 1):
        blocked = offered * blocked / (n + offered * blocked)
    waits = blocked / (1 - load * (1 - blocked))
    return waits * SERVICE_S / (humans * (1 - load))


@pytest.mark.parametrize(("humans", "load"), [(1, 0.7), (3, 0.85), (12, 0.95)])
def test_the_engine_serves_exactly_as_a_plain_line_does(humans: int, load: float) -> None:
    """Work conserved, nobody overtaken: the same visitors wait just as long, to the rounding of milliseconds."""
    visitors = run(a_week(humans, load))[:3000]
    for visitor, wait in zip(visitors, by_hand(visitors, humans), strict=True):
        assert visitor.waited == pytest.approx(wait, abs=100)


@pytest.mark.parametrize(("humans", "load", "weeks"), [(2, 0.3, 8), (5, 0.5, 3)])
def test_the_mean_wait_is_erlangs(humans: int, load: float, weeks: int) -> None:
    visitors = run(a_week(humans, load), weeks)
    batches = [
        [v.waited / 1000 for v in visitors if n * weeks * WEEK / 20 <= v.came < (n + 1) * weeks * WEEK / 20]
        for n in range(20)
    ]
    means = [fmean(batch) for batch in batches]
    within_99 = NormalDist().inv_cdf(0.995) * stdev(means) / sqrt(len(means))
    assert mean_wait_s(visitors) == pytest.approx(erlang_c(humans, load), abs=within_99)


def test_a_persons_own_customers_cost_nobody_anything() -> None:
    """The same visitors, once with humans of their own and once without."""
    week = a_week(6, 0.85, patience_s=600.0)
    own = tuple(Customers(1 / 6, advocate=f"a{n}") for n in range(6))
    without = run(week)
    owned = run(replace(week, customers=own))
    assert [(v.came, v.work) for v in owned] == [(v.came, v.work) for v in without]
    assert mean_wait_s(owned) <= 1.01 * mean_wait_s(without)
    share = own_share(owned)
    assert share is not None
    assert share > 1.5 / 6


def test_promises_are_kept_nine_times_in_ten() -> None:
    week = a_week(4, 1.05, patience_s=240.0, spread=0.1)
    found = coverage(run(replace(week, agents=tuple(replace(a, capacity=3) for a in week.agents)), 2))
    assert found is not None
    assert found.promises > 1000
    assert 0.88 <= found.calculated <= 0.92
    assert found.told >= 0.90


@pytest.mark.parametrize("beta", [0.0, 0.1, 0.25])
def test_what_the_model_of_staffing_predicts_comes_true(beta: float) -> None:
    humans, rate = 4, 90.0
    week = a_week(humans, 0.5, arrivals=(rate,) * 168, beta=beta, patience_s=300.0, goal_s=15.0)
    week = replace(week, agents=tuple(replace(a, capacity=3) for a in week.agents))
    predicted = Staffing(Work(SERVICE_S, beta, 1 / 300), 3, 15).answered(humans, rate)
    seen = within(run(week), 15)
    assert 0.4 < predicted < 0.999
    assert seen == pytest.approx(predicted, abs=0.02)


def test_the_same_seed_is_the_same_week() -> None:
    week = a_week(2, 0.8, spread=0.2, pick_up_s=4.0, words_s=8.0, patience_s=200.0)
    assert run(week, seed=3) == run(week, seed=3)
    assert run(week, seed=3) != run(week, seed=4)


def test_a_wait_ends_with_the_first_words() -> None:
    visitors = run(a_week(3, 0.05, pick_up_s=5.0, words_s=10.0))
    assert mean_wait_s(visitors) == pytest.approx(15, rel=0.15)


def test_nobody_is_put_through_out_of_hours_and_those_who_come_then_give_up() -> None:
    """One human, Mondays from nine to five."""
    hours = (((9 * 60, 17 * 60),), (), (), (), (), (), ())
    week = a_week(1, 0.1, agents=(Agent("Ana", hours=hours),), patience_s=600.0)
    visitors = run(week, 2)
    answered = [v for v in visitors if v.answered]
    assert answered
    assert all(9 * 3_600_000 <= v.came + v.waited <= 18 * 3_600_000 for v in answered if v.came < WEEK)
    assert all(not v.answered for v in visitors if v.came % WEEK > 20 * 3_600_000)


def test_those_who_never_give_up_and_whom_nobody_comes_for_count_as_unanswered() -> None:
    visitors = run(a_week(1, 0.2, agents=()))
    assert visitors
    assert not any(v.answered for v in visitors)
    assert wait_s(visitors, 0.5) is None


def test_a_priority_and_a_team_are_the_engines_business_too() -> None:
    week = a_week(
        2,
        0.95,
        agents=(Agent("Ana", capacity=1, teams=frozenset({"billing"})), Agent("Ben", capacity=1)),
        customers=(Customers(0.2, priority=2), Customers(0.2, team="billing")),
        patience_s=900.0,
    )
    visitors = run(week)
    urgent = [v for v in visitors if v.customer and v.customer.priority]
    asked = [v for v in visitors if v.customer and v.customer.team and v.answered]
    others = [v for v in visitors if v.customer is None]
    assert mean_wait_s(urgent) < mean_wait_s(others)
    assert fmean(v.human == "Ana" for v in asked) > 0.6


def test_more_in_hand_is_slower_work() -> None:
    alone = run(a_week(1, 0.5, agents=(Agent("Ana", capacity=3),)))
    slowed = run(a_week(1, 0.5, agents=(Agent("Ana", capacity=3),), beta=0.5))
    assert mean_wait_s(slowed) > mean_wait_s(alone)
