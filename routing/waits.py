"""How long somebody in line will wait: a promise that nine in ten find kept.

A line is taken for Erlang's with impatience (Erlang-A, Palm 1957): with all `slots` busy, each conversation
ends at the rate μ and each of those ahead gives up at the rate θ. Whoever has q ahead of them waits through
q + 1 stages, the i-th lasting Exp(slots·μ + i·θ) while i are still ahead; and then for the first words, as those do who
find somebody free. The sum is nearly a gamma of the same mean and variance, and the promise is a quantile of it.

The rates come from the site's own records as events ÷ exposure, conversations and waits that still last
included: an average over those that are finished would leave the longest out.

The model is never quite true, so the level of that quantile is moved a little by each promise that is settled
(adaptive conformal inference, Gibbs and Candès 2021): in the long run nine in ten are kept, whatever the line is like.
"""

import math
from dataclasses import dataclass, replace
from typing import Final

from routing import gamma

COVERAGE: Final = 0.90
"""The share of promises that is to be kept."""
STEP: Final = 0.01
"""How far a settled promise moves the level."""
LEVELS: Final = (0.50, 0.995)
"""Where the level may go."""
ENOUGH: Final = 10
"""Completions below which nothing can be said yet."""
HALF_LIFE_S: Final = 28 * 24 * 3600.0
"""Records count half after four weeks, so that a site's rates follow what it becomes."""
MINUTES: Final = (1, 2, 3, 5, 10, 15, 30, 60)
"""What is said: the next of these. More than an hour is no promise, but "we can't say"."""


@dataclass(frozen=True, slots=True)
class Rates:
    """What a site's records tell: events, and the seconds during which they might have happened."""

    completions: float
    busy_s: float
    gave_up: float
    waiting_s: float
    at_once: float = 0.0
    at_once_s: float = 0.0
    """Those for whom somebody was free, and how long they waited all the same until the first words."""

    @property
    def words_s(self) -> float:
        """How long it takes until the first words once somebody is free."""
        return self.at_once_s / self.at_once if self.at_once > 0 else 0.0

    @property
    def mu(self) -> float:
        """How often a busy slot becomes free, a second; 0: never seen."""
        return self.completions / self.busy_s if self.busy_s > 0 else 0.0

    @property
    def theta(self) -> float:
        """How often somebody who waits gives up, a second."""
        return self.gave_up / self.waiting_s if self.waiting_s > 0 else 0.0

    def after(self, seconds: float, busy: int, waiting: int) -> "Rates":
        """The same later, if so many were busy and so many waited in between."""
        fade = 0.5 ** (seconds / HALF_LIFE_S)
        lasted = (1 - fade) * HALF_LIFE_S / math.log(2)
        return Rates(
            self.completions * fade,
            self.busy_s * fade + busy * lasted,
            self.gave_up * fade,
            self.waiting_s * fade + waiting * lasted,
            self.at_once * fade,
            self.at_once_s * fade,
        )

    def waited(self, seconds: float) -> "Rates":
        """The same with a wait that nobody counted while it lasted."""
        return replace(self, waiting_s=self.waiting_s + seconds)

    def answered_at_once(self, waited_s: float) -> "Rates":
        """The same with one more for whom somebody was free."""
        return replace(self, at_once=self.at_once + 1, at_once_s=self.at_once_s + waited_s)

    def quantile(self, ahead: int, slots: int, level: float = COVERAGE) -> float | None:
        """Seconds within which that share of those with so many ahead of them is answered. None: too little is known."""
        if self.completions < ENOUGH or slots < 1 or self.mu <= 0:
            return None
        mean, variance = self.words_s, self.words_s**2
        for still_ahead in range(ahead + 1):
            stage = 1 / (slots * self.mu + still_ahead * self.theta)
            mean += stage
            variance += stage * stage
            if mean > MINUTES[-1] * 60:
                return None
        return gamma.quantile(mean * mean / variance, level) * variance / mean


def minutes(seconds: float | None) -> int | None:
    """What is said of it, rounded up; None: that we can't say."""
    return next((said for said in MINUTES if seconds is not None and seconds <= said * 60), None)


@dataclass(frozen=True, slots=True)
class Settled:
    """What a wait tells of its promise. A promise is kept or broken; `weight` is how much that counts."""

    kept: bool
    weight: float


def settled(promised_s: float, waited_s: float, answered: bool, theta: float) -> Settled | None:
    """What came of a promise. None: they gave up before it fell due, and nobody knows.

    Of those who would have been answered late, some give up before the promise falls due and drop out; of those
    answered early, fewer could. So an early answer counts only as much as it was likely that somebody stays from
    then until the promise falls due, and those who gave up bias nothing.
    """
    if waited_s > promised_s:
        return Settled(False, 1.0)
    return Settled(True, math.exp(-theta * (promised_s - waited_s))) if answered else None


def adapted(level: float, known: Settled) -> float:
    """The level after a settled promise: a little lower if it was kept, nine times as much higher if it was not."""
    moved = level + STEP * known.weight * (COVERAGE - known.kept)
    return min(max(moved, LEVELS[0]), LEVELS[1])
