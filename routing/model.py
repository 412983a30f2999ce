"""The facts that routing decides on, and the desk it reads them from.

Times are milliseconds. A desk shows the heads of its queues and its freest humans, never a whole
queue, so that the cost of a decision does not grow with the line.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, Protocol

from routing.decisions import Decision, Errand

State = Literal["waiting", "ringing", "engaged", "held", "wrapped"]
_NOBODY: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Rules:
    """A site's policy. `credits`: by priority, what is taken off the time of entering, so nobody is overtaken by more than the largest."""

    mode: Literal["connect", "ring"] = "connect"
    ring: int = 20_000
    words: int = 90_000
    nudge: int = 45_000
    overflow: int = 30_000
    affinity: int = 30_000
    apart: int = 60_000
    credits: tuple[int, int, int] = (0, 60_000, 180_000)


class Human(NamedTuple):
    """An agent who takes calls and whose connection lives.

    `load` counts the places they own or joined, ringing or engaged; `last`: when they were last put before somebody;
    no `languages`: any.
    """

    id: str
    capacity: int
    load: int
    last: int
    teams: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    lead: bool = False

    @property
    def free(self) -> int:
        """Slots left; below zero after a lowered capacity."""
        return self.capacity - self.load


class Waiting(NamedTuple):
    """A conversation in line.

    `rank` 0 was already with somebody, 1 is ordinary. `credited` is `entered` less the credit of its priority. `known` had it
    before; `advocate` and `backup` are the visitor's own. `waits_for`: the one they chose to wait for. Until `overflow_at` only `team` and
    `language` serve it. `apart`: who is not rung for it, until when. `not_before`: a call back is due then.
    `since`: when this wait began, if it is not the first. A wait ends with a human's first word, not with a human.
    """

    id: str
    rank: int
    credited: int
    sequence: int
    entered: int
    absent: bool = False
    known: str | None = None
    advocate: str | None = None
    backup: str | None = None
    waits_for: str | None = None
    team: str | None = None
    language: str | None = None
    overflow_at: int = 0
    apart: Mapping[str, int] = {}
    not_before: int = 0
    since: int = 0

    @property
    def wait_began(self) -> int:
        """When they began to wait for whom they wait now: not when they first wrote, if a human has spoken to them since."""
        return self.since or self.entered

    @property
    def key(self) -> tuple[bool, int, int, int]:
        """The place in line. Who is there goes before who is not; else it never changes, so nobody starves."""
        return (self.absent, self.rank, self.credited, self.sequence)

    def apart_at(self, now: int) -> frozenset[str]:
        """Who is not rung for it now."""
        return frozenset(h for h, until in self.apart.items() if until > now) if self.apart else _NOBODY


class Guest(NamedTuple):
    """Somebody beside the owner: asked in by `by`, as `offer`; or in."""

    human: str
    joined: bool
    errand: Errand
    by: str | None
    offer: int


class Placed(NamedTuple):
    """A conversation's place, for a request about it.

    `offer` numbers the last ring; `held_because`: of one that is held; `escalated`: the visitor asked for somebody who can fix it and that
    one is not there yet; `waits_for`: whom a waiting visitor chose to wait for; `apart`: who is not rung for it now.
    """

    id: str
    state: State
    owner: str | None
    offer: int
    guests: tuple[Guest, ...]
    held_because: str
    escalated: bool = False
    waits_for: str | None = None
    apart: frozenset[str] = frozenset()

    def guest(self, human: str) -> Guest | None:
        """That human's part in it, if they are asked or in."""
        for guest in self.guests:
            if guest.human == human:
                return guest
        return None

    def heir(self) -> str | None:
        """The member who has been in it longest."""
        return next((g.human for g in self.guests if g.joined), None)


class Stranded(NamedTuple):
    """A conversation whose human is no longer there for it. `heir`: the member who has been in it longest."""

    id: str
    human: str
    picked_up: bool
    heir: str | None


class Missing(NamedTuple):
    """Somebody asked or in who is gone."""

    id: str
    human: str


class Returned(NamedTuple):
    """A conversation held for its visitor's absence, who is back; null: its owner is gone meanwhile, or was silent when it rang."""

    id: str
    human: str | None


class Pending(NamedTuple):
    """A visitor who asked for somebody who can fix it, and with whom nobody else is yet. `beside`: who cannot be that one."""

    id: str
    beside: frozenset[str]


class Due(NamedTuple):
    """Something that fell due: a ring, the nudge, the first words, an asked human's ring, the promise about a wait."""

    kind: Literal["ring", "nudge", "words", "ask", "promise"]
    id: str
    human: str
    until: int = 0


class Desk(Protocol):
    """A site's routing state. `now` is the moment being decided on. `apply` makes a decision part of it, so that the next one sees it."""

    rules: Rules

    @property
    def now(self) -> int:
        """The moment being decided on."""

    def next_due(self) -> int | None:
        """The earliest moment, not after the real now, at which something falls due that is not dealt with."""

    def turn_to(self, moment: int | None) -> None:
        """Decide on that moment; null: on the real now."""

    def due(self) -> Due | None:
        """One thing that fell due by `now`, or None."""

    def place(self, conversation: str) -> Placed | None:
        """Where it is."""

    def let_down(self) -> str | None:
        """A waiting conversation whose chosen human is no longer available, or None."""

    def stranded(self) -> Stranded | None:
        """One conversation whose human is gone (or went away before picking up), or None.

        One that is held for its visitor's absence stays, unless a member is there to have it.
        """

    def missing(self) -> Missing | None:
        """One member who is gone, or who went away while it rang for them, or None."""

    def returned(self) -> Returned | None:
        """One conversation held for its visitor's absence who is back, or None."""

    def pending(self) -> Iterable[Pending]:
        """Those who asked for somebody who can fix it, the longest wait first."""

    def anybody_free(self) -> bool:
        """Whether any available human has a free slot."""

    def heads(self) -> Iterable[Waiting]:
        """The first of each group in line that may differ in whom it can have, by `Waiting.key`.

        Whom everybody may serve is one group; until its overflow, each team and language with the same known, advocate and backup;
        those who wait for the same human; and each one of whom somebody is kept apart. Groups that nobody free can have may be
        missing.
        """

    def first_of(self, human: str) -> Waiting | None:
        """The first in line whose own human this is: chosen, or, where nobody is, known or the advocate. Not if they are kept apart."""

    def human(self, agent: str) -> Human | None:
        """That agent, if available, free or not."""

    def somebody(self, team: str | None, language: str | None, beside: frozenset[str] = _NOBODY) -> bool:
        """Whether anybody available who is not `beside`, free or not, fits."""

    def freest(self, team: str | None, language: str | None, beside: frozenset[str]) -> Human | None:
        """The human with a free slot who fits and is not `beside` that `policy.preference` puts first, or None."""

    def helper(self, beside: frozenset[str], lead: bool, over: int) -> Human | None:
        """The available human not `beside` (a lead, if `lead`) with a load below capacity + `over` that is preferred, or None."""

    def apply(self, decision: Decision) -> None:
        """Make it so."""
