"""The engine's own order of things, and that it looks no further than it must. What it decides is told in the scenes."""

from collections.abc import Iterable

from routing import engine
from routing.decisions import Ask, Decision, PutAside, Take
from routing.memory import MemoryDesk, Seat
from routing.model import Waiting


class Watched(MemoryDesk):
    """Counts how often its line is looked at."""

    looks = 0

    def heads(self) -> Iterable[Waiting]:
        self.looks += 1
        return super().heads()


def arrive(desk: MemoryDesk, count: int) -> None:
    for n in range(count):
        desk.arrive(Waiting(f"c{n}", 1, n, n, n))


def names(decisions: Iterable[Decision]) -> list[str]:
    return [type(decision).__name__ for decision in decisions]


def test_with_nobody_free_the_line_is_not_looked_at() -> None:
    desk = Watched()
    arrive(desk, 500)
    assert list(engine.decide(desk)) == []
    assert desk.looks == 0


def test_the_line_is_looked_at_once_for_each_who_is_served() -> None:
    desk = Watched()
    arrive(desk, 500)
    desk.seat(Seat("ana", capacity=7))
    assert len(list(engine.decide(desk))) == 7
    assert desk.looks == 7


def test_each_decision_is_applied_before_the_next_is_thought_of() -> None:
    desk = MemoryDesk()
    arrive(desk, 3)
    desk.seat(Seat("ana", capacity=2))
    for seen, decision in enumerate(engine.decide(desk)):
        place = desk.place(decision.conversation)
        assert place is not None
        assert place.state == "ringing"
        assert desk.seats["ana"].load == seen + 1


def test_who_is_let_down_missing_stranded_or_back_comes_before_help_and_that_before_the_line() -> None:
    desk = MemoryDesk()
    for name in ("ana", "ben", "gone"):
        desk.seat(Seat(name, capacity=9))
    for conversation, human in (("helped", "gone"), ("back", "ana"), ("stranded", "gone"), ("asks", "ana")):
        desk.arrive(Waiting(conversation, 1, 0, 1, 0))
        desk.apply(Take(conversation, human, "picked_up"))
        desk.spoke(conversation, human)
    desk.apply(PutAside("back", "ana", "visitor_away"))
    desk.arrive(Waiting("kept", 1, 0, 2, 0, waits_for="gone"))
    desk.arrive(Waiting("new", 1, 0, 3, 0))
    place = desk.places["helped"]
    place.escalated = desk.places["asks"].escalated = 1
    desk.apply(Ask("helped", "ben", "help", "gone", "asked", {}))
    desk.apply(PutAside("asks", "ana", "by_agent"))
    desk.seat(Seat("ben", capacity=9, here=False))
    desk.seat(Seat("gone", here=False))
    desk.back("back")
    found = names(engine.decide(desk))
    assert found == ["KeepFor", "Dismiss", "Rescue", "Rescue", "Resume", *["Connect"] * 4]


def test_a_desk_where_nothing_happened_decides_nothing() -> None:
    assert list(engine.decide(MemoryDesk())) == []
