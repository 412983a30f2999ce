"""A conversation's place: what it tells of itself. What each decision does to it, the shadow follows beside every history."""

from typing import get_args

from routing.decisions import Decision
from routing.model import Guest, State, Waiting
from routing.places import EFFECTS, Place

WAITING = Waiting("c", 1, 0, 1, 0, apart={"cleo": 10}, waits_for="ana")
HELP, INSIDE, FIX = (
    Guest("ben", False, "help", "ana", 1),
    Guest("tom", True, "help", "ana", 2),
    Guest("zoe", False, "fix", None, 3),
)


def beside(*guests: Guest) -> dict[str, Guest]:
    return {g.human: g for g in guests}


def test_every_decision_has_an_effect() -> None:
    assert set(EFFECTS) == set(get_args(Decision))


def test_the_humans_are_the_owner_and_who_is_beside() -> None:
    assert Place(WAITING).humans == ()
    assert Place(WAITING, "engaged", "ana").humans == ("ana",)
    assert Place(WAITING, "engaged", "ana", guests=beside(HELP, INSIDE)).humans == ("ana", "ben", "tom")


def test_it_takes_slots_while_it_rings_or_they_talk() -> None:
    assert [Place(WAITING, state, "ana").busy for state in get_args(State)] == [False, True, True, False, False]


def test_the_heir_is_in_it_and_not_only_asked() -> None:
    assert Place(WAITING, "engaged", "ana", guests=beside(HELP)).heir() is None
    assert Place(WAITING, "engaged", "ana", guests=beside(HELP, INSIDE)).heir() == "tom"


def test_a_request_sees_it_as_of_now() -> None:
    placed = Place(WAITING, "held", "ana", 4, beside(HELP), "by_agent", escalated=1).placed(9)
    assert placed == ("c", "held", "ana", 4, (HELP,), "by_agent", True, "ana", frozenset({"cleo"}))
    assert Place(WAITING).placed(10).apart == frozenset()


def test_it_lacks_somebody_until_somebody_is_on_the_way() -> None:
    assert Place(WAITING, "engaged", "ana").pending(0) is None
    asking = Place(WAITING, "engaged", "ana", guests=beside(HELP), escalated=1)
    assert asking.pending(9) == ("c", frozenset({"ana", "ben", "cleo"}))
    assert asking.pending(10) == ("c", frozenset({"ana", "ben"}))
    asking.guests = beside(FIX)
    assert asking.pending(0) is None
