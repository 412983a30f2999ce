"""A desk in memory: what the tests and the simulator run the engine over. Nothing in it costs more than the logarithm of its size."""

from collections.abc import Iterable, Iterator

from routing.decisions import Decision
from routing.line import Line
from routing.model import Due, Human, Missing, Pending, Placed, Returned, Rules, Stranded, Waiting
from routing.places import EFFECTS, Place
from routing.seats import Seat, Seats
from routing.timers import Timer, Timers

__all__ = ["MemoryDesk", "Seat"]


class MemoryDesk:
    """Implements `routing.model.Desk`. Set `clock` and change facts by the last methods, then let the engine decide.

    What fell due before a fact comes first: let the engine decide before it, too.
    """

    def __init__(self, rules: Rules | None = None) -> None:
        self.rules = rules or Rules()
        self.clock = 0
        self.now = 0
        self.seats = Seats()
        self.places: dict[str, Place] = {}
        self.timers = Timers(self._stands)
        self._line = Line()
        self._suspects: set[str] = set()
        """Humans of whom something changed that may have left somebody alone."""
        self._back: set[str] = set()
        self._pending: dict[str, int] = {}
        self._stamp = 0

    # What the engine reads

    def next_due(self) -> int | None:
        found = self.timers.first(self.clock if self.clock > self.now else self.now)
        return None if found is None else found[0]

    def turn_to(self, moment: int | None) -> None:
        """A clock that is set back stands still here until it has caught up."""
        if moment is None:
            moment = self.clock
        self.now = max(self.now, moment)

    def due(self) -> Due | None:
        while (timer := self.timers.take(self.now)) is not None:
            _, _, kind, conversation, human, _ = timer
            place = self.places[conversation]
            match kind:
                case "look":
                    self._put(place, self._lift(place))
                case "ask":
                    return Due("ask", conversation, human)
                case "promise":
                    return Due("promise", conversation, "")
                case "ring" | "nudge" | "words" if place.owner is not None:
                    return Due(kind, conversation, place.owner, place.due or 0)
        return None

    def place(self, conversation: str) -> Placed | None:
        found = self.places.get(conversation)
        return None if found is None else found.placed(self.now)

    def let_down(self) -> str | None:
        if not self._suspects:
            return None
        for human in sorted(self._suspects):
            if self.seats.available(human) is None and (found := self._line.kept_for(human)):
                return found
        return None

    def stranded(self) -> Stranded | None:
        """The last question about who may have been left alone."""
        if not self._suspects:
            return None
        lost = [p for human in self._suspects for p in self._owned_by(human) if self._is_lost(p)]
        if not lost:
            self._suspects.clear()
            return None
        p = min(lost, key=lambda p: p.waiting.key)
        return Stranded(p.waiting.id, p.owner or "", p.state != "ringing", p.heir())

    def missing(self) -> Missing | None:
        if not self._suspects:
            return None
        for human in sorted(self._suspects):
            seat = self.seats.get(human)
            for conversation in sorted(seat.has) if seat else ():
                guest = self.places[conversation].guests.get(human)
                if seat and guest and not (seat.available or (guest.joined and seat.here)):
                    return Missing(conversation, human)
        return None

    def returned(self) -> Returned | None:
        if not self._back:
            return None
        for conversation in sorted(self._back):
            place = self.places[conversation]
            if place.state == "held" and place.held_because == "visitor_away":
                owner = place.owner
                kept = owner and self.seats[owner].here and not self.seats[owner].silent
                return Returned(conversation, owner if kept else None)
            self._back.discard(conversation)
        return None

    def pending(self) -> Iterable[Pending]:
        if not self._pending:
            return ()
        longest = sorted(self._pending, key=lambda id_: (self._pending[id_], id_))
        return [found for id_ in longest if (found := self.places[id_].pending(self.now))]

    def anybody_free(self) -> bool:
        return self.seats.anybody_free()

    def heads(self) -> Iterable[Waiting]:
        return self._line.heads()

    def first_of(self, human: str) -> Waiting | None:
        return self._line.first_of(human)

    def human(self, agent: str) -> Human | None:
        seat = self.seats.available(agent)
        return seat.human() if seat else None

    def somebody(self, team: str | None, language: str | None, beside: frozenset[str] = frozenset()) -> bool:
        return self.seats.somebody(team, language, beside)

    def freest(self, team: str | None, language: str | None, beside: frozenset[str]) -> Human | None:
        seat = self.seats.freest(team, language, beside)
        return seat.human() if seat else None

    def helper(self, beside: frozenset[str], lead: bool, over: int) -> Human | None:
        seat = self.seats.helper(beside, lead, over)
        return seat.human() if seat else None

    def apply(self, decision: Decision) -> None:
        place = self.places[decision.conversation]
        before = self._lift(place)
        EFFECTS[type(decision)](self, place, decision)
        self._put(place, before)

    # Facts, as they come

    def seat(self, seat: Seat) -> None:
        """An agent who is new, or of whom something changed."""
        self.seats.take(seat)
        self._suspects.add(seat.id)

    def away(self, human: str, silent: bool = False) -> None:
        """They take no more calls until they are seated anew; `silent`: because they did not answer."""
        self.seats.away(human, silent)
        self._suspects.add(human)

    def arrive(self, waiting: Waiting, breach: int | None = None) -> None:
        """Somebody wrote: they stand in line, unless they have a place already. `breach`: when the promise about the wait is broken."""
        known = self.places.get(waiting.id)
        if known is not None and known.state != "wrapped":
            return
        place = self.places[waiting.id] = Place(waiting, offer=known.offer if known else 0, breach=breach)
        self._put(place, ((), False))
        if breach is not None:
            self.timers.set(breach, "promise", waiting.id)

    def spoke(self, conversation: str, human: str) -> None:
        """A human's words: the visitor's wait is over with its promise, and nothing is due from its owner any more, if they are theirs."""
        place = self.places[conversation]
        if place.state in {"engaged", "held"}:
            place.hear(human)

    def back(self, conversation: str) -> None:
        """The visitor of what is held for their absence is there again."""
        self._back.add(conversation)

    def call_back(self, conversation: str, at: int) -> None:
        """Who waits rather wants to be called, then. Their place is kept; nothing is promised about waiting any more."""
        place = self.places[conversation]
        if place.state == "waiting":
            before = self._lift(place)
            place.waiting, place.breach = place.waiting._replace(not_before=at), None
            self._put(place, before)

    def end(self, conversation: str) -> None:
        """Closed, or left: every slot it took is free."""
        place = self.places[conversation]
        before = self._lift(place)
        place.state, place.owner, place.escalated, place.guests = "wrapped", None, None, {}
        self._put(place, before)

    # Bookkeeping

    def _lift(self, p: Place) -> tuple[tuple[str, ...], bool]:
        """Out of the line, to be changed. Returns who had it, and whether it took their slots."""
        if p.state == "waiting":
            self._line.leave(p.waiting.id)
        return p.humans, p.busy

    def _put(self, p: Place, before: tuple[tuple[str, ...], bool]) -> None:
        """Into the line or the loads, as it is now."""
        self._stamp = p.stamp = self._stamp + 1
        conversation, state = p.waiting.id, p.state
        had, was_busy = before
        have, is_busy = p.humans, p.busy
        if have != had or is_busy != was_busy:
            self.seats.move(conversation, had, have, was_busy, is_busy)
        if self._pending:
            self._pending.pop(conversation, None)
        again = None
        if state == "waiting":
            if p.waiting.waits_for is not None:
                self._suspects.add(p.waiting.waits_for)
            again = self._line.join(p.waiting, self.now)
        elif p.escalated is not None and state != "ringing":
            self._pending[conversation] = p.escalated
            again = min((until for until in p.waiting.apart.values() if until > self.now), default=None)
        if state == "held" and p.owner is not None:
            self._suspects.add(p.owner)
        if again is not None:
            self.timers.set(again, "look", conversation, stamp=p.stamp)

    def _stands(self, timer: Timer) -> bool:
        at, _, kind, conversation, human, stamp = timer
        place = self.places[conversation]
        match kind:
            case "ring":
                return place.due == at and place.state == "ringing"
            case "nudge":
                return place.nudge == at and place.state in {"engaged", "held"}
            case "words":
                return place.due == at and place.state in {"engaged", "held"}
            case "promise":
                return place.breach == at and place.state in {"waiting", "ringing"}
            case "ask":
                guest = place.guests.get(human)
                return guest is not None and not guest.joined and guest.offer == stamp
            case _:
                return place.stamp == stamp

    def _owned_by(self, human: str) -> Iterator[Place]:
        seat = self.seats.get(human)
        return (p for id_ in (seat.has if seat else ()) if (p := self.places[id_]).owner == human)

    def _is_lost(self, p: Place) -> bool:
        seat = self.seats[p.owner or ""]
        if p.state == "ringing":
            return not seat.available
        kept = p.state == "held" and p.held_because == "visitor_away" and p.heir() is None
        return not seat.here and not kept
