"""Wrong engines, policies and desks, each as somebody might write it by mistake. The laws must catch them.

A mutant is what is put in the place of what: `(owner, name, wrong)`. Long, because it is one list.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from routing import decisions as d
from routing import engine, line, memory, model, places, policy, requests, seats
from routing.heaps import Heap
from routing.line import Line
from routing.memory import MemoryDesk
from routing.model import Desk, Due, Human, Pending, Placed, Stranded, Waiting
from routing.places import EFFECTS, Place
from routing.policy import Choice
from routing.seats import Seat, Seats
from routing.timers import Timers


class Mutant(NamedTuple):
    """Something wrong, in words and in code."""

    name: str
    changes: tuple[tuple[Any, str, Any], ...]


MUTANTS: list[Mutant] = []
right_choose, right_effects = policy.choose, dict(EFFECTS)


def wrong(name: str, owner: Any, attribute: str) -> Callable[[Any], Any]:
    """What it decorates stands in the place of that attribute."""

    def keep(instead: Any) -> Any:
        MUTANTS.append(Mutant(name, ((owner, attribute, instead),)))
        return instead

    return keep


def effect(name: str, kind: type) -> Callable[[Any], Any]:
    """What it decorates is what a decision does."""

    def keep(instead: Any) -> Any:
        MUTANTS.append(Mutant(name, ((memory, "EFFECTS", {**right_effects, kind: instead}),)))
        return instead

    return keep


def without(name: str, owner: Any, attribute: str, returns: Any = None) -> None:
    """What is asked has always the same answer."""
    MUTANTS.append(Mutant(name, ((owner, attribute, lambda *_, **__: returns),)))


# Who is preferred


def ordered(name: str, key: Callable[[Seat], tuple[Any, ...]]) -> None:
    def add(heap: Heap, seat: Seat) -> None:
        heap.push(key(seat), seat.id, seat.stamp)

    MUTANTS.append(Mutant(name, ((seats, "_add", add),)))


ordered("the load is not weighed against the capacity", lambda s: (s.load, s.last, s.id))
ordered("the most loaded is preferred", lambda s: (-s.load / s.capacity, s.last, s.id))
ordered("ties go to the id alone", lambda s: (s.load / s.capacity, s.id))
ordered("ties go to whoever was just put before somebody", lambda s: (s.load / s.capacity, -s.last, s.id))
ordered("ties go to the last id", lambda s: (s.load / s.capacity, s.last, [-ord(c) for c in s.id]))
ordered("who was put before somebody longest ago, whatever they have in hand", lambda s: (s.last, s.id))


# Whom a visitor should have


@wrong("nobody has a human of their own", policy, "choose")
def nobodys(desk: MemoryDesk, w: Waiting) -> Choice | None:
    return right_choose(desk, w._replace(known=None, advocate=None, backup=None))


@wrong("the backup before the advocate", policy, "choose")
def backup_first(desk: MemoryDesk, w: Waiting) -> Choice | None:
    return right_choose(desk, w._replace(advocate=w.backup, backup=w.advocate))


@wrong("the advocate before who had it", policy, "choose")
def advocate_first(desk: MemoryDesk, w: Waiting) -> Choice | None:
    return right_choose(desk, w._replace(known=None) if w.advocate and desk.human(w.advocate) else w)


@wrong("held back for a busy advocate", policy, "choose")
def held_back(desk: MemoryDesk, w: Waiting) -> Choice | None:
    own = desk.human(w.advocate) if w.advocate else None
    return None if own and own.free <= 0 else right_choose(desk, w)


@wrong("a chosen human is only preferred", policy, "choose")
def not_kept(desk: MemoryDesk, w: Waiting) -> Choice | None:
    return right_choose(desk, w) or right_choose(desk, w._replace(waits_for=None))


@wrong("a chosen human is rung though kept apart", policy, "choose")
def rung_again(desk: MemoryDesk, w: Waiting) -> Choice | None:
    return right_choose(desk, w._replace(apart={}) if w.waits_for else w)


@wrong("no pair is kept apart", policy, "choose")
def never_apart(desk: MemoryDesk, w: Waiting) -> Choice | None:
    return right_choose(desk, w._replace(apart={}))


@wrong("every reason is that they are first", policy, "choose")
def no_reason(desk: MemoryDesk, w: Waiting) -> Choice | None:
    found = right_choose(desk, w)
    return found and found._replace(because="first_in_line")


@wrong("the team's never overflow", policy, "narrowing")
def never_overflow(desk: MemoryDesk, w: Waiting) -> tuple[str | None, str | None]:
    asked = ((w.team, w.language), (w.team, None), (None, w.language))
    return next((n for n in asked if n != (None, None) and desk.somebody(*n)), (None, None))


@wrong("teams and languages narrow nothing", policy, "narrowing")
def no_narrowing(desk: MemoryDesk, w: Waiting) -> tuple[None, None]:
    return None, None


@wrong("a team of which nobody is here is waited for", policy, "narrowing")
def waits_for_nobody(desk: MemoryDesk, w: Waiting) -> tuple[str | None, str | None]:
    return (None, None) if desk.now >= w.overflow_at else (w.team, w.language)


@wrong("the language before the team", policy, "narrowing")
def language_first(desk: MemoryDesk, w: Waiting) -> tuple[str | None, str | None]:
    asked = ((w.team, w.language), (None, w.language), (w.team, None)) if desk.now < w.overflow_at else ()
    return next((n for n in asked if n != (None, None) and desk.somebody(*n)), (None, None))


@wrong("who said no language speaks none", seats, "fits")
def speaks_none(human: Human, team: str | None, language: str | None) -> bool:
    return (team is None or team in human.teams) and (language is None or language in human.languages)


@wrong("the reason's numbers are those after it", Choice, "numbers")
def after(self: Choice, waited: int) -> dict[str, int]:
    return {"free": self.human.free - 1, "capacity": self.human.capacity, "waited": waited}


# The line


def by(name: str, key: Callable[[Waiting], tuple[Any, ...]]) -> None:
    MUTANTS.append(Mutant(name, ((Waiting, "key", property(key)),)))


by("the rank is ignored", lambda w: (w.absent, 0, w.credited, w.sequence))
by("who is absent goes first", lambda w: (not w.absent, w.rank, w.credited, w.sequence))
by("who is absent keeps their turn", lambda w: (False, w.rank, w.credited, w.sequence))
by("priorities are ignored", lambda w: (w.absent, w.rank, w.entered, w.sequence))
by("the last to come is served first", lambda w: (w.absent, w.rank, -w.credited, w.sequence))
by("ties of the same instant are turned round", lambda w: (w.absent, w.rank, w.credited, -w.sequence))


@wrong("own customers overtake without bound", policy, "may_overtake")
def unbounded(own: Waiting, head: Waiting, rules: model.Rules) -> bool:
    return (own.absent, own.rank) == (head.absent, head.rank)


@wrong("own customers overtake the rescued", policy, "may_overtake")
def past_ranks(own: Waiting, head: Waiting, rules: model.Rules) -> bool:
    return own.credited - head.credited <= rules.affinity


@wrong("own customers overtake by a little more", policy, "may_overtake")
def a_little_more(own: Waiting, head: Waiting, rules: model.Rules) -> bool:
    same = (own.absent, own.rank) == (head.absent, head.rank)
    return same and own.credited - head.credited <= rules.affinity + 5_000


without("own customers never overtake", policy, "may_overtake", False)


@wrong("only the head of all is looked at", Line, "heads")
def one_head(self: Line, right: Any = Line.heads) -> list[Waiting]:
    return list(right(self))[:1]


@wrong("a team's line is blocked by its head", line, "_group")
def coarse(w: Waiting, now: int, right: Any = line._group) -> Any:
    found = right(w, now)
    return found[:2] if isinstance(found, tuple) and len(found) == 5 else found


@wrong("whose humans are kept apart block the others", line, "_group")
def together(w: Waiting, now: int, right: Any = line._group) -> Any:
    return right(w._replace(apart={}), now)


@wrong("who waits for another is held to be an own customer", line, "_own")
def anybodys(w: Waiting, now: int) -> set[str]:
    return {h for h in (w.known, w.advocate, w.waits_for) if h} - w.apart_at(now)


@wrong("a call back is made at once", Line, "join")
def called_at_once(self: Line, w: Waiting, now: int, right: Any = Line.join) -> Any:
    return right(self, w._replace(not_before=0), now)


@wrong("nobody looks again when a team's line overflows", Line, "join")
def overflows_unseen(self: Line, w: Waiting, now: int, right: Any = Line.join) -> None:
    right(self, w, now)


# Time


def running(name: str, kind: str, later: int) -> None:
    def set_timer(self: Timers, at: int, of: str, *about: Any, right: Any = Timers.set, **stamp: Any) -> None:
        right(self, at + (later if of == kind else 0), of, *about, **stamp)

    def stands(self: MemoryDesk, timer: Any, right: Any = MemoryDesk._stands) -> bool:
        return bool(right(self, (timer[0] - (later if timer[2] == kind else 0), *timer[1:])))

    changes = ((Timers, "set", set_timer), (MemoryDesk, "_stands", stands))
    MUTANTS.append(Mutant(name, changes))


running("it rings a second too long", "ring", 1_000)
running("it rings a millisecond too short", "ring", -1)
running("who picked up never owes a word", "words", 10**9)
running("the nudge comes late", "nudge", 1_000)
running("it rings for a guest for ever", "ask", 10**9)
running("a broken promise is told late", "promise", 10_000)
running("what ends at its own time ends later", "look", 5_000)


@wrong("what fell due is decided on as of whenever somebody looks", MemoryDesk, "turn_to")
def late(self: MemoryDesk, moment: int | None) -> None:
    self.now = max(self.now, self.clock)


@wrong("the clock may be set back", MemoryDesk, "turn_to")
def set_back(self: MemoryDesk, moment: int | None) -> None:
    self.now = self.clock if moment is None else moment


@wrong("the nudge does not tell by when", MemoryDesk, "due")
def no_until(self: MemoryDesk, right: Any = MemoryDesk.due) -> Due | None:
    found: Due | None = right(self)
    return found and found._replace(until=0)


# What decisions do


@effect("who does not answer stays available", d.Withdraw)
def stays(desk: MemoryDesk, p: Place, x: d.Withdraw) -> None:
    places._to_line(desk, p, x.human if x.picked_up else p.waiting.known)


@effect("who was withdrawn from joins the end of the line", d.Withdraw)
def at_the_end(desk: MemoryDesk, p: Place, x: d.Withdraw) -> None:
    right_effects[d.Withdraw](desk, p, x)
    p.waiting = p.waiting._replace(rank=1)


@effect("who is rescued joins the end of the line", d.Rescue)
def rescued_last(desk: MemoryDesk, p: Place, x: d.Rescue) -> None:
    right_effects[d.Rescue](desk, p, x)
    p.waiting = p.waiting._replace(rank=1)


@effect("who had it before is forgotten", d.Rescue)
def forgotten(desk: MemoryDesk, p: Place, x: d.Rescue) -> None:
    places._to_line(desk, p, None)


@effect("a decline is forgotten at once", d.Pass)
def not_apart(desk: MemoryDesk, p: Place, x: d.Pass) -> None:
    places._to_line(desk, p, p.waiting.known)


@effect("a ring has no number of its own", d.Connect)
def unnumbered(desk: MemoryDesk, p: Place, x: d.Connect) -> None:
    right_effects[d.Connect](desk, p, x)
    p.offer = max(1, p.offer - 1)


@effect("nobody remembers when they were last put before somebody", d.Connect)
def never_last(desk: MemoryDesk, p: Place, x: d.Connect) -> None:
    last = desk.seats[x.human].last
    right_effects[d.Connect](desk, p, x)
    desk.seats[x.human].last = last


@effect("it rings anew for whoever asks for somebody who can fix it", d.Urge)
def rings_anew(desk: MemoryDesk, p: Place, x: d.Urge) -> None:
    right_effects[d.Urge](desk, p, x)
    if p.state == "ringing":
        places._connect(desk, p, d.Connect(x.conversation, p.owner or "", "first_in_line", {}))
        p.offer -= 1


@effect("who asks for somebody who can fix it waits on for the one they chose", d.Urge)
def waits_on(desk: MemoryDesk, p: Place, x: d.Urge) -> None:
    chosen, later = p.waiting.waits_for, p.waiting.not_before
    right_effects[d.Urge](desk, p, x)
    p.waiting = p.waiting._replace(waits_for=chosen, not_before=later)


@wrong("nobody else comes where somebody came before", Place, "pending")
def one_only(self: Place, now: int, right: Any = Place.pending) -> Pending | None:
    return None if any(g.errand == "fix" for g in self.guests.values()) else right(self, now)


@effect("asking for somebody who can fix it gives no credit", d.Urge)
def no_credit(desk: MemoryDesk, p: Place, x: d.Urge) -> None:
    p.escalated = desk.now


@effect("taking it answers every call for somebody who can fix it", d.Take)
def answered(desk: MemoryDesk, p: Place, x: d.Take) -> None:
    right_effects[d.Take](desk, p, x)
    p.escalated = None


@effect("a hand-over is cold: theirs before they picked up", d.Ask)
def cold(desk: MemoryDesk, p: Place, x: d.Ask) -> None:
    right_effects[d.Ask](desk, p, x)
    if x.errand == "take_over":
        places._owned_by(p, x.human)


@effect("who handed over stays the owner", d.Join)
def never_over(desk: MemoryDesk, p: Place, x: d.Join) -> None:
    right_effects[d.Join](desk, p, x._replace(errand="help"))


@effect("who puts it aside owes no words", d.PutAside)
def excused(desk: MemoryDesk, p: Place, x: d.PutAside) -> None:
    right_effects[d.PutAside](desk, p, x)
    p.due = p.nudge = None


@effect("who joined lets the words be due all the same", d.Join)
def still_due(desk: MemoryDesk, p: Place, x: d.Join) -> None:
    due, nudge = p.due, p.nudge
    right_effects[d.Join](desk, p, x)
    p.due, p.nudge = due, nudge


@effect("who has been in it longest is who was asked first", d.Join)
def asked_first(desk: MemoryDesk, p: Place, x: d.Join) -> None:
    order = list(p.guests)
    right_effects[d.Join](desk, p, x)
    p.guests = {h: p.guests[h] for h in order if h in p.guests}


@effect("a guest who does not answer stays available", d.Dismiss)
def guest_stays(desk: MemoryDesk, p: Place, x: d.Dismiss) -> None:
    right_effects[d.Dismiss](desk, p, x._replace(why="withdrawn"))


@wrong("a choice outlives the wait it was made for", places, "_to_line")
def still_chosen(desk: MemoryDesk, p: Place, known: str | None, right: Any = places._to_line) -> None:
    chosen = p.waiting.waits_for
    right(desk, p, known)
    p.waiting = p.waiting._replace(waits_for=chosen)


@wrong("a call back outlives the wait it was chosen for", places, "_to_line")
def still_later(desk: MemoryDesk, p: Place, known: str | None, right: Any = places._to_line) -> None:
    later = p.waiting.not_before
    right(desk, p, known)
    p.waiting = p.waiting._replace(not_before=later)


@wrong("the wait begins anew though nobody has spoken", places, "_to_line")
def anew(desk: MemoryDesk, p: Place, known: str | None, right: Any = places._to_line) -> None:
    right(desk, p, known)
    p.waiting = p.waiting._replace(since=desk.now)


@wrong("the wait goes on though a human has spoken", MemoryDesk, "spoke")
def unheard(self: MemoryDesk, conversation: str, human: str, right: Any = MemoryDesk.spoke) -> None:
    right(self, conversation, human)
    self.places[conversation].heard = False


@effect("what was promised ends when somebody picks up", d.Take)
def picked_up_is_answered(desk: MemoryDesk, p: Place, x: d.Take) -> None:
    right_effects[d.Take](desk, p, x)
    p.breach = None


@wrong("an owner puts aside whom a colleague is with", requests, "hold")
def on_hold_in_company(place: Placed, human: str, right: Any = requests.hold) -> d.Decision | None:
    found: d.Decision | None = right(place._replace(guests=()), human)
    return found


@wrong("guests stay with what is back in line", places, "_to_line")
def guests_stay(desk: MemoryDesk, p: Place, known: str | None, right: Any = places._to_line) -> None:
    guests = p.guests
    right(desk, p, known)
    p.guests = guests


@wrong("what waits to be helped loses it in the line", places, "_credit_most")
def no_credit_at_all(desk: MemoryDesk, p: Place) -> None:
    """Nothing."""


# Loads and capacities


def busy(name: str, *states: str) -> None:
    MUTANTS.append(Mutant(name, ((Place, "busy", property(lambda p: p.state in states)),)))


busy("holding frees no slot", "ringing", "engaged", "held")
busy("what rings takes no slot", "engaged")
MUTANTS.append(
    Mutant("who is beside has no load of it", ((Place, "humans", property(lambda p: (p.owner,) if p.owner else ())),))
)


@wrong("everybody has one place more", Seats, "freest")
def one_more(self: Seats, team: str | None, language: str | None, beside: frozenset[str]) -> Seat | None:
    able = [s for s in self._by_id.values() if s.available and s.load <= s.capacity and s.id not in beside]
    return min(able, key=lambda s: (s.load / s.capacity, s.last, s.id), default=None)


@wrong("one's own human always has a place", policy, "_if_free")
def always_free(desk: MemoryDesk, agent: str, because: d.Because) -> Choice | None:
    human = desk.human(agent)
    return Choice(human, because) if human else None


@wrong("coming back may not exceed the capacity", policy, "may_resume")
def strict(human: Human | None) -> bool:
    return human is not None and human.load < human.capacity


@wrong("coming back may exceed any capacity", policy, "may_resume")
def lavish(human: Human | None) -> bool:
    return human is not None


@wrong("who is seated anew counts as never put before anybody", Seats, "take")
def seated_anew(self: Seats, seat: Seat, right: Any = Seats.take) -> None:
    right(self, seat)
    if seat.here:
        self._by_id[seat.id].last = 0
        self.weigh(seat.id, 0)


@wrong("what was closed and written in again begins its numbers anew", MemoryDesk, "arrive")
def numbers_anew(self: MemoryDesk, w: Waiting, breach: int | None = None, right: Any = MemoryDesk.arrive) -> None:
    if w.id in self.places and self.places[w.id].state == "wrapped":
        self.places[w.id].offer = 0
    right(self, w, breach)


@wrong("who writes while in line joins it anew", MemoryDesk, "arrive")
def joins_anew(self: MemoryDesk, w: Waiting, breach: int | None = None, right: Any = MemoryDesk.arrive) -> None:
    if w.id in self.places and self.places[w.id].state == "waiting":
        self.end(w.id)
    right(self, w, breach)


@wrong("a member has nothing of what its human has no place for", policy, "taken_up")
def to_the_line(desk: Desk, place: Placed, owner: str | None, right: Any = policy.taken_up) -> d.Decision:
    found: d.Decision = right(desk, place, owner)
    return d.Requeue(place.id, owner) if isinstance(found, d.Join) else found


@wrong("who takes no new calls loses those they have", policy, "taken_up")
def let_go(desk: Desk, place: Placed, owner: str | None, right: Any = policy.taken_up) -> d.Decision:
    found: d.Decision = right(desk, place, owner if owner and desk.human(owner) else None)
    return found


@wrong("who was silent is put before a visitor who is back", MemoryDesk, "away")
def forgives(self: MemoryDesk, human: str, silent: bool = False, right: Any = MemoryDesk.away) -> None:
    right(self, human, False)


@wrong("a new matter begins with whoever had the last one", policy, "_own")
def whoever_had_the_last(waiting: Waiting, right: Any = policy._own) -> Any:
    return right(waiting._replace(rank=0))


@wrong("who lost the line begins anew", policy, "_own")
def begins_anew(waiting: Waiting, right: Any = policy._own) -> Any:
    return right(waiting._replace(rank=1))


@wrong("whoever comes in leaves the visitor on hold", places, "_lift_hold")
def on_hold(_p: places.Place) -> None:
    pass


# Who is left alone

without("nobody is told that whom they wait for went away", MemoryDesk, "let_down")
without("who is gone keeps what is theirs", MemoryDesk, "stranded")
without("a guest who is gone stays", MemoryDesk, "missing")
without("what was held for its visitor stays held", MemoryDesk, "returned")


@wrong("only what rings is rescued", MemoryDesk, "stranded")
def rings_only(self: MemoryDesk, right: Any = MemoryDesk.stranded) -> Stranded | None:
    found: Stranded | None = right(self)
    return None if found and found.picked_up else found


@wrong("a member is no heir", Place, "heir")
def no_heir(self: Place) -> None:
    return None


@wrong("the last to join is the heir", Place, "heir")
def last_heir(self: Place) -> str | None:
    return next((g.human for g in reversed(self.guests.values()) if g.joined), None)


@wrong("who went away is rung on", MemoryDesk, "_is_lost")
def rung_on(self: MemoryDesk, p: Place) -> bool:
    return not self.seats[p.owner or ""].here and p.held_because != "visitor_away"


@wrong("what is held for its visitor goes to the line at once", MemoryDesk, "_is_lost")
def lost_at_once(self: MemoryDesk, p: Place) -> bool:
    seat = self.seats[p.owner or ""]
    return not (seat.available if p.state == "ringing" else seat.here)


@wrong("the line is served before the rescued join it", engine, "_settle")
def served_first(desk: MemoryDesk, right: Any = engine._settle) -> Iterator[d.Decision]:
    while desk.anybody_free() and (connect := engine._serve(desk)):
        yield engine._applied(desk, connect)
    yield from right(desk)


# Help

without("asking for somebody who can fix it brings nobody", policy, "helper")
without("nobody remembers who asked for somebody who can fix it", Place, "pending")


@wrong("no lead is asked first", policy, "helper")
def any_colleague(desk: MemoryDesk, pending: Pending) -> Human | None:
    return desk.helper(pending.beside, False, 0) or desk.helper(pending.beside, False, 1)


@wrong("nobody is asked over their capacity", policy, "helper")
def within_capacity(desk: MemoryDesk, pending: Pending) -> Human | None:
    return desk.helper(pending.beside, True, 0) or desk.helper(pending.beside, False, 0)


@wrong("helpers are asked two over their capacity", policy, "helper")
def two_over(desk: MemoryDesk, pending: Pending) -> Human | None:
    return desk.helper(pending.beside, True, 0) or desk.helper(pending.beside, False, 2)


@wrong("help is asked for again and again", Place, "pending")
def again_and_again(self: Place, now: int) -> Pending | None:
    return Pending(self.waiting.id, self.waiting.apart_at(now).union(self.humans))


@wrong("who declined to help is asked again at once", Place, "pending")
def asked_again(self: Place, now: int) -> Pending | None:
    fixing = any(g.errand == "fix" for g in self.guests.values())
    return None if fixing else Pending(self.waiting.id, frozenset(self.humans))


@wrong("the last to ask is helped first", MemoryDesk, "pending")
def last_first(self: MemoryDesk, right: Any = MemoryDesk.pending) -> list[Pending]:
    return list(right(self))[::-1]


# Requests


def asked(name: str, request: str) -> Callable[[Any], Any]:
    return wrong(name, requests, request)


@asked("a ring that is over can be answered", "pick_up")
def any_number(place: Placed, human: str, offer: int | None, right: Any = requests.pick_up) -> Any:
    return right(place, human, None)


@asked("whoever is quickest has it", "pick_up")
def quickest(place: Placed, human: str, offer: int | None, right: Any = requests.pick_up) -> Any:
    if place.state == "ringing" and offer is None:
        return d.Take(place.id, human, "picked_up")
    return right(place, human, offer)


@asked("no ring can be answered by its number", "pick_up")
def no_number(place: Placed, human: str, offer: int | None, right: Any = requests.pick_up) -> Any:
    return right(place, human, offer + 1 if offer is not None else None)


@asked("any ring can be declined", "decline")
def any_decline(desk: MemoryDesk, place: Placed, human: str, offer: int) -> Any:
    if place.state == "ringing" and place.owner:
        return d.Pass(place.id, place.owner, desk.now + desk.rules.apart)
    return None


@asked("the owner may step out", "step_out")
def owner_out(place: Placed, human: str, right: Any = requests.step_out) -> Any:
    if place.owner == human and place.state == "engaged":
        return d.Requeue(place.id, human)
    return right(place, human)


@asked("an escalation is refused while it is in line", "escalate")
def refused(place: Placed, right: Any = requests.escalate) -> Any:
    if place.state == "waiting":
        raise requests.Refused("hands_full")
    return right(place)


@asked("asking twice for somebody who can fix it is asking twice", "escalate")
def twice(place: Placed) -> Any:
    return None if place.state == "wrapped" else d.Urge(place.id)


@asked("choosing twice to wait is choosing twice", "wait_for")
def waits_twice(desk: MemoryDesk, place: Placed, human: str | None, right: Any = requests.wait_for) -> Any:
    return right(desk, place._replace(waits_for="nobody"), human)


@asked("one may wait for somebody who is not here", "wait_for")
def for_a_ghost(desk: MemoryDesk, place: Placed, human: str | None) -> Any:
    return d.KeepFor(place.id, human) if place.state == "waiting" and place.waits_for != human else None


@asked("hands are never full", "ask")
def never_full(desk: MemoryDesk, place: Placed, by: str, whom: str, errand: d.Errand, right: Any = requests.ask) -> Any:
    try:
        return right(desk, place, by, whom, errand)
    except requests.Refused as refused:
        human = desk.human(whom)
        if refused.code != "hands_full" or human is None:
            raise
        return requests._ask(place, human, by, errand)


@asked("anybody may bring somebody in", "ask")
def by_anybody(desk: MemoryDesk, place: Placed, by: str, whom: str, errand: d.Errand, right: Any = requests.ask) -> Any:
    return right(desk, place, place.owner or by, whom, errand)


@asked("who declined is whoever is free", "ask_somebody")
def who_declined(
    desk: MemoryDesk, place: Placed, by: str, team: str | None, errand: d.Errand, right: Any = requests.ask_somebody
) -> Any:
    return right(desk, place._replace(apart=frozenset()), by, team, errand)


@asked("an agent may send away whom the visitor needs", "take_back")
def sent_away(place: Placed, by: str, whom: str, right: Any = requests.take_back) -> Any:
    return right(place._replace(guests=tuple(g._replace(by=by) for g in place.guests)), by, whom)


@asked("coming back is never refused a place", "resume")
def always_back(desk: MemoryDesk, place: Placed, human: str) -> Any:
    return d.Resume(place.id, human) if place.state == "held" and place.owner == human else None
