"""Sightings made by hand, for the judge's own tests."""

from collections.abc import Sequence
from typing import Any

from server.wire import agent, nouns
from server.wire.nouns import Face, TeamEntry
from tests.faults.referee.judge import Law, judge
from tests.faults.referee.sightings import Presence, Sightings

VISITOR = Face(kind="visitor", id="vera", name="Vera")
CONNECTED = nouns.Connected(because="first_in_line", numbers={})
PICKED_UP = nouns.PickedUp(because="first_in_line")
NO_ANSWER, DROPPED, CLOSED = nouns.NoAnswer(), nouns.LineDropped(), nouns.Closed()
NOT_COMING = nouns.NotComing(whom=Face(kind="agent", id="ben", name="Ben"), because="declined")
DESK = Face(kind="system", id="desk", name="The desk")
HERE = nouns.Reach(kind="here", address="", due=None)
OVER = 100_000


def human(name: str) -> Face:
    """An agent of that name."""
    return Face(kind="agent", id=name, name=name.title())


def words(text: str = "Hello?") -> nouns.Message:
    """A message."""
    return nouns.Message(text=text, html=None)


def seen(*logs: Sequence[tuple[int, Face, Any]], **more: Any) -> Sightings:
    """Conversations c0, c1, …; Ana and Ben are there with one place each, unless told otherwise."""
    written = {
        f"c{n}": [
            TeamEntry(seq=i, visitor_seq=None, at=at, by=by, id=None, body=b) for i, (at, by, b) in enumerate(log, 1)
        ]
        for n, log in enumerate(logs)
    }
    there = [Presence(0, who, "available", 1) for who in more.pop("there", ("ana", "ben"))]
    return Sightings(logs=written, presences=there + more.pop("presences", []), ended_at=OVER, **more)


def laws(sightings: Sightings) -> set[Law]:
    """Which are broken."""
    return {breach.law for breach in judge(sightings)}


def row(conversation: str, state: Any, order: int = 0, whose: str | None = None, **more: Any) -> agent.Row:
    """What a list shows of a conversation."""
    card = agent.VisitorCard(
        id="v", name="V", nameless=True, online=True, page=None, told=(), language=None, zone=None, since=0, person=None,
        backup=None, priority=0,
    )  # fmt: skip
    usual: dict[str, Any] = {
        "visitor": card, "absent": False, "rank": 1, "sequence": order, "since": 0, "offer": 1, "because": "first_in_line",
        "numbers": {}, "due": None, "members": (), "calling_all": False, "escalated": None, "waits_for": None, "team": None,
        "reach": HERE, "promise": None, "head": 1, "read": 0, "visitor_read": 0, "last": None, "changed": 0,
    }  # fmt: skip
    return agent.Row(**usual | more | {"id": conversation, "state": state, "order": order, "agent": whose})


def member(name: str) -> agent.Member:
    """Somebody who is asked in."""
    return agent.Member(
        face=human(name),
        state="asked",
        errand="help",
        because="asked",
        asked_by=None,
        why="",
        numbers={},
        offer=2,
        due=None,
    )
