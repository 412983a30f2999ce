"""What each request comes to: a decision, nothing, or a refusal; and nothing or a refusal when it is made again."""

from typing import Any

import pytest

from routing import requests
from routing.decisions import (
    Ask,
    Decision,
    Dismiss,
    Join,
    KeepFor,
    Pass,
    PutAside,
    Requeue,
    Resume,
    Take,
    Urge,
)
from routing.memory import MemoryDesk, Seat
from routing.model import Guest, Placed, State
from routing.requests import Refused

ASKED = Guest("ben", False, "help", "ana", 4)
INSIDE = Guest("ben", True, "help", "ana", 4)


def place(state: State = "engaged", owner: str | None = "ana", **more: Any) -> Placed:
    return Placed("c", state, owner, 3, (), "")._replace(**more)


def desk_with(**loads: int) -> MemoryDesk:
    """Humans with a capacity of 2."""
    desk = MemoryDesk()
    for name, load in loads.items():
        desk.seat(Seat(name, capacity=2))
        desk.seats.weigh(name, load)
    return desk


def outcome(request: Any, *about: Any) -> Decision | str | None:
    """The decision, nothing, or the code of the refusal."""
    try:
        found: Decision | None = request(*about)
    except Refused as refused:
        return refused.code
    return found


TAKE = Take("c", "ana", "picked_up")
RINGING = place("ringing")
WAITING = place("waiting", None)


@pytest.mark.parametrize(
    ("place", "human", "offer", "comes_to"),
    [
        (RINGING, "ana", 3, TAKE),
        (RINGING, "ana", None, TAKE),
        (RINGING, "ana", 2, "offer_over"),
        (RINGING, "ben", None, "already_taken"),
        (RINGING, "ben", 3, "already_taken"),
        (WAITING, "ana", None, TAKE),
        (WAITING, "ana", 3, "offer_over"),
        (place(), "ana", None, None),
        (place(), "ana", 3, None),
        (place(), "ana", 2, None),
        (place("held"), "ana", None, None),
        (place("held"), "ben", None, "already_taken"),
        (place("wrapped", None), "ana", None, "already_taken"),
        (place("wrapped", None), "ana", 3, "offer_over"),
        (place(guests=(ASKED,)), "ben", 4, Join("c", "ben", "help", None)),
        (place(guests=(ASKED,)), "ben", None, Join("c", "ben", "help", None)),
        (place(guests=(ASKED,)), "ben", 3, "offer_over"),
        (place(guests=(ASKED._replace(errand="take_over"),)), "ben", 4, Join("c", "ben", "take_over", "ana")),
        (place(guests=(INSIDE,)), "ben", 4, None),
    ],
)
def test_pick_up(place: Placed, human: str, offer: int | None, comes_to: Decision | str | None) -> None:
    assert outcome(requests.pick_up, place, human, offer) == comes_to


@pytest.mark.parametrize(
    ("place", "human", "offer", "comes_to"),
    [
        (RINGING, "ana", 3, Pass("c", "ana", 60_000)),
        (RINGING, "ana", 2, "offer_over"),
        (WAITING, "ana", 3, None),
        (place("ringing", "ben"), "ana", 2, "offer_over"),
        (place(), "ana", 3, "offer_over"),
        (place(guests=(ASKED,)), "ben", 4, Dismiss("c", "ben", "declined", 60_000)),
        (place(guests=(ASKED,)), "ben", 2, "offer_over"),
        (place(guests=(INSIDE,)), "ben", 4, "offer_over"),
    ],
)
def test_decline(place: Placed, human: str, offer: int, comes_to: Decision | str | None) -> None:
    assert outcome(requests.decline, desk_with(), place, human, offer) == comes_to


@pytest.mark.parametrize(
    ("place", "human", "comes_to"),
    [
        (place(), "ana", PutAside("c", "ana", "by_agent")),
        (place("held"), "ana", None),
        (place(guests=(ASKED,)), "ana", PutAside("c", "ana", "by_agent")),
        (place(guests=(INSIDE,)), "ana", "not_alone"),
        (place(), "ben", "not_yours"),
        (place("held"), "ben", "not_yours"),
        (RINGING, "ana", "not_yours"),
        (WAITING, "ana", "not_yours"),
        (place(guests=(INSIDE,)), "ben", "not_yours"),
    ],
)
def test_hold(place: Placed, human: str, comes_to: Decision | str | None) -> None:
    assert outcome(requests.hold, place, human) == comes_to


@pytest.mark.parametrize(
    ("load", "place", "human", "comes_to"),
    [
        (0, place("held"), "ana", Resume("c", "ana")),
        (2, place("held"), "ana", Resume("c", "ana")),
        (3, place("held"), "ana", Requeue("c", "ana")),
        (3, place("held", guests=(ASKED,)), "ana", Requeue("c", "ana")),
        (3, place("held", guests=(INSIDE,)), "ana", Join("c", "ben", "take_over", "ana")),
        (0, place(), "ana", None),
        (0, place("held"), "ben", "not_yours"),
        (0, WAITING, "ana", "not_yours"),
        (0, place("wrapped", None), "ana", "not_yours"),
    ],
)
def test_resume(load: int, place: Placed, human: str, comes_to: Decision | str | None) -> None:
    assert outcome(requests.resume, desk_with(ana=load), place, human) == comes_to


def test_who_takes_no_calls_may_take_up_their_own_all_the_same() -> None:
    assert requests.resume(desk_with(), place("held"), "ana") == Resume("c", "ana")


def asking(free: int) -> Ask:
    return Ask("c", "ben", "help", "ana", "asked", {"free": free, "capacity": 2, "waited": 0})


@pytest.mark.parametrize(
    ("ben", "place", "by", "whom", "comes_to"),
    [
        (0, place(), "ana", "ben", asking(2)),
        (2, place("held"), "ana", "ben", asking(0)),
        (3, place(), "ana", "ben", "hands_full"),
        (0, place(), "ana", "stranger", "not_there"),
        (0, place(), "ana", "ana", "already_in"),
        (0, place(guests=(INSIDE,)), "ana", "ben", "already_in"),
        (0, place(guests=(ASKED,)), "ana", "ben", None),
        (0, place(guests=(ASKED._replace(errand="take_over"),)), "ana", "ben", "already_in"),
        (0, place(), "cleo", "ben", "not_yours"),
        (0, WAITING, "ana", "ben", "not_yours"),
        (0, RINGING, "ana", "ben", "not_yours"),
        (0, place(owner="cleo", guests=(INSIDE._replace(human="ana"),)), "ana", "ben", asking(2)),
        (0, place(owner="cleo", guests=(ASKED._replace(human="ana"),)), "ana", "ben", "not_yours"),
    ],
)
def test_ask(ben: int, place: Placed, by: str, whom: str, comes_to: Decision | str | None) -> None:
    assert outcome(requests.ask, desk_with(ben=ben, ana=1), place, by, whom, "help") == comes_to


def test_who_is_in_already_can_have_it_from_the_owner_alone() -> None:
    in_it = place(guests=(INSIDE, INSIDE._replace(human="cleo")))
    assert outcome(requests.ask, desk_with(), in_it, "ana", "ben", "take_over") == Join("c", "ben", "take_over", "ana")
    assert outcome(requests.ask, desk_with(), in_it, "cleo", "ben", "take_over") == "already_in"


@pytest.mark.parametrize(
    ("ben", "place", "team", "comes_to"),
    [
        (0, place(), None, asking(2)),
        (2, place(), None, "hands_full"),
        (0, place(), "sales", "not_there"),
        (0, place(apart=frozenset({"ben"})), None, "not_there"),
        (0, place(guests=(INSIDE,)), None, "not_there"),
        (0, place(guests=(ASKED,)), None, None),
        (0, WAITING, None, "not_yours"),
    ],
)
def test_ask_somebody(ben: int, place: Placed, team: str | None, comes_to: Decision | str | None) -> None:
    assert outcome(requests.ask_somebody, desk_with(ben=ben, ana=1), place, "ana", team, "help") == comes_to


@pytest.mark.parametrize(
    ("place", "comes_to"),
    [
        (place(guests=(ASKED,)), Dismiss("c", "ben", "withdrawn", 0)),
        (place(), None),
        (place(guests=(INSIDE,)), "already_in"),
        (place(guests=(ASKED._replace(by=None, errand="fix"),)), "not_yours"),
        (place(owner="cleo", guests=(ASKED,)), "not_yours"),
    ],
)
def test_take_back(place: Placed, comes_to: Decision | str | None) -> None:
    assert outcome(requests.take_back, place, "ana", "ben") == comes_to


@pytest.mark.parametrize(
    ("place", "human", "comes_to"),
    [
        (place(guests=(INSIDE,)), "ben", Dismiss("c", "ben", "stepped_out", 0)),
        (place(guests=(INSIDE,)), "ana", "last_human"),
        (place("held"), "ana", "last_human"),
        (place(guests=(ASKED,)), "ben", None),
        (place(), "ben", None),
    ],
)
def test_step_out(place: Placed, human: str, comes_to: Decision | str | None) -> None:
    assert outcome(requests.step_out, place, human) == comes_to


@pytest.mark.parametrize("state", ["waiting", "ringing", "engaged", "held"])
def test_escalate_is_never_refused_and_twice_is_once(state: State) -> None:
    assert requests.escalate(place(state)) == Urge("c")
    assert requests.escalate(place(state, escalated=True)) is None
    assert requests.escalate(place("wrapped", None)) is None


@pytest.mark.parametrize(
    ("place", "human", "comes_to"),
    [
        (WAITING, "ana", KeepFor("c", "ana")),
        (WAITING, "stranger", "not_there"),
        (WAITING, None, None),
        (WAITING._replace(waits_for="ana"), "ana", None),
        (WAITING._replace(waits_for="ana"), None, KeepFor("c", None)),
        (RINGING, "ana", None),
    ],
)
def test_wait_for(place: Placed, human: str | None, comes_to: Decision | str | None) -> None:
    assert outcome(requests.wait_for, desk_with(ana=2), place, human) == comes_to
