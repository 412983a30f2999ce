"""How many humans an hour needs, so that nine in ten visitors hear one within the site's goal.

A birth–death model of the hour: conversations come at a rate λ; a human who holds l of them works on each at
1/(1 + β(l − 1)) of the pace for one alone, S seconds; the router spreads them evenly. Once every slot is busy a line
forms, whose people give up at the rate θ. What somebody finds who comes in (Poisson arrivals see time averages) gives
the chance that they are answered within the goal.

λ is not known, and never the same twice: a Tuesday's nine o'clock varies more than chance alone would have it. So the
chance is averaged over a gamma of rates: as wide as the site's own weeks vary, and seen with a visitor's eyes, more of
whom meet a busy hour than a quiet one. Staffing to the mean rate misses nine in ten by far.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import count
from statistics import fmean, variance
from typing import Final

from routing import gamma

SHARE: Final = 0.90
"""The share of visitors that is to hear a human within the goal."""
WEEKS: Final = 4
"""Weeks of records below which nothing is advised."""
MOST: Final = 500
"""Humans beyond which nobody looks for an answer."""
RANGE: Final = (0.1, 0.9)
"""The ends of the range: what is needed if the mean rate is in truth so low, or so high, in its own distribution."""
_POINTS: Final = 15
_NEGLIGIBLE: Final = 1e-9
_HUGE: Final = 1e200


@dataclass(frozen=True, slots=True)
class Work:
    """What a conversation takes: `alone_s` of a human with nothing else; slowed by β for each other one they hold."""

    alone_s: float
    beta: float
    theta: float
    """How often somebody who waits gives up, a second."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """An hour's conversations: seconds they lasted, how many a human held meanwhile (on average), how many ended."""

    busy_s: float
    held: float
    completions: int


def fitted(hours: Iterable[Exposure], theta: float) -> Work | None:
    """S and β by the greatest likelihood: completions are Poisson, at their pace × the seconds they had. None: no records."""
    known = [h for h in hours if h.busy_s > 0]
    completions = sum(h.completions for h in known)
    if not completions:
        return None

    def alone(beta: float) -> float:
        return sum(h.busy_s / _slowed(beta, h.held) for h in known) / completions

    def likelihood(beta: float) -> float:
        slow = sum(h.completions * math.log(_slowed(beta, h.held)) for h in known)
        return -slow - completions * math.log(alone(beta))

    # Where nobody ever held two, every β is as likely, and the first of them is none.
    beta = max((n / 50 for n in range(101)), key=lambda b: round(likelihood(b), 6))
    return Work(alone(beta), beta, theta)


def _slowed(beta: float, held: float) -> float:
    return 1 + beta * max(held - 1, 0)


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What is known of how many come in an hour: the mean, how sure it is, and how much one week differs from the next.

    `spread` is the squared coefficient of variation of an hour's rate from week to week, `doubt` that of the mean.
    """

    mean: float
    spread: float
    doubt: float

    def rates(self) -> list[float]:
        """Rates an hour that visitors meet, each as likely as the others: the middles of equal slices."""
        width = self.spread + self.doubt
        if width <= 0:
            return [self.mean]
        return [self.mean * width * point for point in _slices(round(1 / width + 1, 6))]

    def supposing(self, level: float) -> "Arrivals":
        """The same, if the mean were for certain what only that share of its distribution is below."""
        if self.doubt <= 0:
            return self
        return replace(self, mean=self.mean * self.doubt * gamma.quantile(1 / self.doubt, level), doubt=0.0)


@lru_cache(4096)
def _slices(shape: float) -> tuple[float, ...]:
    # Visitors meet a rate in proportion to it, which makes the gamma's shape greater by one.
    return tuple(gamma.quantile(shape, (i + 0.5) / _POINTS) for i in range(_POINTS))


def spread(cells: Iterable[Sequence[int]]) -> float:
    """How much the same hour's rate varies from week to week beyond chance, by moments over all hours of the week."""
    beyond = squares = 0.0
    for counts in cells:
        if len(counts) > 1:
            mean, varied = fmean(counts), variance(counts)
            beyond += varied - mean
            squares += mean * mean - varied / len(counts)
    return max(beyond / squares, 0.0) if squares > 0 else 0.0


def predicted(counts: Sequence[int], spread: float) -> Arrivals | None:
    """What one hour's counts, a number a week, say of the next. None: too few weeks, "not yet"."""
    if len(counts) < WEEKS:
        return None
    mean = fmean(counts)
    return Arrivals(mean, spread, (1 / mean + spread) / len(counts) if mean else 0.0)


@dataclass(frozen=True, slots=True)
class Advice:
    """Humans an hour needs, and the range in which that is known."""

    needed: int
    low: int
    high: int


class Staffing:
    """Answers for one site: its work, how many a human holds at most, and the goal in seconds."""

    def __init__(self, work: Work, capacity: int, goal_s: float) -> None:
        self.work = work
        self.capacity = capacity
        self.goal_s = goal_s
        self._team = cache(self._of)

    def answered(self, humans: int, an_hour: float) -> float:
        """The share of visitors who hear a human within the goal, at that rate."""
        return self._team(humans)(an_hour / 3600)

    def expected(self, humans: int, arrivals: Arrivals) -> float:
        """The same over all the rates that may be met."""
        return fmean(self.answered(humans, rate) for rate in arrivals.rates())

    def advice(self, arrivals: Arrivals) -> Advice:
        """How many humans, and the range: from where the mean rate may be low, to where it may be high."""
        low, high = (self._needed(arrivals.supposing(level)) for level in RANGE)
        needed = self._needed(arrivals)
        return Advice(needed, min(low, needed), max(high, needed))

    def _needed(self, arrivals: Arrivals) -> int:
        """The fewest that will do, between bounds that close in: more humans never answer fewer visitors."""
        too_few, enough = (0, 1) if arrivals.mean > 0 else (0, 0)
        while enough < MOST and enough and self.expected(enough, arrivals) < SHARE:
            too_few, enough = enough, min(2 * enough, MOST)
        while enough - too_few > 1:
            middle = (too_few + enough) // 2
            too_few, enough = (middle, enough) if self.expected(middle, arrivals) < SHARE else (too_few, middle)
        return enough

    def _of(self, humans: int) -> Callable[[float], float]:
        """The share answered in time, by rate, for a team of so many."""
        if humans < 1:
            return lambda _: 0.0
        slots = humans * self.capacity
        paces = [self._pace(humans, held) for held in range(slots + 1)]
        in_time = _InTime(paces[slots], self.work.theta, self.goal_s)

        def share(rate: float) -> float:
            return _share(rate, paces, in_time)

        return share

    def _pace(self, humans: int, held: int) -> float:
        """Completions a second when the team holds so many, spread evenly."""
        each, more = divmod(held, humans)
        return ((humans - more) * self._alone(each) + more * self._alone(each + 1)) / self.work.alone_s

    def _alone(self, held: int) -> float:
        return held / _slowed(self.work.beta, held)


class _InTime:
    """The chance to be answered within the goal with so many ahead in line: worked out once, as far as it is asked."""

    def __init__(self, pace: float, theta: float, goal_s: float) -> None:
        self.pace, self.theta = pace, theta
        # Those who are answered waited through stages of Exp(pace + θ + iθ): q + 1 of them are over in time unless at most
        # q were, and the chance of exactly j follows from that of j - 1.
        self._grow = -math.expm1(-theta * goal_s) / theta if theta else goal_s
        self._exactly = math.exp(-(pace + theta) * goal_s)
        self._late = 0.0
        self._chances: list[float] = []

    def __getitem__(self, ahead: int) -> float:
        while len(self._chances) <= ahead:
            j = len(self._chances)
            self._late += self._exactly
            self._exactly *= self._grow * (self.pace + (j + 1) * self.theta) / (j + 1)
            stays = self.pace / (self.pace + (j + 1) * self.theta)
            self._chances.append(stays * max(1 - self._late, 0.0))
        return self._chances[ahead]


def _share(rate: float, paces: Sequence[float], in_time: _InTime) -> float:
    """Over what an arrival may find: a free slot, or so many in line. Weights are relative, and kept from growing too large."""
    slots = len(paces) - 1
    if rate >= paces[slots] and not in_time.theta:
        return 0.0
    weight = total = answered = 1.0
    for found in count(1):
        ahead = found - slots
        weight *= rate / (paces[found] if ahead < 0 else paces[slots] + ahead * in_time.theta)
        if ahead >= 0 and weight < total * _NEGLIGIBLE:
            break
        total += weight
        answered += weight if ahead < 0 else weight * in_time[ahead]
        if total > _HUGE:
            weight, total, answered = weight / _HUGE, total / _HUGE, answered / _HUGE
    return answered / total
