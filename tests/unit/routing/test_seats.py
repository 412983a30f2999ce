"""Who sits at a desk in memory, and who of them is preferred."""

import random
from typing import Any

from routing.policy import fits, preference
from routing.seats import Seat, Seats

NOBODY: frozenset[str] = frozenset()


def seated(**seats: dict[str, Any]) -> Seats:
    found = Seats()
    for name, facts in seats.items():
        found.take(Seat(name, **facts))
    return found


def freest(seats: Seats, team: str | None = None, language: str | None = None, *beside: str) -> str | None:
    found = seats.freest(team, language, frozenset(beside))
    return found.id if found else None


def test_what_is_in_hand_stays_when_something_else_changes() -> None:
    seats = seated(ana={"capacity": 1})
    seats["ana"].last = 7
    seats.move("c1", (), ("ana",), False, True)
    seats.take(Seat("ana", capacity=3, last=99, load=99))
    ana = seats["ana"]
    assert (ana.capacity, ana.load, ana.last, ana.has) == (3, 1, 7, {"c1"})


def test_who_is_not_here_takes_no_calls() -> None:
    seats = seated(ana={"here": False}, ben={"available": False})
    assert seats.available("ana") is None
    assert seats.available("ben") is None
    assert seats.available("stranger") is None
    assert not seats.anybody_free()
    seats.take(Seat("ana"))
    assert freest(seats) == "ana"
    seats.away("ana")
    assert freest(seats) is None


def test_a_conversation_counts_for_all_who_are_in_it_while_it_is_busy() -> None:
    seats = seated(ana={}, ben={}, cleo={})
    steps: list[tuple[tuple[str, ...], tuple[str, ...], bool, bool, list[int]]] = [
        ((), ("ana",), False, True, [1, 0, 0]),
        (("ana",), ("ana", "ben"), True, True, [1, 1, 0]),
        (("ana", "ben"), ("ana", "ben"), True, False, [0, 0, 0]),
        (("ana", "ben"), ("ana", "ben", "cleo"), False, False, [0, 0, 0]),
        (("ana", "ben", "cleo"), ("ben", "cleo"), False, True, [0, 1, 1]),
        (("ben", "cleo"), (), True, False, [0, 0, 0]),
    ]
    for had, have, was_busy, is_busy, loads in steps:
        seats.move("c1", had, have, was_busy, is_busy)
        assert [seats[name].load for name in ("ana", "ben", "cleo")] == loads
        assert [name for name in ("ana", "ben", "cleo") if seats[name].has] == list(have)


def test_somebody_is_anybody_available_free_or_not() -> None:
    seats = seated(ana={"capacity": 1, "teams": frozenset({"sales"})})
    seats.weigh("ana", 1)
    assert seats.somebody("sales", "de", frozenset())
    assert not seats.somebody("repairs", None, frozenset())
    seats.away("ana")
    assert not seats.somebody("sales", None, frozenset())
    seats.take(Seat("ana", teams=frozenset({"repairs"})))
    assert seats.somebody("repairs", None, frozenset())


def test_the_preferred_is_always_the_one_that_a_walk_through_all_finds() -> None:
    seats, rnd = Seats(), random.Random(3)
    names = [f"h{n}" for n in range(8)]
    for at in range(2_000):
        name = rnd.choice(names)
        match rnd.randrange(4):
            case 0:
                teams = frozenset({"sales"} if rnd.random() < 0.5 else ())
                seats.take(Seat(name, rnd.randrange(1, 4), 0, 0, teams, lead=rnd.random() < 0.3))
            case 1 if seats.available(name):
                seats[name].last = at
                seats.weigh(name, 1)
            case 2 if (seat := seats.get(name)) and seat.load:
                seats.weigh(name, -1)
            case 3 if seats.get(name) and rnd.random() < 0.3:
                seats.away(name)
        beside = frozenset(rnd.sample(names, 2))
        here = [s for n in names if (s := seats.available(n))]
        for team in (None, "sales"):
            able = [
                s.human() for s in here if s.load < s.capacity and fits(s.human(), team, None) and s.id not in beside
            ]
            best = min(able, key=preference, default=None)
            assert freest(seats, team, None, *beside) == (best.id if best else None)
        for lead, over in ((True, 0), (False, 1)):
            helpers = [s.human() for s in here if s.load < s.capacity + over and s.lead >= lead and s.id not in beside]
            best = min(helpers, key=preference, default=None)
            helper = seats.helper(beside, lead, over)
            assert (helper.id if helper else None) == (best.id if best else None)
        assert seats.anybody_free() == any(s.load < s.capacity for s in here)
