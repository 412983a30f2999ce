"""Plain lines to hold the engine and its promises against: some slots, first come first served.

`Line` is one whose people may give up. It knows what no desk can: how long those who gave up would have waited. Whoever gives up
leaves a ghost in line that takes no slot, and whose turn is noted when it comes.
"""

import random
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush, heapreplace
from itertools import count

from routing.fates import Fates, Visitor
from routing.waits import Rates


@dataclass(eq=False)
class Caller:
    """Somebody who came while every slot was busy."""

    came: float
    ahead: int
    rates: Rates
    patience: float
    turn: float = 0.0

    @property
    def would_wait(self) -> float:
        return self.turn - self.came

    @property
    def waited(self) -> float:
        return min(self.would_wait, self.patience)

    @property
    def answered(self) -> bool:
        return self.would_wait <= self.patience


class Line:
    """`told` hears of every caller when they join; `ended` when their wait ends, either way."""

    def __init__(
        self,
        slots: int,
        between: Callable[[float], float],
        lasting: Callable[[], float],
        patience: Callable[[], float],
        told: Callable[[Caller], None] = lambda _: None,
        ended: Callable[[Caller], None] = lambda _: None,
    ) -> None:
        self.slots, self.between, self.lasting, self.patience = slots, between, lasting, patience
        self.told, self.ended = told, ended
        self.now = 0.0
        self.busy = 0
        self.line: deque[Caller] = deque()
        self.here: set[Caller] = set()
        self.completions = self.gave_up = self.busy_s = self.waiting_s = 0.0
        self.events: list[tuple[float, int, str, Caller | None]] = []
        self.order = count()

    def run(self, callers: int) -> Iterator[Caller]:
        """Everybody who had to wait, until so many turns have come."""
        self._later(self.between(0.0), "comes")
        while callers > 0:
            at, _, what, caller = heappop(self.events)
            self.busy_s += self.busy * (at - self.now)
            self.waiting_s += len(self.here) * (at - self.now)
            self.now = at
            if what == "comes":
                self._comes()
            elif what == "gives up" and caller and caller in self.here:
                self.here.discard(caller)
                self.gave_up += 1
                self.ended(caller)
            elif what == "ends":
                self.completions += 1
                self.busy -= 1
                for served in self._turns():
                    callers -= 1
                    yield served

    def _comes(self) -> None:
        self._later(self.between(self.now), "comes")
        if self.busy < self.slots:
            self._takes()
            return
        rates = Rates(self.completions, self.busy_s, self.gave_up, self.waiting_s)
        caller = Caller(self.now, len(self.here), rates, self.patience())
        self.line.append(caller)
        self.here.add(caller)
        self.told(caller)
        self._later(caller.patience, "gives up", caller)

    def _turns(self) -> Iterator[Caller]:
        while self.line and self.busy < self.slots:
            caller = self.line.popleft()
            caller.turn = self.now
            if caller in self.here:
                self.here.discard(caller)
                self._takes()
                self.ended(caller)
            yield caller

    def _takes(self) -> None:
        self.busy += 1
        self._later(self.lasting(), "ends")

    def _later(self, after: float, what: str, caller: Caller | None = None) -> None:
        heappush(self.events, (self.now + after, next(self.order), what, caller))


def poisson(chance: random.Random, rate: Callable[[float], float]) -> Callable[[float], float]:
    """How long until the next comes, at a rate that is read each time."""
    return lambda now: chance.expovariate(rate(now))


def everybody(fates: Fates, hours: int) -> Iterator[Visitor]:
    """Who comes in so many hours, one after the other."""
    return (fates.visitor("", round((hour + at) * 3_600_000)) for hour in range(hours) for at in fates.arrivals(hour))


def by_hand(visitors: Iterable[Visitor], slots: int) -> Iterator[float]:
    """Each one's wait in a plain line, first come first served, from nothing but when they came and what they needed."""
    free = [0.0] * slots
    for visitor in visitors:
        starts = max(free[0], float(visitor.came))
        heapreplace(free, starts + visitor.work)
        yield starts - visitor.came


def erlang_c(humans: int, load: float, service_s: float) -> float:
    """The mean wait in seconds."""
    offered, blocked = humans * load, 1.0
    for n in range(1, humans + 1):
        blocked = offered * blocked / (n + offered * blocked)
    return blocked / (1 - load * (1 - blocked)) * service_s / (humans * (1 - load))
