"""Several server processes, one desk: judged from outside while people compete, a process dies, and another freezes.

The short form; `make soak` is the long one, on servers with nothing shortened.
"""

import asyncio
from collections import Counter

from tests.faults.conftest import BRISK
from tests.faults.referee import floor, scenes
from tests.faults.referee.house import House, Street
from tests.faults.referee.judge import judge
from tests.faults.referee.sightings import Sightings


async def test_nobody_is_stranded_when_the_only_slot_is_freed_as_somebody_writes(house: House, place: Street) -> None:
    seen = Sightings()
    await scenes.race(house, place.teams["race"], seen, rounds=20)
    assert judge(seen) == []
    assert len([t for t in seen.tries if t.kind == "close" and t.answer == "acked"]) == 21


async def test_all_at_once_are_served_one_after_the_other_in_their_order(house: House, place: Street) -> None:
    seen = Sightings()
    await scenes.rush(house, place.teams["race"], seen, rounds=2)
    assert judge(seen) == []
    assert len([t for t in seen.tries if t.kind == "close" and t.answer == "acked"]) == 10


async def test_of_two_who_take_the_same_in_the_same_instant_one_has_it(house: House, place: Street) -> None:
    seen = Sightings()
    await scenes.grab(house, place.teams["grab"], seen, rounds=2)
    assert judge(seen) == []
    taken = [t.answer for t in seen.tries if t.kind == "pick_up"]
    assert sorted(taken) == ["acked"] * 8 + ["already_taken"] * 8


async def test_a_ring_that_is_over_cannot_be_answered(house: House, place: Street) -> None:
    seen = Sightings()
    await scenes.late(house, place.teams["bell"], seen)
    assert judge(seen) == []
    assert [t.answer for t in seen.tries if t.kind == "pick_up"] in (
        ["already_taken", "acked"],
        ["offer_over", "acked"],
    )


async def test_a_day_on_which_one_process_dies_and_another_freezes(house: House, place: Street) -> None:
    seen = Sightings()
    await floor.day(house, place.teams["floor"], seen)
    assert judge(seen) == []
    assert {r.after for r in seen.rollcalls} >= {"a process died", "a process froze"}


async def test_what_comes_twice_is_done_once_however_late(house: House, place: Street) -> None:
    seen = Sightings()
    await scenes.echo(house, place.teams["grab"], seen)
    assert judge(seen) == []
    said = [(t.kind, t.id) for t in seen.tries if t.answer == "acked"]
    assert Counter(kind for (kind, _), times in Counter(said).items() if times == 2) == {
        "hold": 2,
        "bring_in": 2,
        "close": 2,
    }


async def test_who_asks_for_somebody_who_can_fix_it_gets_them(house: House, place: Street) -> None:
    seen = Sightings()
    await scenes.escalate(house, place.teams["grab"], seen)
    assert judge(seen) == []


async def test_when_somebody_vanishes_their_visitor_and_their_ring_go_on_to_who_is_free(
    house: House, place: Street
) -> None:
    one, other = Sightings(), Sightings()
    await asyncio.gather(
        scenes.lapse(house, place.teams["floor"], one, answers=True),
        scenes.lapse(house, place.teams["grab"], other, answers=False),
    )
    assert judge(one) == judge(other) == []
    assert [len([t for t in seen.tries if t.kind == "close"]) for seen in (one, other)] == [1, 1]


async def test_a_process_that_freezes_with_its_hands_full_holds_up_nobody_else(place: Street) -> None:
    seen = Sightings()
    with place.house(2, (*BRISK[:-1], "stalls")) as house:
        await scenes.stall(house, place.teams["race"], seen)
    assert judge(seen) == []
