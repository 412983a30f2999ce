"""How many humans an hour needs: the model against closed formulas, what it makes of records, and when it says nothing."""

import math
import random
from itertools import pairwise
from statistics import fmean

import pytest

from routing.staffing import MOST, SHARE, Arrivals, Exposure, Staffing, Work, fitted, predicted, spread

WORK = Work(alone_s=300, beta=0.0, theta=0.0)


def erlang_c_within(slots: int, offered: float, goal_s: float) -> float:
    """The share of M/M/c's arrivals who wait no longer."""
    blocked = 1.0
    for n in range(1, slots + 1):
        blocked = offered * blocked / (n + offered * blocked)
    waits = blocked / (1 - offered / slots * (1 - blocked))
    return 1 - waits * math.exp(-(slots - offered) / 300 * goal_s)


@pytest.mark.parametrize("offered", [0.5, 2.5, 5.7])
@pytest.mark.parametrize(("humans", "capacity"), [(6, 1), (2, 3)])
@pytest.mark.parametrize("goal_s", [0, 15, 120])
def test_without_slowing_and_giving_up_it_is_erlangs(humans: int, capacity: int, offered: float, goal_s: float) -> None:
    seen = Staffing(WORK, capacity, goal_s).answered(humans, offered * 12)
    assert seen == pytest.approx(erlang_c_within(6, offered, goal_s), abs=1e-6)


def test_a_line_that_only_grows_answers_nobody_unless_some_give_up() -> None:
    assert Staffing(WORK, 1, 15).answered(3, 12 * 3.1) == 0
    assert 0 < Staffing(Work(300, 0, 1 / 200), 1, 15).answered(3, 12 * 3.1) < 0.7


def test_with_a_goal_without_end_those_are_answered_who_do_not_give_up() -> None:
    """What comes in is what is answered and what gives up: M/M/1+M against the flow of its server."""
    rate, mu, theta = 1 / 200, 1 / 300, 1 / 400
    weights = [1.0]
    for n in range(1, 200):
        weights.append(weights[-1] * rate / (mu + (n - 1) * theta))
    busy = 1 - weights[0] / sum(weights)
    assert Staffing(Work(300, 0, theta), 1, 1e6).answered(1, rate * 3600) == pytest.approx(busy * mu / rate, abs=1e-6)


def test_more_humans_answer_more_and_more_in_hand_answer_fewer() -> None:
    shares = [Staffing(Work(300, 0.1, 1 / 300), 3, 15).answered(humans, 60) for humans in range(6)]
    assert shares[0] == 0
    assert all(a < b for a, b in pairwise(shares))
    slowed = [Staffing(Work(300, beta, 1 / 300), 3, 15).answered(2, 60) for beta in (0, 0.1, 0.25)]
    assert slowed == sorted(slowed, reverse=True)


def test_advice_is_the_fewest_that_reach_the_share() -> None:
    staffing = Staffing(Work(300, 0.1, 1 / 300), 3, 15)
    for mean in (0.2, 7, 40, 400):
        arrivals = Arrivals(mean, 0.15, (1 / mean + 0.15) / 12)
        advice = staffing.advice(arrivals)
        assert staffing.expected(advice.needed, arrivals) >= SHARE
        assert advice.needed == 1 or staffing.expected(advice.needed - 1, arrivals) < SHARE
        assert 1 <= advice.low <= advice.needed <= advice.high
    assert staffing.advice(Arrivals(0, 0.1, 0)).high == 0
    assert Staffing(Work(300, 0, 1 / 300), 1, 15).advice(Arrivals(30_000, 0.1, 0.01)).needed == MOST


def test_the_range_narrows_as_weeks_go_by() -> None:
    staffing = Staffing(WORK, 1, 15)

    def width(weeks: int) -> int:
        arrivals = predicted([60] * weeks, 0.1)
        assert arrivals
        advice = staffing.advice(arrivals)
        return advice.high - advice.low

    assert width(4) > width(40) >= 0


def test_staffing_to_the_mean_misses_what_the_predictive_reaches() -> None:
    """Visitors of hours whose rate differs from week to week, as they would find a team made for either."""
    chance = random.Random(3)
    staffing = Staffing(Work(300, 0.1, 1 / 600), 2, 15)
    rates = [chance.gammavariate(1 / 0.3, 100 * 0.3) for _ in range(400)]

    def found(humans: int) -> float:
        return sum(rate * staffing.answered(humans, rate) for rate in rates) / sum(rates)

    to_the_mean = staffing.advice(Arrivals(100, 0, 0)).needed
    counts = [round(rate) for rate in rates[:12]]
    arrivals = predicted(counts, 0.3)
    assert arrivals
    assert found(to_the_mean) < SHARE - 0.1
    assert found(staffing.advice(arrivals).needed) >= SHARE - 0.02


def test_nothing_is_said_before_four_weeks() -> None:
    assert predicted([3, 4, 5], 0.1) is None
    assert predicted([3, 4, 5, 4], 0.1) == Arrivals(4, 0.1, (1 / 4 + 0.1) / 4)
    assert predicted([0, 0, 0, 0], 0.1) == Arrivals(0, 0.1, 0)


@pytest.mark.parametrize("true", [0.0, 0.2, 0.6])
def test_how_much_hours_differ_is_found_in_their_counts(true: float) -> None:
    chance = random.Random(4)

    def counted(mean: float) -> int:
        rate = chance.gammavariate(1 / true, mean * true) if true else mean
        at, n = chance.expovariate(rate), 0
        while at < 1:
            at, n = at + chance.expovariate(rate), n + 1
        return n

    cells = [[counted(2 + hour % 24) for _ in range(12)] for hour in range(168)]
    assert spread(cells) == pytest.approx(true, abs=0.06)


def test_chance_alone_is_no_spread() -> None:
    assert spread([[4, 4, 4, 4], [9, 9, 9, 9]]) == 0
    assert spread([[], [5]]) == 0


@pytest.mark.parametrize("beta", [0.0, 0.1, 0.4])
def test_the_pace_and_its_slowing_are_found_in_the_records(beta: float) -> None:
    chance = random.Random(5)
    hours = []
    for n in range(1000):
        held = 1 + n % 5 / 2
        busy = 3600 * held
        expected = busy / (240 * (1 + beta * (held - 1)))
        hours.append(Exposure(busy, held, sum(chance.random() < expected / 100 for _ in range(100))))
    work = fitted(hours, 0.002)
    assert work
    assert work.beta == pytest.approx(beta, abs=0.05)
    assert work.alone_s == pytest.approx(240, rel=0.04)
    assert work.theta == 0.002


def test_without_records_or_without_company_no_slowing_is_made_up() -> None:
    assert fitted([], 0) is None
    assert fitted([Exposure(500, 1, 0)], 0) is None
    alone = fitted([Exposure(3000, 1, 10), Exposure(6000, 1, 20)], 0)
    assert alone == Work(300, 0, 0)


def test_visitors_meet_busy_hours_more_often_than_quiet_ones() -> None:
    rates = Arrivals(10, 0.3, 0.1).rates()
    assert fmean(rates) == pytest.approx(14, rel=0.03)
    assert Arrivals(10, 0, 0).rates() == [10]
