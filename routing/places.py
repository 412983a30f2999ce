"""Where a conversation is on a desk in memory, and what each decision does to that. Long as it is one table."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from routing import decisions as d
from routing.model import Guest, Pending, Placed, State, Waiting

if TYPE_CHECKING:
    from routing.memory import MemoryDesk


@dataclass(slots=True)
class Place:
    """A conversation's place. `due`: when the ring is over, or the first words are due; `heard`: a human has spoken, so that this
    wait is over. `stamp` tells each change from those before it.
    """

    waiting: Waiting
    state: State = "waiting"
    owner: str | None = None
    offer: int = 0
    guests: dict[str, Guest] = field(default_factory=dict)
    """By human, in the order in which they were asked; who joined goes behind."""
    held_because: str = ""
    nudge: int | None = None
    due: int | None = None
    breach: int | None = None
    escalated: int | None = None
    heard: bool = False
    stamp: int = 0

    @property
    def humans(self) -> tuple[str, ...]:
        """The owner, and who is beside."""
        if self.owner is None:
            return ()
        return (self.owner, *self.guests) if self.guests else (self.owner,)

    @property
    def busy(self) -> bool:
        """Whether it takes a slot of each of them."""
        return self.state in {"ringing", "engaged"}

    def hear(self, human: str) -> None:
        """That human's words."""
        self.heard, self.breach = True, None
        if self.owner == human:
            self.due = self.nudge = None

    def heir(self) -> str | None:
        """The member who has been in it longest."""
        return next((g.human for g in self.guests.values() if g.joined), None)

    def placed(self, now: int) -> Placed:
        """As a request sees it."""
        return Placed(
            self.waiting.id,
            self.state,
            self.owner,
            self.offer,
            tuple(self.guests.values()),
            self.held_because,
            self.escalated is not None,
            self.waiting.waits_for,
            self.waiting.apart_at(now),
        )

    def pending(self, now: int) -> Pending | None:
        """Whom it lacks, if its visitor asked for somebody who can fix it and nobody is on the way."""
        if self.escalated is None or any(g.errand == "fix" and not g.joined for g in self.guests.values()):
            return None
        return Pending(self.waiting.id, self.waiting.apart_at(now).union(self.humans))


# Each of these is a decision's whole effect on the place and on the clocks that run for it.


def _connect(desk: "MemoryDesk", p: Place, x: d.Connect) -> None:
    p.state, p.owner, p.offer = "ringing", x.human, p.offer + 1
    p.due, p.nudge = desk.now + desk.rules.ring, None
    desk.timers.set(p.due, "ring", x.conversation)
    desk.seats[x.human].last = desk.now


def _take(desk: "MemoryDesk", p: Place, x: d.Take) -> None:
    if p.owner != x.human:
        p.offer, p.owner = p.offer + 1, x.human
        desk.seats[x.human].last = desk.now
    if p.waiting.known != x.human:
        # Whoever had it when the visitor asked for another is not that other.
        p.escalated = None
    p.state = "engaged"
    p.nudge, p.due = desk.now + desk.rules.nudge, desk.now + desk.rules.words
    desk.timers.set(p.nudge, "nudge", x.conversation)


def _withdraw(desk: "MemoryDesk", p: Place, x: d.Withdraw) -> None:
    _to_line(desk, p, x.human if x.picked_up else p.waiting.known)
    desk.away(x.human, silent=True)


def _nudge(desk: "MemoryDesk", p: Place, x: d.Nudge) -> None:
    p.nudge = None
    desk.timers.set(x.due, "words", x.conversation)


def _pass(desk: "MemoryDesk", p: Place, x: d.Pass) -> None:
    _keep_apart(desk, p, x.human, x.until)
    _to_line(desk, p, p.waiting.known)


def _rescue(desk: "MemoryDesk", p: Place, x: d.Rescue) -> None:
    _to_line(desk, p, x.human if x.picked_up else p.waiting.known)


def _take_over(_desk: "MemoryDesk", p: Place, x: d.TakeOver) -> None:
    _owned_by(p, x.human)


def _put_aside(_desk: "MemoryDesk", p: Place, x: d.PutAside) -> None:
    p.state, p.held_because = "held", x.because
    if x.because == "visitor_away":
        _nothing_due(p)


def _resume(_desk: "MemoryDesk", p: Place, _x: d.Resume) -> None:
    p.state, p.held_because = "engaged", ""


def _requeue(desk: "MemoryDesk", p: Place, x: d.Requeue) -> None:
    _to_line(desk, p, x.human or p.owner)


def _ask(desk: "MemoryDesk", p: Place, x: d.Ask) -> None:
    p.offer += 1
    p.guests[x.human] = Guest(x.human, False, x.errand, x.by, p.offer)
    desk.timers.set(desk.now + desk.rules.ring, "ask", x.conversation, x.human, p.offer)
    desk.seats[x.human].last = desk.now
    desk.seats.weigh(x.human, 0)


def _join(_desk: "MemoryDesk", p: Place, x: d.Join) -> None:
    guest = p.guests.pop(x.human)
    p.escalated = None
    _nothing_due(p)
    if x.errand == "take_over":
        p.owner = x.human
    else:
        p.guests[x.human] = guest._replace(joined=True)
    _lift_hold(p)


def _dismiss(desk: "MemoryDesk", p: Place, x: d.Dismiss) -> None:
    p.guests.pop(x.human, None)
    if x.until:
        _keep_apart(desk, p, x.human, x.until)
    if x.why == "no_answer":
        desk.away(x.human, silent=True)


def _urge(desk: "MemoryDesk", p: Place, _x: d.Urge) -> None:
    p.escalated = desk.now
    if p.state == "waiting":
        p.waiting = p.waiting._replace(waits_for=None, not_before=0)
        _credit_most(desk, p)


def _keep_for(_desk: "MemoryDesk", p: Place, x: d.KeepFor) -> None:
    p.waiting = p.waiting._replace(waits_for=x.human)


def _stand_back(_desk: "MemoryDesk", p: Place, x: d.StandBack) -> None:
    p.waiting = p.waiting._replace(absent=x.absent)


def _break(_desk: "MemoryDesk", p: Place, _x: d.Break) -> None:
    p.breach = None


# What they have in common


def _to_line(desk: "MemoryDesk", p: Place, known: str | None) -> None:
    """Whatever was chosen about who comes was for the one who came. The wait itself is over once a human has spoken: else it goes on."""
    since = desk.now if p.heard else p.waiting.since
    p.heard = False
    if p.breach is not None and p.breach <= desk.now:
        # It was broken while somebody had it who wrote nothing.
        p.breach = None
    p.state, p.owner, p.held_because, p.guests = "waiting", None, "", {}
    _nothing_due(p)
    p.waiting = p.waiting._replace(rank=0, known=known, waits_for=None, not_before=0, since=since)
    if p.escalated is not None:
        _credit_most(desk, p)


def _owned_by(p: Place, human: str) -> None:
    del p.guests[human]
    p.owner = human
    _nothing_due(p)


def _lift_hold(p: Place) -> None:
    """Somebody is with the visitor now: they are on hold no more."""
    if p.held_because == "by_agent":
        p.state, p.held_because = "engaged", ""


def _nothing_due(p: Place) -> None:
    p.due = p.nudge = None


def _keep_apart(desk: "MemoryDesk", p: Place, human: str, until: int) -> None:
    apart = {h: u for h, u in p.waiting.apart.items() if u > desk.now}
    p.waiting = p.waiting._replace(apart=apart | {human: until})


def _credit_most(desk: "MemoryDesk", p: Place) -> None:
    w = p.waiting
    p.waiting = w._replace(credited=min(w.credited, w.entered - max(desk.rules.credits)))


EFFECTS: dict[type[Any], Callable[["MemoryDesk", Place, Any], None]] = {
    d.Connect: _connect,
    d.Take: _take,
    d.Withdraw: _withdraw,
    d.Nudge: _nudge,
    d.Pass: _pass,
    d.Rescue: _rescue,
    d.TakeOver: _take_over,
    d.PutAside: _put_aside,
    d.Resume: _resume,
    d.Requeue: _requeue,
    d.Ask: _ask,
    d.Join: _join,
    d.Dismiss: _dismiss,
    d.Urge: _urge,
    d.KeepFor: _keep_for,
    d.StandBack: _stand_back,
    d.Break: _break,
}
