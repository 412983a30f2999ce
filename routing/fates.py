"""Made-up visitors of a week. All chance is in the generator that is passed in.

Each visitor's whole fate (patience, work, whose customer they are) is drawn as they come, and an hour's visitors at once: what the
desk then decides changes nothing of who comes next.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from routing.model import Rules
from routing.weeks import HOURS, Customers, Week


@dataclass(slots=True)
class Visitor:
    """Somebody who came, and what became of them. Milliseconds; of a promise, as in `routing.waits`."""

    id: str
    came: int
    patience: float
    work: float
    pick_up: int
    words: int
    customer: Customers | None
    human: str | None = None
    ended: int | None = None
    """When a human's first words came, or they gave up."""
    answered: bool = False
    own_there: bool = False
    """Whether their own human was available when they came."""
    at_once: bool = False
    """Whether somebody was free for them."""
    promised_s: float | None = None
    said: int | None = None
    theta: float = 0.0

    @property
    def waited(self) -> int:
        """Until a human's first words, or until they gave up."""
        return (self.ended if self.ended is not None else self.came) - self.came


class Fates:
    """Who comes, and with what."""

    def __init__(self, week: Week, chance: random.Random, rules: Rules) -> None:
        self._week = week
        self._chance = chance
        self._rules = rules

    def arrivals(self, hour: int) -> Iterator[float]:
        """When they come in that hour, as parts of it."""
        mean = self._week.arrivals[hour % HOURS]
        if mean > 0 and self._week.spread > 0:
            mean *= self._chance.gammavariate(1 / self._week.spread, self._week.spread)
        at = 0.0
        while mean > 0 and (at := at + self._chance.expovariate(mean)) < 1:
            yield at

    def visitor(self, id_: str, now: int) -> Visitor:
        """Whoever comes now."""
        week = self._week
        return Visitor(
            id=id_,
            came=now,
            patience=self._exponential(week.patience_s or 0),
            work=self._work(),
            # Nobody here lets a ring go unanswered.
            pick_up=min(round(self._exponential(week.pick_up_s)), self._rules.ring - 1),
            words=min(round(self._exponential(week.words_s)), self._rules.words - 1),
            customer=self._customer(),
        )

    def _work(self) -> float:
        mean, spread = self._week.service_s * 1000, self._week.service_spread
        return self._chance.gammavariate(1 / spread, mean * spread) if spread else mean

    def _customer(self) -> Customers | None:
        share = self._chance.random()
        for group in self._week.customers:
            if share < group.share:
                return group
            share -= group.share
        return None

    def _exponential(self, mean_s: float) -> float:
        """In milliseconds."""
        return self._chance.expovariate(1 / mean_s) * 1000 if mean_s else 0.0
