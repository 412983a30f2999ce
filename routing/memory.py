"""A desk in memory: what the tests and the simulator run the engine over. Nothing in it costs more than the logarithm of its size.

Long because it is one state, and `apply` is the whole table of what each decision does to it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush
from typing import Any

from routing import decisions as d
from routing.heaps import Heap
from routing.model import (
    Due,
    Guest,
    Human,
    Missing,
    Pending,
    Placed,
    Returned,
    Rules,
    State,
    Stranded,
    Waiting,
)
from routing.policy import fits

Group = tuple[str | None, str | None]
ANYBODY: Group = (None, None)


@dataclass(slots=True)
class Seat:
    """An agent. `here`: their connection lives; `available`: and they take calls. `stamp` counts the changes."""

    id: str
    capacity: int = 3
    load: int = 0
    last: int = 0
    teams: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    lead: bool = False
    here: bool = True
    available: bool = True
    stamp: int = 0
    has: set[str] = field(default_factory=set)
    """The conversations they own or are beside."""

    def human(self) -> Human:
        """As the policy sees them."""
        return Human(self.id, self.capacity, self.load, self.last, self.teams, self.languages, self.lead)


@dataclass(slots=True)
class Place:
    """A conversation's place. `stamp` counts the changes, so that old heap entries and timers are known as such."""

    waiting: Waiting
    state: State = "waiting"
    owner: str | None = None
    offer: int = 0
    guests: dict[str, Guest] = field(default_factory=dict)
    held_because: str = ""
    spoken: bool = False
    nudge: int | None = None
    due: int | None = None
    breach: int | None = None
    escalated: int | None = None
    back: bool = False
    stamp: int = 0
    apart: dict[str, int] = field(default_factory=dict)


class MemoryDesk:
    """Implements `routing.model.Desk`. Change facts by the methods below `apply`, then let the engine decide."""

    def __init__(self, rules: Rules | None = None) -> None:
        self.rules = rules or Rules()
        self.clock = 0
        self.now = 0
        self.seats: dict[str, Seat] = {}
        self.places: dict[str, Place] = {}
        self._free: dict[Group, Heap] = {ANYBODY: Heap(self._is_free)}
        self._line: dict[Group, Heap] = {ANYBODY: Heap(self._is_waiting)}
        self._own: dict[str, Heap] = {}
        self._kept: dict[str, Heap] = {}
        self._blocked: dict[str, int] = {}
        self._timers: list[tuple[int, int, str, str, int]] = []
        self._ticket = 0
        self._suspects: set[str] = set()
        self._returned: set[str] = set()
        self._pending: dict[str, int] = {}

    # What the engine reads

    def next_due(self) -> int | None:
        timers = self._timers
        while timers and timers[0][0] <= self.clock:
            if self._stands(timers[0]):
                return timers[0][0]
            heappop(timers)
        return None

    def turn_to(self, moment: int | None) -> None:
        self.now = self.clock if moment is None else moment

    def due(self) -> Due | None:
        while self._timers and self._timers[0][0] <= self.now:
            timer = heappop(self._timers)
            if not self._stands(timer):
                continue
            at, _, kind, id_, _ = timer
            place = self.places[id_]
            if kind == "promise":
                return Due("promise", id_, "")
            if kind.startswith("ask:"):
                return Due("ask", id_, kind[4:])
            if kind != "look" and place.owner is not None:
                if kind == "nudge":
                    return Due("nudge", id_, place.owner, place.due or at)
                return Due("ring" if kind == "ring" else "words", id_, place.owner)
            if kind == "look":
                self._change(place)
        return None

    def place(self, conversation: str) -> Placed | None:
        p = self.places.get(conversation)
        if p is None:
            return None
        return Placed(conversation, p.state, p.owner, p.offer, tuple(p.guests.values()), p.held_because)

    def let_down(self) -> str | None:
        for id_ in sorted(self._suspects & self._kept.keys()):
            if not self.seats[id_].available and (found := self._kept[id_].first()):
                return found
        return None

    def stranded(self) -> Stranded | None:
        gone = [p for p in self._of_suspects() if p.owner and self._lost(p)]
        if not gone:
            return None
        place = min(gone, key=lambda p: p.waiting.key)
        heirs = [g.human for g in place.guests.values() if g.joined and self.seats[g.human].here]
        owner = place.owner or ""
        return Stranded(place.waiting.id, owner, place.state != "ringing", heirs[0] if heirs else None)

    def missing(self) -> Missing | None:
        for human in sorted(self._suspects):
            seat = self.seats[human]
            for id_ in sorted(seat.has):
                guest = self.places[id_].guests.get(human)
                if guest and not (seat.available or (guest.joined and seat.here)):
                    return Missing(id_, human)
        return None

    def returned(self) -> Returned | None:
        for id_ in sorted(self._returned):
            place = self.places[id_]
            if place.state == "held" and place.held_because == "visitor_away":
                owner = place.owner
                return Returned(id_, owner if owner and self.seats[owner].here else None)
            self._returned.discard(id_)
        self._suspects.clear()
        return None

    def pending(self) -> list[Pending]:
        found = sorted(self._pending, key=lambda id_: (self._pending[id_], id_)) if self._pending else ()
        return [p for id_ in found if (p := self._pending_of(id_))]

    def anybody_free(self) -> bool:
        return self._free[ANYBODY].first() is not None

    def heads(self) -> Iterator[Waiting]:
        firsts = [f for heap in self._line.values() if (f := heap.first()) is not None]
        firsts += [id_ for id_ in self._blocked if self.places[id_].state == "waiting"]
        firsts += [f for h, heap in self._kept.items() if self._has_slot(h) and (f := heap.first()) is not None]
        if len(firsts) == 1:
            return iter((self.places[firsts[0]].waiting,))
        return iter(sorted((self.places[f].waiting for f in firsts), key=lambda w: w.key))

    def first_of(self, human: str) -> Waiting | None:
        heap = self._own.get(human)
        found = heap.first() if heap else None
        return self.places[found].waiting if found else None

    def human(self, agent: str) -> Human | None:
        seat = self.seats.get(agent)
        return seat.human() if seat and seat.available else None

    def somebody(self, team: str | None, language: str | None) -> bool:
        return any(s.available and fits(s.human(), team, language) for s in self.seats.values())

    def freest(self, team: str | None, language: str | None, beside: frozenset[str]) -> Human | None:
        heap = self._free_heap((team, language))
        found = heap.first_beside(beside) if beside else heap.first()
        return self.seats[found].human() if found else None

    def helper(self, beside: frozenset[str], lead: bool, over: int) -> Human | None:
        able = (
            s
            for s in self.seats.values()
            if s.available and s.id not in beside and s.load < s.capacity + over and (s.lead or not lead)
        )
        found = min(able, key=lambda s: (s.load / s.capacity, s.last, s.id), default=None)
        return found.human() if found else None

    # What decisions do

    def apply(self, decision: d.Decision) -> None:
        place = self.places[decision.conversation]
        self._lift(place)
        _DO[type(decision)](self, place, decision)
        self._put(place)

    def _connect(self, p: Place, x: d.Connect) -> None:
        p.state, p.owner, p.offer, p.spoken = "ringing", x.human, p.offer + 1, False
        p.due, p.nudge = self.now + self.rules.ring, None
        self.seats[x.human].last = self.now

    def _take(self, p: Place, x: d.Take) -> None:
        if p.owner != x.human:
            p.offer, p.owner = p.offer + 1, x.human
            self.seats[x.human].last = self.now
        p.state, p.breach = "engaged", None
        p.nudge, p.due = self.now + self.rules.nudge, self.now + self.rules.words
        if p.guests == {}:
            p.escalated = None

    def _withdraw(self, p: Place, x: d.Withdraw) -> None:
        self._to_line(p, x.human if x.picked_up else p.waiting.known)
        self._away(x.human)

    def _nudge(self, p: Place, _: d.Nudge) -> None:
        p.nudge = None

    def _pass(self, p: Place, x: d.Pass) -> None:
        self._keep_apart(p, x.human, x.until)
        self._to_line(p, p.waiting.known)

    def _rescue(self, p: Place, x: d.Rescue) -> None:
        self._to_line(p, x.human if x.picked_up else p.waiting.known)

    def _take_over(self, p: Place, x: d.TakeOver) -> None:
        del p.guests[x.human]
        p.owner, p.spoken, p.due, p.nudge = x.human, True, None, None
        if p.state == "ringing":
            p.state = "engaged"

    def _put_aside(self, p: Place, x: d.PutAside) -> None:
        p.state, p.held_because, p.due, p.nudge = "held", x.because, None, None

    def _resume(self, p: Place, _: d.Resume) -> None:
        p.state, p.held_because = "engaged", ""

    def _requeue(self, p: Place, x: d.Requeue) -> None:
        self._to_line(p, x.human or p.owner)

    def _ask(self, p: Place, x: d.Ask) -> None:
        p.offer += 1
        p.guests[x.human] = Guest(x.human, False, x.errand, x.by, p.offer)
        self._time(self.now + self.rules.ring, f"ask:{x.human}", p, p.offer)
        self.seats[x.human].last = self.now

    def _join(self, p: Place, x: d.Join) -> None:
        guest = p.guests[x.human]
        if x.errand == "take_over":
            del p.guests[x.human]
            p.owner, p.spoken, p.due, p.nudge = x.human, True, None, None
        else:
            p.guests[x.human] = guest._replace(joined=True)
            p.escalated = None

    def _dismiss(self, p: Place, x: d.Dismiss) -> None:
        p.guests.pop(x.human, None)
        if x.until:
            self._keep_apart(p, x.human, x.until)
        if x.why == "no_answer":
            self._away(x.human)

    def _urge(self, p: Place, _: d.Urge) -> None:
        p.escalated = self.now
        if p.state == "waiting":
            w = p.waiting
            p.waiting = w._replace(credited=min(w.credited, w.entered - max(self.rules.credits)))

    def _keep_for(self, p: Place, x: d.KeepFor) -> None:
        p.waiting = p.waiting._replace(waits_for=x.human)

    def _stand_back(self, p: Place, x: d.StandBack) -> None:
        p.waiting = p.waiting._replace(absent=x.absent)

    def _break(self, p: Place, _: d.Break) -> None:
        p.breach = None

    # Facts, as they come

    def seat(self, seat: Seat) -> None:
        """An agent who is new, or of whom something changed."""
        known = self.seats.get(seat.id)
        self.seats[seat.id] = replace(
            seat,
            available=seat.here and seat.available,
            load=known.load if known else 0,
            has=known.has if known else set(),
            stamp=known.stamp if known else 0,
        )
        self._suspects.add(seat.id)
        self._weigh(seat.id, 0)

    def arrive(self, waiting: Waiting, breach: int | None = None) -> None:
        """Somebody wrote: they stand in line."""
        place = self.places[waiting.id] = Place(waiting, apart=dict(waiting.apart), breach=breach)
        self._put(place)
        if breach is not None:
            self._time(breach, "promise", place, 0)

    def spoke(self, conversation: str, human: str) -> None:
        """A human's words: nothing is due from them any more."""
        place = self.places[conversation]
        if place.owner == human and not place.spoken:
            place.spoken, place.due, place.nudge = True, None, None

    def back(self, conversation: str) -> None:
        """The visitor of what is held for their absence is there again."""
        self._returned.add(conversation)

    def end(self, conversation: str) -> None:
        """Closed, or left: every slot it took is free."""
        place = self.places[conversation]
        self._lift(place)
        place.state, place.owner, place.escalated = "wrapped", None, None
        place.guests = {}
        self._put(place)

    # Bookkeeping

    def _lift(self, p: Place) -> None:
        """Out of the loads and the line, to be changed."""
        p.stamp += 1
        id_ = p.waiting.id
        busy = -1 if p.state in {"ringing", "engaged"} else 0
        for human in (*([p.owner] if p.owner else ()), *p.guests):
            self.seats[human].has.discard(id_)
            self._weigh(human, busy)
        self._pending.pop(id_, None)
        self._blocked.pop(id_, None)

    def _put(self, p: Place) -> None:
        """Into the loads or the line, as it is now."""
        id_ = p.waiting.id
        busy = 1 if p.state in {"ringing", "engaged"} else 0
        for human in (*([p.owner] if p.owner else ()), *p.guests):
            self.seats[human].has.add(id_)
            self._weigh(human, busy)
        if p.state == "waiting":
            self._line_up(p)
        elif p.state == "ringing":
            self._time(p.due or 0, "ring", p, p.stamp)
        elif p.state == "engaged" and p.due is not None:
            if p.nudge is not None:
                self._time(p.nudge, "nudge", p, p.stamp)
            self._time(p.due, "words", p, p.stamp)
        if p.escalated is not None and p.state in {"engaged", "held"}:
            self._pending[id_] = p.escalated

    def _line_up(self, p: Place) -> None:
        w = p.waiting
        if w.not_before > self.now:
            self._time(w.not_before, "look", p, p.stamp)
            return
        if w.waits_for is not None:
            self._kept.setdefault(w.waits_for, Heap(self._is_waiting)).push(w.key, w.id, p.stamp)
            self._suspects.add(w.waits_for)
        elif any(until > self.now for until in p.apart.values()):
            self._blocked[w.id] = p.stamp
            self._time(min(u for u in p.apart.values() if u > self.now), "look", p, p.stamp)
        else:
            group = ANYBODY if w.overflow_at <= self.now else (w.team, w.language)
            if group not in self._line:
                self._line[group] = Heap(self._is_waiting)
            self._line[group].push(w.key, w.id, p.stamp)
        if w.overflow_at > self.now and (w.team or w.language):
            self._time(w.overflow_at, "look", p, p.stamp)
        for own in {w.known, w.advocate, w.waits_for} - {None}:
            self._own.setdefault(own or "", Heap(self._is_waiting)).push(w.key, w.id, p.stamp)

    def _to_line(self, p: Place, known: str | None) -> None:
        p.state, p.owner, p.due, p.nudge, p.held_because = "waiting", None, None, None, ""
        p.guests = {}
        p.waiting = p.waiting._replace(rank=0, known=known)

    def _change(self, p: Place) -> None:
        self._lift(p)
        self._put(p)

    def _keep_apart(self, p: Place, human: str, until: int) -> None:
        p.apart[human] = until
        p.waiting = p.waiting._replace(apart=dict(p.apart))

    def _away(self, human: str) -> None:
        self.seats[human].available = False
        self._suspects.add(human)
        self._weigh(human, 0)

    def _weigh(self, human: str, by: int) -> None:
        seat = self.seats[human]
        seat.load += by
        seat.stamp += 1
        if seat.available and seat.load < seat.capacity:
            key = (seat.load / seat.capacity, seat.last, seat.id)
            for group, heap in self._free.items():
                if group == ANYBODY or fits(seat.human(), *group):
                    heap.push(key, seat.id, seat.stamp)

    def _free_heap(self, group: Group) -> Heap:
        if group not in self._free:
            heap = self._free[group] = Heap(self._is_free)
            for seat in self.seats.values():
                if self._has_slot(seat.id) and fits(seat.human(), *group):
                    heap.push((seat.load / seat.capacity, seat.last, seat.id), seat.id, seat.stamp)
        return self._free[group]

    def _time(self, at: int, kind: str, p: Place, stamp: int) -> None:
        self._ticket += 1
        heappush(self._timers, (at, self._ticket, kind, p.waiting.id, stamp))

    def _stands(self, timer: tuple[int, int, str, str, int]) -> bool:
        at, _, kind, id_, stamp = timer
        place = self.places[id_]
        if kind == "promise":
            return place.breach == at and place.state in {"waiting", "ringing"}
        if kind.startswith("ask:"):
            guest = place.guests.get(kind[4:])
            return guest is not None and not guest.joined and guest.offer == stamp
        if kind in {"nudge", "words"}:
            joined = any(g.joined for g in place.guests.values())
            return (place.nudge if kind == "nudge" else place.due) == at and place.state == "engaged" and not joined
        return place.stamp == stamp

    def _is_free(self, id_: str, stamp: int) -> bool:
        return self.seats[id_].stamp == stamp

    def _is_waiting(self, id_: str, stamp: int) -> bool:
        place = self.places[id_]
        return place.stamp == stamp and place.state == "waiting"

    def _has_slot(self, human: str) -> bool:
        seat = self.seats[human]
        return seat.available and seat.load < seat.capacity

    def _of_suspects(self) -> list[Place]:
        return [self.places[id_] for h in self._suspects for id_ in self.seats[h].has if self.places[id_].owner == h]

    def _lost(self, p: Place) -> bool:
        seat = self.seats[p.owner or ""]
        if p.state == "ringing":
            return not seat.available
        return not seat.here and not (p.state == "held" and p.held_because == "visitor_away")

    def _pending_of(self, id_: str) -> Pending | None:
        p = self.places[id_]
        if any(g.errand == "fix" for g in p.guests.values()):
            return None
        apart = {h for h, until in p.apart.items() if until > self.now}
        return Pending(id_, frozenset({p.owner or "", *p.guests, *apart}))


_DO: dict[type[Any], Callable[[MemoryDesk, Place, Any], None]] = {
    d.Connect: MemoryDesk._connect,
    d.Take: MemoryDesk._take,
    d.Withdraw: MemoryDesk._withdraw,
    d.Nudge: MemoryDesk._nudge,
    d.Pass: MemoryDesk._pass,
    d.Rescue: MemoryDesk._rescue,
    d.TakeOver: MemoryDesk._take_over,
    d.PutAside: MemoryDesk._put_aside,
    d.Resume: MemoryDesk._resume,
    d.Requeue: MemoryDesk._requeue,
    d.Ask: MemoryDesk._ask,
    d.Join: MemoryDesk._join,
    d.Dismiss: MemoryDesk._dismiss,
    d.Urge: MemoryDesk._urge,
    d.KeepFor: MemoryDesk._keep_for,
    d.StandBack: MemoryDesk._stand_back,
    d.Break: MemoryDesk._break,
}
