"""Preferences, each a pure function: the seat for every rule about who is put before whom."""

from routing.model import Desk, Human, Waiting


def preference(human: Human) -> tuple[float, int, str]:
    """Least is first: the lightest load for their capacity, then the longest since their last one, then the id."""
    return (human.load / human.capacity, human.last_connected, human.id)


def choose(desk: Desk, waiting: Waiting) -> Human | None:
    """Who should have it: whoever had it before if they are free now, else the freest human. Never a wait for a person."""
    known = desk.human(waiting.known) if waiting.known else None
    return known or desk.freest()
