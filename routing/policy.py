"""Preferences, each a pure function: who is put before whom, and why."""

from typing import NamedTuple

from routing.decisions import Because, Decision, Join, Numbers, Requeue, Resume
from routing.model import Desk, Human, Pending, Placed, Rules, Waiting


class Choice(NamedTuple):
    """A human for somebody, and why this one."""

    human: Human
    because: Because

    def numbers(self, waited: int) -> Numbers:
        """What the reason rests on: slots free before this one, of how many, and the visitor's wait."""
        return {"free": self.human.free, "capacity": self.human.capacity, "waited": waited}


def preference(human: Human) -> tuple[float, int, str]:
    """Least is first: the lightest load for their capacity, then the longest since their last one, then the id."""
    return (human.load / human.capacity, human.last, human.id)


def fits(human: Human, team: str | None, language: str | None) -> bool:
    """Whether a human is on the team and speaks the language, as far as either is asked for."""
    return (team is None or team in human.teams) and (
        language is None or not human.languages or language in human.languages
    )


def choose(desk: Desk, waiting: Waiting) -> Choice | None:
    """Who should have it now: the visitor's own human if free, else the freest who fits. Never a wait for a person, unless chosen."""
    apart = waiting.apart_at(desk.now)
    if waiting.waits_for is not None:
        return None if waiting.waits_for in apart else _if_free(desk, waiting.waits_for, "waits_for_you")
    for own, because in _own(waiting):
        if own is not None and own not in apart and (c := _if_free(desk, own, because)):
            return c
    team, language = narrowing(desk, waiting)
    human = desk.freest(team, language, apart)
    if human is None:
        return None
    return Choice(human, "on_the_team" if team else "speaks_their_language" if language else "first_in_line")


def _own(waiting: Waiting) -> tuple[tuple[str | None, Because], ...]:
    """Who lost the line goes on with whom they talked; a new matter begins with the advocate. The backup stands in for them."""
    known: tuple[str | None, Because] = (waiting.known, "was_theirs")
    advocate: tuple[str | None, Because] = (waiting.advocate, "your_customer")
    backup: tuple[str | None, Because] = (waiting.backup, "your_customer")
    return (known, advocate, backup) if waiting.rank == 0 else (advocate, known, backup)


def narrowing(desk: Desk, waiting: Waiting) -> tuple[str | None, str | None]:
    """The team and language that may serve it now. Nobody waits for a team or a language of which nobody is available."""
    if desk.now >= waiting.overflow_at:
        return None, None
    team, language = waiting.team, waiting.language
    for narrowed in ((team, language), (team, None), (None, language)):
        if narrowed != (None, None) and desk.somebody(*narrowed):
            return narrowed
    return None, None


def may_overtake(own: Waiting, head: Waiting, rules: Rules) -> bool:
    """Whether a freed human's own customer goes before the head of the line: by `affinity` at most, never past a better rank."""
    if (own.absent, own.rank) != (head.absent, head.rank):
        return own.key < head.key
    return own.credited - head.credited <= rules.affinity


def helper(desk: Desk, pending: Pending) -> Human | None:
    """Who comes when a visitor asks for somebody who can fix it: a free lead, a free colleague, the least loaded with one over."""
    for lead, over in ((True, 0), (False, 0), (False, 1)):
        if found := desk.helper(pending.beside, lead, over):
            return found
    return None


def may_resume(human: Human | None) -> bool:
    """Whether what was held can come back to its human: one over capacity is allowed."""
    return human is not None and human.load < human.capacity + 1


def taken_up(desk: Desk, place: Placed, owner: str | None) -> Decision:
    """What becomes of what was held, when its human or its visitor wants to go on. `owner`: null, if gone or silent.

    Who takes no new calls keeps those they have. Without a place for it a member has it, else it goes to the head of the line.
    """
    if owner is not None:
        human = desk.human(owner)
        if human is None or may_resume(human):
            return Resume(place.id, owner)
    heir = place.heir()
    return Requeue(place.id, owner) if heir is None else Join(place.id, heir, "take_over", place.owner)


def _if_free(desk: Desk, agent: str, because: Because) -> Choice | None:
    human = desk.human(agent)
    return Choice(human, because) if human is not None and human.load < human.capacity else None
