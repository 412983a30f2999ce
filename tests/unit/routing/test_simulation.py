"""Simulated weeks against what is known without simulating: the same visitors in a plain line, and Erlang's formulas."""

import random
from dataclasses import replace
from math import sqrt
from statistics import NormalDist, fmean, stdev
from typing import Any

import pytest

from routing.fates import Fates, Visitor
from routing.model import Rules
from routing.outcomes import coverage, mean_wait_s, own_share, wait_s, within
from routing.simulation import WEEK, Simulation
from routing.staffing import Staffing, Work
from routing.weeks import Agent, Customers, Week
from tests.unit.routing.lines import by_hand, erlang_c, everybody

SERVICE_S = 300.0


def a_week(humans: int, load: float, hours: int = 168, capacity: int = 1, **changes: Any) -> Week:
    """So many humans, as many visitors as keep them busy for that share of the time one by one, in the week's first hours."""
    agents = tuple(Agent(f"a{n}", capacity=capacity) for n in range(humans))
    rate = load * humans * 3600 / SERVICE_S
    arrivals = (rate,) * hours + (0.0,) * (168 - hours)
    return replace(Week(arrivals, agents, service_s=SERVICE_S, patience_s=None), **changes)


def run(week: Week, weeks: int = 1, rules: Rules | None = None, seed: int = 5) -> list[Visitor]:
    """Everybody, in the order in which they came."""
    visitors = Simulation(week, random.Random(seed), weeks, rules).run().visitors
    return sorted(visitors, key=lambda v: (v.came, int(v.id)))


@pytest.mark.parametrize(("humans", "load", "hours"), [(1, 0.7, 168), (3, 0.85, 100), (12, 0.95, 20)])
def test_the_engine_serves_exactly_as_a_plain_line_does(humans: int, load: float, hours: int) -> None:
    """Work conserved, nobody overtaken: the same visitors wait just as long, to the rounding of milliseconds."""
    visitors = run(a_week(humans, load, hours))
    assert len(visitors) > 1000
    for visitor, wait in zip(visitors, by_hand(visitors, humans), strict=True):
        assert visitor.waited == pytest.approx(wait, abs=100)


def test_the_same_visitors_in_a_plain_line_wait_as_long_as_erlang_says() -> None:
    """Within 2 %, and inside the 99 % interval of twenty batches. What the engine does is the line above, exactly."""
    humans, load = 4, 0.6
    fates = Fates(a_week(humans, load), random.Random(2), Rules())
    waits = [wait / 1000 for wait in by_hand(everybody(fates, 6000), humans)]
    batches = [fmean(waits[n * len(waits) // 20 : (n + 1) * len(waits) // 20]) for n in range(20)]
    error = NormalDist().inv_cdf(0.995) * stdev(batches) / sqrt(len(batches))
    assert fmean(waits) == pytest.approx(erlang_c(humans, load, SERVICE_S), rel=0.02)
    assert fmean(waits) == pytest.approx(erlang_c(humans, load, SERVICE_S), abs=error)


def test_a_persons_own_customers_cost_nobody_anything() -> None:
    """The same visitors, once with humans of their own and once without."""
    week = a_week(6, 0.85, 50, patience_s=600.0)
    own = tuple(Customers(1 / 6, advocate=f"a{n}") for n in range(6))
    without = run(week)
    owned = run(replace(week, customers=own))
    assert [(v.came, v.work) for v in owned] == [(v.came, v.work) for v in without]
    assert mean_wait_s(owned) <= 1.01 * mean_wait_s(without)
    share = own_share(owned)
    assert share is not None
    assert share > 1.5 / 6


def test_promises_are_kept_nine_times_in_ten() -> None:
    week = a_week(2, 3.0, 75, 3, patience_s=240.0, spread=0.1)
    found = coverage(run(week))
    assert found is not None
    assert found.promises > 2000
    assert 0.88 <= found.calculated <= 0.92
    assert found.told >= 0.90


@pytest.mark.parametrize("beta", [0.0, 0.25])
def test_what_the_model_of_staffing_predicts_comes_true(beta: float) -> None:
    humans, rate = 4, 90.0
    predicted = Staffing(Work(SERVICE_S, beta, 1 / 300), 3, 15).answered(humans, rate)
    week = a_week(humans, rate * SERVICE_S / 3600 / humans, 80, 3, beta=beta, patience_s=300.0)
    seen = within(run(week), 15)
    assert 0.4 < predicted < 0.999
    assert seen == pytest.approx(predicted, abs=0.02)


def test_the_same_seed_is_the_same_week() -> None:
    week = a_week(2, 0.8, 30, spread=0.2, pick_up_s=4.0, words_s=8.0, patience_s=200.0)
    assert run(week, seed=3) == run(week, seed=3)
    assert run(week, seed=3) != run(week, seed=4)


def test_a_wait_ends_with_the_first_words() -> None:
    visitors = run(a_week(3, 0.05, 168, pick_up_s=5.0, words_s=10.0))
    assert mean_wait_s(visitors) == pytest.approx(15, rel=0.15)


def test_slow_writers_are_slow_and_no_more() -> None:
    """However long it takes them, nobody is taken for absent: all are answered, each by one human alone."""
    visitors = run(a_week(3, 0.3, 168, pick_up_s=15.0, words_s=60.0))
    assert all(v.answered for v in visitors)
    assert min(v.waited - v.pick_up - v.words for v in visitors if v.work > v.words) >= 0


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
        0.6,
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
