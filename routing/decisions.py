"""What routing can decide. Each decision carries its reason and the numbers behind it, and is applied as a whole."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

Because = Literal[
    "your_customer",
    "was_theirs",
    "waits_for_you",
    "on_the_team",
    "speaks_their_language",
    "first_in_line",
    "asked",
    "escalated",
    "picked_up",
]
Errand = Literal["help", "take_over", "fix"]
Numbers = Mapping[str, int]


class Connect(NamedTuple):
    """Put a waiting conversation before a human: it rings for them, as the next offer, until the desk's `ring` is over."""

    conversation: str
    human: str
    because: Because
    numbers: Numbers


class Take(NamedTuple):
    """A human has it from now on, picked up. Their first words are due."""

    conversation: str
    human: str
    because: Because


class Withdraw(NamedTuple):
    """No sign of the human it rang for, or not a word from who picked up: they become away, the visitor goes on with rank 0."""

    conversation: str
    human: str
    picked_up: bool


class Nudge(NamedTuple):
    """Who picked up has not written yet; at `due` the visitor goes on."""

    conversation: str
    human: str
    due: int


class Pass(NamedTuple):
    """The human it rang for says "not now": the pair is kept apart until `until`, the visitor goes on with rank 0."""

    conversation: str
    human: str
    until: int


class Rescue(NamedTuple):
    """Back to the head of the line: its human is gone, or went away before picking up."""

    conversation: str
    human: str
    picked_up: bool


class TakeOver(NamedTuple):
    """Its human is gone, and a member goes on in their place."""

    conversation: str
    human: str
    after: str


class PutAside(NamedTuple):
    """Held: it stays the human's, the slot is free. `visitor_away`: until the visitor is back."""

    conversation: str
    human: str
    because: Literal["by_agent", "visitor_away"]


class Resume(NamedTuple):
    """Taken up again by the human who held it."""

    conversation: str
    human: str


class Requeue(NamedTuple):
    """What was held goes to the line with rank 0: its human has no place for it now. `human` had it; null: that one is gone."""

    conversation: str
    human: str | None


class Ask(NamedTuple):
    """A human is asked to come in: it rings for them as the next offer. `by`: who asked; null: the desk, for the visitor."""

    conversation: str
    human: str
    errand: Errand
    by: str | None
    because: Because
    numbers: Numbers


class Join(NamedTuple):
    """Who was asked is in. With the errand `take_over` they own it now, and `after`, who had it, is out."""

    conversation: str
    human: str
    errand: Errand
    after: str | None


class Dismiss(NamedTuple):
    """Who was asked does not come, or who was in goes. `until`: how long they are not asked for it again."""

    conversation: str
    human: str
    why: Literal["declined", "no_answer", "withdrawn", "went_away", "stepped_out"]
    until: int


class Urge(NamedTuple):
    """The visitor asked for somebody who can fix it. In line: the highest credit. With somebody: another human is looked for."""

    conversation: str


class KeepFor(NamedTuple):
    """The visitor rather waits for this human; null: for whoever is free first."""

    conversation: str
    human: str | None


class StandBack(NamedTuple):
    """A waiting visitor is not there: those who are go first. `absent` false: they are back, in their old place."""

    conversation: str
    absent: bool


class Break(NamedTuple):
    """The promise about the wait is broken; the visitor is told so."""

    conversation: str


Decision = (
    Connect
    | Take
    | Withdraw
    | Nudge
    | Pass
    | Rescue
    | TakeOver
    | PutAside
    | Resume
    | Requeue
    | Ask
    | Join
    | Dismiss
    | Urge
    | KeepFor
    | StandBack
    | Break
)
