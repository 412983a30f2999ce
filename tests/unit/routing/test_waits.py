"""Promises about waiting: the formula against the exact one, and nine in ten kept in lines of many kinds."""

import math
import random
from collections.abc import Callable
from statistics import fmean

import pytest

from routing.waits import COVERAGE, LEVELS, Rates, Settled, adapted, minutes, settled
from tests.unit.routing.lines import Caller, Line, poisson


def exactly(ahead: int, pace: float, theta: float, seconds: float) -> float:
    """The chance that a sum of Exp(pace + iθ), i = 0 … ahead, is over by then: `exp(-θ·sum)` is Beta(pace/θ, ahead + 1)."""
    grow = -math.expm1(-theta * seconds) / theta if theta else seconds
    term, late = math.exp(-pace * seconds), 0.0
    for j in range(ahead + 1):
        late += term
        term *= grow * (pace + j * theta) / (j + 1)
    return 1 - late


@pytest.mark.parametrize("theta", [0, 1 / 1200, 1 / 120, 1 / 20])
@pytest.mark.parametrize("slots", [1, 3, 18])
@pytest.mark.parametrize("ahead", [0, 1, 5, 40])
def test_the_matched_gamma_is_nearly_exact(ahead: int, slots: int, theta: float) -> None:
    rates = Rates(completions=1000, busy_s=90_000, gave_up=1000 * theta, waiting_s=1000)
    said = rates.quantile(ahead, slots)
    if said is None:
        assert (ahead, slots) == (40, 1)
    else:
        assert exactly(ahead, slots / 90, theta, said) == pytest.approx(0.9, abs=0.01)


def test_too_little_is_known_at_first_and_where_nobody_is() -> None:
    enough = Rates(completions=10, busy_s=3000, gave_up=0, waiting_s=0)
    assert enough.quantile(0, 1) == pytest.approx(300 * math.log(10))
    assert enough.quantile(0, 0) is None
    assert Rates(completions=9.9, busy_s=3000, gave_up=5, waiting_s=500).quantile(0, 1) is None


def test_a_longer_line_is_promised_a_longer_wait_and_impatience_shortens_it() -> None:
    patient, impatient = (Rates(100, 30_000, gave_up, 10_000) for gave_up in (0, 100))
    waits = [patient.quantile(ahead, 2) or 0 for ahead in range(8)]
    assert waits == sorted(waits)
    assert len(set(waits)) == 8
    assert (impatient.quantile(5, 2) or 0) < waits[5]


def test_the_first_words_take_their_time_too() -> None:
    """As long as with those for whom somebody was free: here twenty seconds, and a slot would be free in no time."""
    rates = Rates(100, 1, 0, 0, at_once=10, at_once_s=200)
    assert rates.quantile(0, 1) == pytest.approx(20 * math.log(10), rel=0.01)
    assert rates.answered_at_once(53).words_s == pytest.approx(23)


def test_records_fade_and_rates_stay() -> None:
    before = Rates(100, 30_000, 10, 900, 50, 500)
    after = before.after(28 * 86_400, busy=0, waiting=0)
    assert after == Rates(50, 15_000, 5, 450, 25, 250)
    grown = before.after(60, busy=3, waiting=2)
    assert grown.busy_s - before.busy_s == pytest.approx(180, rel=0.01)
    assert grown.waiting_s - before.waiting_s == pytest.approx(120, rel=0.01)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(1, 1), (60, 1), (60.1, 2), (200, 5), (301, 10), (1800, 30), (1801, 60), (3600, 60), (3601, None), (None, None)],
)
def test_minutes_are_rounded_up_and_an_hour_is_the_most(seconds: float | None, said: int | None) -> None:
    assert minutes(seconds) == said


def test_the_level_moves_nine_times_as_far_for_a_broken_promise() -> None:
    assert adapted(0.9, Settled(True, 1)) == pytest.approx(0.899)
    assert adapted(0.9, Settled(False, 1)) == pytest.approx(0.909)
    assert adapted(0.9, Settled(True, 0.5)) == pytest.approx(0.8995)
    assert (adapted(LEVELS[1], Settled(False, 1)), adapted(LEVELS[0], Settled(True, 1))) == (LEVELS[1], LEVELS[0])


def test_what_became_of_a_promise() -> None:
    assert settled(60, 61, answered=True, theta=0.01) == Settled(False, 1)
    assert settled(60, 61, answered=False, theta=0.01) == Settled(False, 1)
    assert settled(60, 30, answered=False, theta=0.01) is None
    assert settled(60, 30, answered=True, theta=0.01) == Settled(True, math.exp(-0.3))


class Promises:
    """What a site does with its promises: one each, from the records so far, the level moved as each is settled."""

    def __init__(self) -> None:
        self.level = COVERAGE
        self.said: dict[Caller, float] = {}

    def told(self, caller: Caller) -> None:
        if seconds := caller.rates.quantile(caller.ahead, 6, self.level):
            self.said[caller] = seconds

    def ended(self, caller: Caller) -> None:
        if said := self.said.get(caller):
            waited = caller.waited if caller.turn else caller.patience
            known = settled(said, waited, bool(caller.turn), caller.rates.theta)
            self.level = adapted(self.level, known) if known else self.level


def a_day(now: float) -> float:
    """Arrivals a second that rise above what six slots can bear, and fall below it again."""
    return (6 / 240) * (0.85 + 0.35 * math.sin(now / 14_000))


KINDS: dict[str, Callable[[random.Random], float]] = {
    "as in the formula": lambda chance: chance.expovariate(1 / 240),
    "much alike": lambda chance: chance.gammavariate(8, 30),
    "many short, some very long": lambda chance: chance.lognormvariate(math.log(240) - 0.72, 1.2),
}


def promised(kind: str, patience: float, callers: int) -> list[tuple[float, Caller]]:
    """What was promised to whom, in a line of that kind, the shortest promise first."""
    chance = random.Random(7)
    promises = Promises()
    line = Line(
        6,
        poisson(chance, a_day),
        lambda: KINDS[kind](chance),
        lambda: chance.expovariate(1 / patience),
        promises.told,
        promises.ended,
    )
    told = [(promises.said[c], c) for c in line.run(callers) if c in promises.said]
    assert len(told) > 0.9 * callers
    return sorted(told, key=lambda pair: pair[0])


@pytest.mark.parametrize("patience", [300, 3000])
def test_nine_in_ten_are_kept_whatever_was_promised(patience: float) -> None:
    """To those who gave up, too: their ghosts tell how long they would have waited."""
    told = promised("as in the formula", patience, 6000)
    assert 0.88 <= fmean(c.would_wait <= said for said, c in told) <= 0.92
    for n in range(4):
        part = told[n * len(told) // 4 : (n + 1) * len(told) // 4]
        assert 0.85 <= fmean(c.would_wait <= said for said, c in part) <= 0.95, f"quarter {n}"


@pytest.mark.parametrize("kind", ["much alike", "many short, some very long"])
def test_nine_in_ten_are_kept_where_conversations_do_not_last_as_the_formula_has_it(kind: str) -> None:
    told = promised(kind, 300, 6000)
    assert 0.88 <= fmean(c.would_wait <= said for said, c in told) <= 0.92


def test_what_is_said_is_kept_more_often_than_what_is_calculated() -> None:
    told = promised("as in the formula", 300, 2000)
    assert fmean(c.would_wait <= 60 * (minutes(said) or math.inf) for said, c in told) > 0.92


def test_counting_only_those_who_stayed_would_flatter() -> None:
    """Why an early answer weighs less: the ghosts know the truth, and the weighed count is close to it, the plain one is not."""
    told = promised("as in the formula", 150, 6000)
    truth = fmean(c.would_wait <= said for said, c in told)
    known = [k for said, c in told if (k := settled(said, c.waited, c.answered, 1 / 150))]
    weighed = sum(k.weight for k in known if k.kept) / sum(k.weight for k in known)
    assert weighed == pytest.approx(truth, abs=0.015)
    assert fmean(k.kept for k in known) > truth + 0.02
