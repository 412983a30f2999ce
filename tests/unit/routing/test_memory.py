"""The desk in memory by itself: what it forgets, and what it does not let happen."""

from routing import engine
from routing.decisions import KeepFor
from routing.memory import MemoryDesk, Seat
from routing.model import Waiting


def test_what_has_a_place_does_not_arrive_again() -> None:
    desk = MemoryDesk()
    desk.arrive(Waiting("c", 1, 5, 1, 5))
    desk.arrive(Waiting("c", 1, 0, 2, 0))
    desk.seat(Seat("ana"))
    list(engine.decide(desk))
    desk.arrive(Waiting("c", 1, 0, 3, 0))
    place = desk.place("c")
    assert place is not None
    assert (place.state, place.owner) == ("ringing", "ana")


def test_nobody_knows_a_conversation_that_never_was() -> None:
    assert MemoryDesk().place("c") is None


def test_its_time_never_goes_back() -> None:
    desk = MemoryDesk()
    desk.clock = 100
    desk.turn_to(None)
    desk.clock = 50
    desk.turn_to(None)
    assert desk.now == 100
    desk.turn_to(70)
    assert desk.now == 100
    desk.clock = 130
    desk.turn_to(120)
    assert desk.now == 120


def test_a_promise_broken_while_its_clock_stood_back_is_told_at_once() -> None:
    desk = MemoryDesk()
    desk.clock = 100
    list(engine.decide(desk))
    desk.clock = 50
    desk.arrive(Waiting("c", 1, 50, 1, 50), breach=80)
    assert len(list(engine.decide(desk))) == 1


def test_who_is_kept_for_somebody_who_never_came_is_let_down() -> None:
    desk = MemoryDesk()
    desk.seat(Seat("ana"))
    desk.arrive(Waiting("c", 1, 0, 1, 0, waits_for="stranger"))
    assert [type(x).__name__ for x in engine.decide(desk)] == ["KeepFor", "Connect"]


def test_a_decision_changes_the_place_and_what_is_told_of_it() -> None:
    desk = MemoryDesk()
    desk.arrive(Waiting("c", 1, 0, 1, 0, apart={"ana": 10, "ben": 0}))
    desk.seat(Seat("cleo", capacity=1))
    desk.seats.weigh("cleo", 1)
    desk.apply(KeepFor("c", "cleo"))
    place = desk.place("c")
    assert place is not None
    assert (place.waits_for, place.apart, place.escalated) == ("cleo", frozenset({"ana"}), False)
