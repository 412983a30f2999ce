"""Who has whom, changed while somebody waits: their place knows it too, and whoever is theirs now may have them at once."""

from typing import Final

from django.db.models import OuterRef, Subquery

from server.desk.dispatch import Sitting, sitting
from server.desk.models import Place
from server.people import advocates
from server.people import queries as people
from server.people.models import Visitor
from server.wire.nouns import Face, PersonChosen

AT_ONCE: Final = 500
"""Visitors moved under one lock: nobody's line stands still while a whole roster is moved."""


def set_backup(site: str, visitor: str, agent: str | None) -> None:
    """Who stands in for the visitor's person."""
    with sitting(site) as desk:
        if advocates.set_backup(site, visitor, agent):
            _follow(desk, [visitor])
        desk.settle()


def move_all(site: str, from_: str, to: str, by: Face) -> int:
    """All who know one agent know another, and stand-ins go along; how many visitors that concerns. Whoever talks reads it in the log."""
    moved = 0
    while some := _move(site, from_, to, by):
        moved += some
    return moved


def _move(site: str, from_: str, to: str, by: Face) -> int:
    with sitting(site) as desk:
        moved = advocates.move(site, from_, to, AT_ONCE)
        known = PersonChosen(person=people.face(to))
        for place in _follow(desk, moved):
            if place.advocate_id == from_:
                desk.desk.changes.entries.append((place.conversation_id, by, known, None))
        desk.settle()
    return len(moved)


def _follow(desk: Sitting, visitors: list[str]) -> list[Place]:
    """Places of these visitors that are not done are now as their visitors are; the places as they were."""
    places = Place.objects.filter(site_id=desk.site, visitor_id__in=visitors).exclude(state=Place.State.WRAPPED)
    before = list(places)
    theirs = Visitor.objects.filter(id=OuterRef("visitor_id"))
    places.update(advocate=Subquery(theirs.values("advocate")), backup=Subquery(theirs.values("backup")))
    desk.desk.places.forget()
    desk.desk.changes.conversations.update(place.conversation_id for place in before)
    return before
