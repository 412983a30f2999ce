"""Preferences, one by one; how they come together is told in the scenes."""

from typing import Any

import pytest

from routing import policy
from routing.memory import MemoryDesk, Seat
from routing.model import Human, Pending, Rules, Waiting
from routing.policy import Choice


def desk_with(*seats: Seat) -> MemoryDesk:
    desk = MemoryDesk()
    for seat in seats:
        desk.seat(seat)
    return desk


def waiting(**facts: Any) -> Waiting:
    return Waiting("c", 1, 0, 1, 0)._replace(**facts)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Human("z", 4, 1, 9), Human("a", 2, 1, 0)),
        (Human("z", 3, 1, 5), Human("a", 6, 2, 6)),
        (Human("a", 1, 0, 5), Human("b", 1, 0, 5)),
        (Human("z", 1, 0, 0), Human("a", 9, 1, 0)),
    ],
)
def test_the_lightest_for_the_capacity_then_the_longest_since_then_the_id(first: Human, second: Human) -> None:
    assert min(second, first, key=policy.preference) is first


@pytest.mark.parametrize(
    ("teams", "languages", "team", "language", "fits"),
    [
        ((), (), None, None, True),
        (("sales",), (), "sales", None, True),
        ((), (), "sales", None, False),
        ((), (), None, "de", True),
        ((), ("en",), None, "de", False),
        (("sales",), ("de", "en"), "sales", "de", True),
        (("sales",), ("en",), "sales", "de", False),
    ],
)
def test_who_fits(teams: tuple[str, ...], languages: tuple[str, ...], team: str, language: str, fits: bool) -> None:
    human = Human("ana", 1, 0, 0, frozenset(teams), frozenset(languages))
    assert policy.fits(human, team, language) is fits


@pytest.mark.parametrize(
    ("seats", "narrowed"),
    [
        ([Seat("a", teams=frozenset({"sales"})), Seat("b")], ("sales", "de")),
        ([Seat("a", teams=frozenset({"sales"}), languages=frozenset({"en"})), Seat("b")], ("sales", None)),
        ([Seat("a", languages=frozenset({"de"}))], (None, "de")),
        ([Seat("a", languages=frozenset({"en"}))], (None, None)),
        ([], (None, None)),
        (
            [Seat("a", teams=frozenset({"sales"}), available=False), Seat("b", languages=frozenset({"en"}))],
            (None, None),
        ),
    ],
)
def test_a_team_and_a_language_narrow_as_far_as_anybody_there_has_them(
    seats: list[Seat], narrowed: tuple[str | None, str | None]
) -> None:
    assert policy.narrowing(desk_with(*seats), waiting(team="sales", language="de", overflow_at=1)) == narrowed


def test_at_the_overflow_nothing_narrows() -> None:
    desk = desk_with(Seat("a", teams=frozenset({"sales"})))
    wants_sales = waiting(team="sales", overflow_at=5)
    desk.now = 4
    assert policy.narrowing(desk, wants_sales) == ("sales", None)
    desk.now = 5
    assert policy.narrowing(desk, wants_sales) == (None, None)


@pytest.mark.parametrize(
    ("facts", "human", "because"),
    [
        ({}, "b", "first_in_line"),
        ({"advocate": "a"}, "a", "your_customer"),
        ({"advocate": "full", "backup": "c"}, "c", "your_customer"),
        ({"advocate": "stranger", "backup": "stranger"}, "b", "first_in_line"),
        ({"advocate": "a", "known": "c"}, "a", "your_customer"),
        ({"rank": 0, "advocate": "a", "known": "c"}, "c", "was_theirs"),
        ({"rank": 0, "advocate": "a", "known": "full"}, "a", "your_customer"),
        ({"backup": "a", "known": "c"}, "c", "was_theirs"),
        ({"advocate": "a", "apart": {"a": 1}}, "b", "first_in_line"),
        ({"advocate": "a", "apart": {"a": 0}}, "a", "your_customer"),
        ({"known": "c", "waits_for": "a"}, "a", "waits_for_you"),
        ({"team": "sales", "overflow_at": 1}, "c", "on_the_team"),
        ({"team": "sales", "overflow_at": 1, "advocate": "a"}, "a", "your_customer"),
        ({"language": "de", "overflow_at": 1}, "b", "speaks_their_language"),
    ],
)
def test_whom_a_visitor_gets_and_why(facts: dict[str, Any], human: str, because: str) -> None:
    desk = desk_with(
        Seat("a", last=3, languages=frozenset({"en"})),
        Seat("b", last=1),
        Seat("c", last=2, teams=frozenset({"sales"})),
        Seat("full", capacity=1),
    )
    desk.seats.weigh("full", 1)
    choice = policy.choose(desk, waiting(**facts))
    assert choice is not None
    assert (choice.human.id, choice.because) == (human, because)


@pytest.mark.parametrize("facts", [{"waits_for": "full"}, {"waits_for": "a", "apart": {"a": 1}}])
def test_who_chose_to_wait_gets_nobody_else(facts: dict[str, Any]) -> None:
    desk = desk_with(Seat("a"), Seat("full", capacity=1))
    desk.seats.weigh("full", 1)
    assert policy.choose(desk, waiting(**facts)) is None


def test_the_numbers_are_those_before_it() -> None:
    assert Choice(Human("a", 3, 1, 0), "asked").numbers(70) == {"free": 2, "capacity": 3, "waited": 70}


@pytest.mark.parametrize(
    ("own", "head", "may"),
    [
        ({"credited": 30_000}, {}, True),
        ({"credited": 30_001}, {}, False),
        ({"credited": 5, "rank": 1}, {"rank": 0}, False),
        ({"credited": 5, "absent": True}, {}, False),
        ({"credited": 90_000, "rank": 0}, {"rank": 1}, True),
    ],
)
def test_how_far_an_own_customer_overtakes(own: dict[str, Any], head: dict[str, Any], may: bool) -> None:
    assert policy.may_overtake(waiting(**own), waiting(**head), Rules()) is may


def test_help_is_a_free_lead_then_a_free_colleague_then_the_least_loaded_with_one_over() -> None:
    desk = desk_with(Seat("a", capacity=1), Seat("b", capacity=2), Seat("tom", capacity=1, lead=True))
    came = []
    while helper := policy.helper(desk, Pending("c", frozenset({"owner"}))):
        came.append(helper.id)
        desk.seats.weigh(helper.id, 1)
    assert came == ["tom", "a", "b", "b", "a", "b", "tom"]


@pytest.mark.parametrize(("load", "may"), [(0, True), (2, True), (3, False)])
def test_what_was_held_may_exceed_the_capacity_by_one(load: int, may: bool) -> None:
    assert policy.may_resume(Human("a", 2, load, 0)) is may
    assert policy.may_resume(None) is False
