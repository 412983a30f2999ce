"""What a human or a visitor may ask of the desk: each request becomes a decision, nothing (it is so already), or a refusal.

Asking twice is asking once: that is what makes a repeated command harmless.
"""

from typing import Final, Literal

from routing import policy
from routing.decisions import (
    Ask,
    Decision,
    Dismiss,
    Errand,
    Join,
    KeepFor,
    Pass,
    PutAside,
    Take,
    Urge,
)
from routing.model import Desk, Human, Placed

Refusal = Literal[
    "already_taken",
    "offer_over",
    "not_yours",
    "not_there",
    "hands_full",
    "last_human",
    "not_alone",
    "already_in",
    "already_ended",
]
_OPEN: Final = frozenset({"ringing", "engaged", "held"})


class Refused(Exception):
    """The desk says no, and why."""

    def __init__(self, code: Refusal) -> None:
        super().__init__(code)
        self.code: Refusal = code


def pick_up(place: Placed, human: str, offer: int | None) -> Decision | None:
    """A human takes what waits (`offer` null) or answers a ring by its number: the owner's, or "come in, please"."""
    guest = place.guest(human)
    if guest is not None:
        if guest.joined:
            return None
        if offer is not None and offer != guest.offer:
            raise Refused("offer_over")
        return Join(place.id, human, guest.errand, place.owner if guest.errand == "take_over" else None)
    if place.state == "wrapped":
        raise Refused("already_taken" if offer is None else "offer_over")
    if place.owner == human:
        if place.state != "ringing":
            return None
        if offer is not None and offer != place.offer:
            raise Refused("offer_over")
        return Take(place.id, human, "picked_up")
    if offer is not None:
        # A ring that is over is refused whatever became of the conversation: who answers it saw another desk than this one.
        raise Refused("offer_over" if place.owner is None else "already_taken")
    if place.owner is not None:
        raise Refused("already_taken")
    return Take(place.id, human, "picked_up")


def decline(desk: Desk, place: Placed, human: str, offer: int) -> Decision | None:
    """Not now: the ring with this number goes on to somebody else."""
    until = desk.now + desk.rules.apart
    guest = place.guest(human)
    if guest is not None and not guest.joined and guest.offer == offer:
        return Dismiss(place.id, human, "declined", until)
    if place.state == "ringing" and place.owner == human and place.offer == offer:
        return Pass(place.id, human, until)
    if place.offer == offer and (place.owner is None or place.owner != human):
        return None
    raise Refused("offer_over")


def hold(place: Placed, human: str) -> Decision | None:
    """The owner puts it aside. Not while a colleague is in it: the visitor is with that one, and on hold with nobody."""
    if place.state == "held" and place.owner == human:
        return None
    if place.state != "engaged" or place.owner != human:
        raise Refused("not_yours")
    if place.heir() is not None:
        raise Refused("not_alone")
    return PutAside(place.id, human, "by_agent")


def resume(desk: Desk, place: Placed, human: str) -> Decision | None:
    """The owner takes up again what is held, if they have a place for it."""
    if place.owner != human or place.state not in _OPEN:
        raise Refused("not_yours")
    if place.state != "held":
        return None
    return policy.taken_up(desk, place, human)


def ask(desk: Desk, place: Placed, by: str, whom: str, errand: Errand) -> Decision | None:
    """Bring a colleague in, or hand over to one: by the owner or a member. One over their capacity is allowed.

    The owner hands over at once to whom they brought in: that one is there already.
    """
    _must_be_in(place, by)
    guest = place.guest(whom)
    if guest is not None and guest.joined and errand == "take_over" and by == place.owner:
        return Join(place.id, whom, errand, by)
    if guest is not None and not guest.joined and (guest.errand, guest.by) == (errand, by):
        return None
    if whom == place.owner or guest is not None:
        raise Refused("already_in")
    human = desk.human(whom)
    if human is None:
        raise Refused("not_there")
    if not policy.may_resume(human):
        raise Refused("hands_full")
    return _ask(place, human, by, errand)


def ask_somebody(desk: Desk, place: Placed, by: str, team: str | None, errand: Errand) -> Decision | None:
    """The same, of whoever is free; of a team, whoever of it is free."""
    _must_be_in(place, by)
    if any(not g.joined and g.by == by and g.errand == errand for g in place.guests):
        return None
    beside = place.apart | {by, *(g.human for g in place.guests), *([place.owner] if place.owner else [])}
    human = desk.freest(team, None, beside)
    if human is None:
        raise Refused("hands_full" if desk.somebody(team, None, beside) else "not_there")
    return _ask(place, human, by, errand)


def take_back(place: Placed, by: str, whom: str) -> Decision | None:
    """Who was asked in need not come; but whom the visitor needs is not theirs to send away."""
    _must_be_in(place, by)
    guest = place.guest(whom)
    if guest is None:
        return None
    if guest.joined:
        raise Refused("already_in")
    if guest.by is None:
        raise Refused("not_yours")
    return Dismiss(place.id, whom, "withdrawn", 0)


def step_out(place: Placed, human: str) -> Decision | None:
    """A member goes. The owner cannot: they close it or hand it over."""
    if place.owner == human and place.state in _OPEN:
        raise Refused("last_human")
    guest = place.guest(human)
    return Dismiss(place.id, human, "stepped_out", 0) if guest is not None and guest.joined else None


def escalate(place: Placed) -> Decision | None:
    """Get me someone who can fix this. Never refused."""
    return None if place.state == "wrapped" or place.escalated else Urge(place.id)


def wait_for(desk: Desk, place: Placed, human: str | None) -> Decision | None:
    """A waiting visitor rather waits for their own human, who must be here; null: for whoever is free first."""
    if place.state != "waiting" or place.waits_for == human:
        return None
    if human is not None and desk.human(human) is None:
        raise Refused("not_there")
    return KeepFor(place.id, human)


def _must_be_in(place: Placed, human: str) -> None:
    guest = place.guest(human)
    if place.state not in {"engaged", "held"} or not (place.owner == human or (guest is not None and guest.joined)):
        raise Refused("not_yours")


def _ask(place: Placed, human: Human, by: str, errand: Errand) -> Decision:
    numbers = {"free": human.free, "capacity": human.capacity, "waited": 0}
    return Ask(place.id, human.id, errand, by, "asked", numbers)
