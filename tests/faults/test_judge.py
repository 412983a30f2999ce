"""The judge sees what it shall see, and nothing else: each law, kept and broken, on sightings made by hand."""

from typing import Any

import pytest

from server.wire import nouns
from server.wire.nouns import Face, TeamEntry
from tests.faults.by_hand import (
    CLOSED,
    CONNECTED,
    DESK,
    DROPPED,
    NO_ANSWER,
    NOT_COMING,
    PICKED_UP,
    VISITOR,
    human,
    laws,
    member,
    row,
    seen,
    words,
)
from tests.faults.referee.judge import judge
from tests.faults.referee.sightings import Presence, Rollcall, Sightings, Told, Try


def test_a_good_day_breaks_no_law() -> None:
    log = [
        (1000, VISITOR, words()),
        (1100, human("ana"), CONNECTED),
        (1500, human("ana"), PICKED_UP),
        (1600, human("ana"), words("Here.")),
        (2000, human("ana"), nouns.HandedOver(to=human("ben"), why="")),
        (2100, human("ben"), nouns.Held(because="by_agent")),
        (2200, human("ben"), nouns.Resumed()),
        (2300, human("ben"), CLOSED),
    ]
    assert judge(seen(log)) == []


@pytest.mark.parametrize(
    "second",
    [
        (1200, human("ben"), CONNECTED),
        (1200, human("ben"), PICKED_UP),
        (1200, human("ben"), words("Me too.")),
        (1200, human("ben"), CLOSED),
        (1200, human("ben"), NO_ANSWER),
    ],
)
def test_nobody_does_anything_in_what_is_another_s(second: tuple[int, Face, Any]) -> None:
    log = [(1000, VISITOR, words()), (1100, human("ana"), CONNECTED), (1150, human("ana"), PICKED_UP), second]
    assert "one_owner" in laws(seen(log))


def test_a_ring_passes_in_silence_only_from_somebody_who_is_gone() -> None:
    log = [(1000, VISITOR, words()), (1100, human("ana"), CONNECTED), (9000, human("ben"), CONNECTED)]
    assert laws(seen(log)) == {"one_owner"}
    assert laws(seen(log, presences=[Presence(5000, "ana", "vanished")], lease_ms=3_000)) == set()
    assert laws(seen(log, presences=[Presence(9500, "ana", "lost")])) == set()


def test_two_seconds_beside_a_free_human_are_too_long() -> None:
    log = [(1000, VISITOR, words()), (2900, human("ana"), CONNECTED), (2950, human("ana"), PICKED_UP)]
    assert laws(seen(log)) == set()
    assert laws(seen([log[0], (3100, human("ana"), CONNECTED), (3150, human("ana"), PICKED_UP)])) == {"stranded"}
    assert laws(seen([log[0]], there=())) == set()
    assert laws(seen([log[0]], there=("ana",))) == {"stranded"}


def test_who_is_freed_is_free_from_then_on() -> None:
    first = [
        (0, VISITOR, words()),
        (10, human("ana"), CONNECTED),
        (20, human("ana"), PICKED_UP),
        (9000, human("ana"), CLOSED),
    ]
    waits = [(1000, VISITOR, words()), (10_900, human("ana"), CONNECTED)]
    assert laws(seen(first, waits, there=("ana",))) == set()
    waits[1] = (11_100, human("ana"), CONNECTED)
    assert laws(seen(first, waits, there=("ana",))) == {"stranded"}


def test_what_was_held_and_is_back_in_line_waits() -> None:
    talk = [(0, VISITOR, words()), (10, human("ana"), CONNECTED), (20, human("ana"), PICKED_UP)]
    back = (1000, human("ana"), nouns.BackInLine())
    held = [*talk, (500, human("ana"), nouns.Held(because="by_agent")), back]
    assert laws(seen([*held, (2900, human("ben"), CONNECTED)])) == set()
    assert laws(seen([*held, (3100, human("ben"), CONNECTED)])) == {"stranded"}
    assert "one_owner" in laws(seen([*talk, back]))


def test_one_place_is_for_one() -> None:
    first = [(0, VISITOR, words()), (10, human("ana"), CONNECTED), (20, human("ana"), PICKED_UP)]
    second = [(1000, VISITOR, words()), (1010, human("ana"), CONNECTED)]
    assert "capacity" in laws(seen(first, second, there=("ana",)))
    aside = [*first, (500, human("ana"), nouns.Held(because="by_agent"))]
    assert laws(seen(aside, second, there=("ana",))) == set()
    both = [(0, VISITOR, words()), (10, human("ana"), CONNECTED)]
    assert "capacity" in laws(seen(both, both, there=("ana",)))


def test_who_is_asked_in_may_have_one_more() -> None:
    full = [(0, VISITOR, words()), (10, human("ana"), CONNECTED), (20, human("ana"), PICKED_UP)]
    asked = nouns.Asked(whom=human("ana"), to="help", why="", numbers={})
    other = [
        (0, VISITOR, words()),
        (10, human("ben"), CONNECTED),
        (20, human("ben"), PICKED_UP),
        (30, human("ben"), asked),
    ]
    assert laws(seen(full, other)) == set()
    third = [
        (0, VISITOR, words()),
        (10, human("cas"), CONNECTED),
        (20, human("cas"), PICKED_UP),
        (40, human("cas"), asked),
    ]
    assert "capacity" in laws(seen(full, other, third, there=("ana", "ben", "cas")))


def test_nothing_stays_with_a_ghost() -> None:
    gone = [Presence(5000, "ana", "vanished")]
    log = [(1000, VISITOR, words()), (1100, human("ana"), CONNECTED), (1200, human("ana"), PICKED_UP)]
    back = [*log, (11_500, human("ana"), DROPPED), (11_600, human("ben"), CONNECTED)]
    assert laws(seen(back, presences=gone, lease_ms=5_000)) == set()
    late = [*log, (12_500, human("ana"), DROPPED), (12_600, human("ben"), CONNECTED)]
    assert laws(seen(late, presences=gone, lease_ms=5_000)) == {"ghost"}
    assert laws(seen(log, presences=gone, lease_ms=5_000)) == {"ghost"}


def test_nothing_rings_for_a_ghost() -> None:
    gone = [Presence(5000, "ana", "vanished")]
    log = [(13_000, VISITOR, words()), (13_100, human("ana"), CONNECTED)]
    assert laws(seen(log, presences=gone, lease_ms=5_000)) == {"ghost"}
    assert laws(seen(log, presences=[*gone, Presence(12_900, "ana", "available", 1)], lease_ms=5_000)) == set()


def test_no_ring_goes_on_for_a_ghost() -> None:
    gone = [Presence(5000, "ana", "vanished")]
    log = [(4000, VISITOR, words()), (4100, human("ana"), CONNECTED)]
    rings, asked = row("c0", "ringing", 1, "ana"), row("c0", "engaged", 1, "ben", members=(member("ana"),))
    for shown in (rings, asked):
        lists = [Told("s", 1, (shown,), asked=11_900), Told("s", 1, (row("c0", "waiting", 1),), asked=12_900)]
        assert laws(seen(log, presences=gone, lease_ms=5_000, told=lists)) == set()
        assert laws(seen(log, presences=gone, lease_ms=5_000, told=[Told("s", 1, (shown,))])) == set()
        late = [Told("s", 1, (shown,), asked=12_100)]
        assert laws(seen(log, presences=gone, lease_ms=5_000, told=late)) == {"ghost"}
        back = [*gone, Presence(12_050, "ana", "available", 1)]
        assert laws(seen(log, presences=back, lease_ms=5_000, told=late)) == set()


def test_who_stood_before_is_served_before() -> None:
    line = Told("s", 1, (row("c1", "waiting", 1), row("c2", "waiting", 2)))
    assert laws(seen(told=[line, Told("s", 2, (row("c1", "ringing", 1, "ana"),))])) == set()
    assert laws(seen(told=[line, Told("s", 2, (row("c2", "ringing", 2, "ana"),))])) == {"order"}
    assert laws(seen(told=[Told("s", 2, (row("c2", "ringing", 2, "ana"),)), line])) == {"order"}
    own = row("c2", "ringing", 2, "ana", because="your_customer")
    assert laws(seen(told=[line, Told("s", 2, (own,))])) == set()
    both = (row("c2", "ringing", 2, "ana"), row("c1", "ringing", 1, "ben"))
    assert laws(seen(told=[line, Told("s", 2, both)])) == set()


def test_what_was_missed_of_the_lists_proves_nothing() -> None:
    line = Told("s", 1, (row("c1", "waiting", 1), row("c2", "waiting", 2)))
    unfair = Told("s", 2, (row("c2", "ringing", 2, "ana"),))
    anew = Told("s", 2, (row("c1", "waiting", 1), *unfair.rows), asked=0)
    assert laws(seen(told=[line, anew])) == set()
    assert laws(seen(told=[line, anew, unfair])) == {"order"}
    assert laws(seen(told=[line, Told("s", 3, (row("c2", "ringing", 2, "ana"),))])) == set()


def test_a_ring_that_is_over_is_not_answered() -> None:
    log = [
        (1000, VISITOR, words()),
        (1100, human("ana"), CONNECTED),
        (3100, human("ana"), NO_ANSWER),
        (3100, human("ben"), CONNECTED),
        (3200, human("ana"), PICKED_UP),
    ]
    assert "late" in laws(seen(log, tries=[Try("ana", "pick_up", "x", "c0", "acked", 5, 1)]))
    assert "late" not in laws(seen(log[:4], tries=[Try("ana", "pick_up", "x", "c0", "offer_over", 0, 1)]))
    line = [*log[:3], (3200, human("ana"), PICKED_UP)]
    assert laws(seen(line, there=("ana",), tries=[Try("ana", "pick_up", "x", "c0", "acked", 4, 1)])) == {"late"}
    assert laws(seen(line, there=("ana",), tries=[Try("ana", "pick_up", "x", "c0", "acked", 4, None)])) == set()


def test_asking_for_help_is_always_heard_and_what_is_acknowledged_is_there_once() -> None:
    assert laws(seen(tries=[Try("vera", "escalate", "x", None, "too_fast")])) == {"escalation"}
    assert laws(seen(tries=[Try("vera", "say", "x", "c0", "acked", 1)])) == {"delivery"}
    entry = TeamEntry(seq=1, visitor_seq=1, at=0, by=VISITOR, id="x", body=words())
    once = Sightings(logs={"c0": [entry]}, tries=[Try("vera", "say", "x", "c0", "acked", 1)])
    assert laws(once) == set()
    again = TeamEntry(seq=2, visitor_seq=2, at=0, by=VISITOR, id="x", body=words())
    assert laws(Sightings(logs={"c0": [entry, again]})) == {"delivery"}
    assert laws(Sightings(logs={"c0": [again]})) == {"one_owner"}


def test_what_is_said_again_is_not_done_again() -> None:
    first, again = (Try("ana", "close", "x", "c0", "acked", seq) for seq in (4, 9))
    assert laws(seen(tries=[first, first])) == set()
    assert laws(seen(tries=[first, again])) == {"delivery"}


def test_what_was_asked_of_the_desk_once_is_done_once() -> None:
    talk = [(1000, VISITOR, words()), (1100, human("ana"), CONNECTED), (1200, human("ana"), PICKED_UP)]
    held = (1300, human("ana"), nouns.Held(because="by_agent"))
    asked = (1300, human("ana"), nouns.Asked(whom=human("ben"), to="help", why="", numbers={}))
    undone = {"hold": (1400, human("ana"), nouns.Resumed()), "bring_in": (1400, human("ben"), NOT_COMING)}
    for kind, done in (("hold", held), ("bring_in", asked)):
        twice = [*talk, done, undone[kind], done]
        once, again = (Try("ana", kind, said, "c0", "acked", 4) for said in ("x", "y"))
        assert laws(seen(twice, tries=[once, once])) == {"delivery"}
        assert laws(seen(twice, tries=[once, again])) == set()


def test_who_asks_for_somebody_who_can_fix_it_gets_whoever_is_free() -> None:
    talk = [(1000, VISITOR, words()), (1100, human("ana"), CONNECTED), (1200, human("ana"), PICKED_UP)]
    urged = [*talk, (5000, VISITOR, nouns.Escalated())]
    assert laws(seen(urged)) == {"escalation"}
    assert laws(seen(urged, there=("ana",))) == set()
    assert laws(seen([*urged, (6900, human("ana"), CLOSED)])) == set()
    asked = nouns.Asked(whom=human("ben"), to="fix", why="", numbers={})
    assert laws(seen([*urged, (6900, DESK, asked)])) == set()
    assert laws(seen([*urged, (7100, DESK, asked)])) == {"escalation"}
    busy = [(0, VISITOR, words()), (10, human("ben"), CONNECTED), (20, human("ben"), PICKED_UP)]
    assert laws(seen(urged, busy)) == set()


def test_every_open_visitor_has_a_place() -> None:
    assert laws(seen(rollcalls=[Rollcall("a death", "c0", "waiting")])) == set()
    assert laws(seen(rollcalls=[Rollcall("a death", "c0", None)])) == {"placed"}
