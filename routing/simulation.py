"""A week, lived through by the real engine: made-up visitors and humans, and the decisions that the server would make.

The same visitors come in two runs with the same seed, whatever was changed between them (`routing.fates`).
"""

import random
from bisect import bisect_left, insort
from collections.abc import Callable, Iterator
from dataclasses import replace
from heapq import heappop, heappush
from itertools import count
from typing import Any, Final

from routing import engine, requests, waits
from routing.decisions import Connect
from routing.fates import Fates, Visitor
from routing.hands import Hands
from routing.memory import MemoryDesk, Seat
from routing.model import Rules, Waiting
from routing.waits import COVERAGE, Rates
from routing.weeks import HOURS, Customers, Week

HOUR: Final = 3_600_000
DAY: Final = 24 * HOUR
WEEK: Final = 7 * DAY


class Simulation:
    """One run. `visitors` has everybody whose wait is over, in that order."""

    def __init__(self, week: Week, chance: random.Random, weeks: int = 1, rules: Rules | None = None) -> None:
        self.week = week
        self.weeks = weeks
        self.visitors: list[Visitor] = []
        self._desk = MemoryDesk(rules or Rules(overflow=round(week.overflow_s * 1000)))
        self._fates = Fates(week, chance, self._desk.rules)
        self._hands = Hands(week.beta)
        self._events: list[tuple[int, int, Callable[[Any], None], Any]] = []
        self._slots: dict[str, int] = {}
        self._newcomer: Visitor | None = None
        self._order = count()
        self._open: dict[str, Visitor] = {}
        self._line: list[tuple[bool, int, int, int]] = []
        self._waiting: dict[str, tuple[bool, int, int, int]] = {}
        self._rates = Rates(0, 0, 0, 0)
        self._counted = 0
        self._unheard = 0
        self._level = COVERAGE

    def run(self) -> "Simulation":
        """Through all the weeks, and until the last conversation is over."""
        for agent in self.week.agents:
            seat = Seat(agent.name, agent.capacity, teams=agent.teams, languages=agent.languages, lead=agent.lead)
            self._desk.seat(replace(seat, available=False))
            for at, here in self._shifts(agent.hours):
                self._at(at, self._shift, replace(seat, available=here))
        for hour in range(self.weeks * HOURS):
            self._at(hour * HOUR, self._hour, hour)
        while self._events:
            if (timer := self._desk.timers.first(self._events[0][0])) is not None:
                # What falls due on the desk is an event too, at its own time.
                self._desk.clock = timer[0]
                self._count()
            else:
                self._desk.clock, _, happens, about = heappop(self._events)
                self._desk.turn_to(None)
                self._count()
                happens(about)
            self._decide()
            self._promise()
        for visitor in self._open.values():
            # They waited for humans who never came.
            self._over(visitor, False)
        return self

    def _shifts(self, hours: tuple[tuple[tuple[int, int], ...], ...]) -> Iterator[tuple[int, bool]]:
        """When they come and go. Who is there around midnight stays, and who is there at the very end until all is done."""
        spans = [
            ((week * 7 + day) * 24 * 60 + begin, (week * 7 + day) * 24 * 60 + end)
            for week in range(self.weeks)
            for day, of_day in enumerate(hours)
            for begin, end in of_day
        ]
        begins, ends = {begin for begin, _ in spans}, {end for _, end in spans}
        for minute in sorted(begins ^ ends):
            if minute < self.weeks * 7 * 24 * 60:
                yield minute * 60_000, minute in begins

    # What happens

    def _hour(self, hour: int) -> None:
        for at in self._fates.arrivals(hour):
            self._at(hour * HOUR + round(at * HOUR), self._comes, None)

    def _comes(self, _: None) -> None:
        now, visitor = self._desk.clock, self._fates.visitor(str(len(self._desk.places)), self._desk.clock)
        self._open[visitor.id] = visitor
        customer = visitor.customer or Customers(1.0)
        own = self._desk.seats.get(customer.advocate) if customer.advocate else None
        visitor.own_there = own is not None and own.available
        waiting = Waiting(
            id=visitor.id,
            rank=1,
            credited=now - self._desk.rules.credits[customer.priority],
            sequence=len(self._desk.places),
            entered=now,
            advocate=customer.advocate if own else None,
            backup=customer.backup if customer.backup and self._desk.seats.get(customer.backup) else None,
            team=customer.team,
            language=customer.language,
            overflow_at=now + self._desk.rules.overflow if customer.team or customer.language else 0,
        )
        self._desk.arrive(waiting)
        self._waiting[visitor.id] = waiting.key
        insort(self._line, waiting.key)
        if self.week.patience_s is not None:
            self._at(now + round(visitor.patience), self._gives_up, visitor)
        self._newcomer = visitor
        self._unheard += 1

    def _gives_up(self, visitor: Visitor) -> None:
        if visitor.ended is not None:
            return
        self._rates = replace(self._rates, gave_up=self._rates.gave_up + 1)
        self._leaves_line(visitor)
        if visitor.human:
            self._hands.drop(visitor.id, visitor.human, self._desk.clock)
            self._next_done(visitor.human)
        self._over(visitor, False)
        self._desk.end(visitor.id)
        del self._open[visitor.id]

    def _shift(self, seat: Seat) -> None:
        self._slots[seat.id] = seat.capacity if seat.available else 0
        self._desk.seat(seat)

    def _opens(self, about: tuple[Visitor, int]) -> None:
        visitor, offer = about
        place = self._desk.place(visitor.id)
        if place is None or place.state != "ringing" or place.offer != offer or place.owner is None:
            return
        take = requests.pick_up(place, place.owner, offer)
        if take is not None:
            self._desk.apply(take)
        visitor.human = place.owner
        self._hands.take(visitor.id, place.owner, visitor.work, self._desk.clock)
        self._next_done(place.owner)
        self._at(self._desk.clock + visitor.words, self._writes, visitor)

    def _writes(self, visitor: Visitor) -> None:
        if visitor.ended is None and visitor.human is not None:
            self._desk.spoke(visitor.id, visitor.human)
            self._over(visitor, True)

    def _done(self, about: tuple[str, int]) -> None:
        """A human's next conversation is over, unless they took or lost one since that was foreseen."""
        human, stamp = about
        conversation = self._hands.finished(human, stamp, self._desk.clock)
        if conversation is None:
            return
        visitor = self._open.pop(conversation)
        self._writes(visitor)
        self._rates = replace(self._rates, completions=self._rates.completions + 1)
        self._desk.end(conversation)
        self._next_done(human)

    # What follows

    def _decide(self) -> None:
        for decision in engine.decide(self._desk):
            visitor = self._open[decision.conversation]
            if isinstance(decision, Connect):
                self._leaves_line(visitor)
                offer = self._desk.places[visitor.id].offer
                self._at(self._desk.clock + visitor.pick_up, self._opens, (visitor, offer))
            elif self._desk.places[visitor.id].state == "waiting" and visitor.id not in self._waiting:
                self._waiting[visitor.id] = self._desk.places[visitor.id].waiting.key
                insort(self._line, self._waiting[visitor.id])

    def _over(self, visitor: Visitor, answered: bool) -> None:
        visitor.ended, visitor.answered = self._desk.clock, answered
        self.visitors.append(visitor)
        self._unheard -= 1
        if visitor.at_once and answered:
            self._rates = self._rates.answered_at_once(visitor.waited / 1000)
        if visitor.promised_s is not None:
            visitor.theta = self._rates.theta
            if known := waits.settled(visitor.promised_s, visitor.waited / 1000, answered, visitor.theta):
                self._level = waits.adapted(self._level, known)

    def _promise(self) -> None:
        """To whoever has just come and was not put through at once."""
        visitor, self._newcomer = self._newcomer, None
        if visitor is None:
            return
        if visitor.id not in self._waiting:
            visitor.at_once = True
            return
        ahead = bisect_left(self._line, self._waiting[visitor.id])
        seconds = self._rates.quantile(ahead, sum(self._slots.values()), self._level)
        visitor.said = waits.minutes(seconds)
        visitor.promised_s = seconds if visitor.said is not None else None

    def _leaves_line(self, visitor: Visitor) -> None:
        key = self._waiting.pop(visitor.id, None)
        if key is not None:
            del self._line[bisect_left(self._line, key)]

    def _next_done(self, human: str) -> None:
        foreseen = self._hands.next(human)
        if foreseen is not None:
            at, stamp = foreseen
            self._at(at, self._done, (human, stamp))

    def _count(self) -> None:
        """What the records say until now, before anything changes."""
        now = self._desk.clock
        self._rates = self._rates.after((now - self._counted) / 1000, self._hands.busy, self._unheard)
        self._counted = now

    def _at(self, at: int, happens: Callable[[Any], None], about: Any) -> None:
        heappush(self._events, (at, next(self._order), happens, about))
