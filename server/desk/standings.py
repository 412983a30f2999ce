"""Where conversations stand, as their visitors are told."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final, Literal, cast

from django.db.models import Q, QuerySet

from server.chat import queries as chat
from server.clock import now_ms
from server.desk import passes
from server.desk.models import Place
from server.desk.rows import GUESTS, LINE, may_have_guests, may_have_insiders, promise, reach, rings_for_all, wait_began
from server.people import queries as people
from server.people.models import Agent
from server.wire.nouns import Face, Reach
from server.wire.visitor import Standing

_HERE: Final = Reach(kind="here", address="", due=None)
PLACES_MAX: Final = 200
"""How far back in line a place is counted; beyond it is said to be not known."""


def line(site: str) -> "QuerySet[Place]":
    """Who waits, in order."""
    return Place.objects.filter(site_id=site, state=Place.State.WAITING).order_by(*LINE)


def of(talks: Iterable[chat.Standing]) -> dict[str, Standing]:
    """Where each of these conversations stands, by id. The number of queries does not grow with them."""
    talks = list(talks)
    return told(talks, {p.conversation_id: p for p in Place.objects.filter(conversation_id__in=[t.id for t in talks])})


def told(talks: Iterable[chat.Standing], places: dict[str, Place]) -> dict[str, Standing]:
    """The same, where their places have been read already."""
    look = _Look(places)
    return {talk.id: look.standing(talk, places.get(talk.id)) for talk in talks}


class _Look:
    """What standings are made of, read once for many places."""

    def __init__(self, places: dict[str, Place]) -> None:
        found = list(places.values())
        ids = {p.pk: p.conversation_id for p in found if may_have_guests(p)}
        self._members: dict[str, list[str]] = defaultdict(list)
        for guest in GUESTS.by("place_id", ids, "state = 'joined' ORDER BY at"):
            self._members[ids[guest.place_id]].append(guest.agent_id)
        self._insiders = passes.members([p.conversation_id for p in found if may_have_insiders(p)])
        named = {a for p in found for a in (p.agent_id, p.last_agent_id, p.waits_for_id, p.advocate_id) if a}
        self._faces = people.faces({*named, *(a for agents in self._members.values() for a in agents)})
        self._here = _available(p.advocate_id for p in found if p.state == Place.State.WAITING)
        self._ringing = rings_for_all(found)
        self._places = _places({p.site_id for p in found if p.state == Place.State.WAITING})

    def standing(self, talk: chat.Standing, place: Place | None) -> Standing:
        """One of them."""
        if place is None:
            return _plain("waiting" if talk.status == "open" else _ended(talk), (), talk.opened_at)
        if talk.status != "open":
            return _plain(_ended(talk), self._of(place.last_agent_id or place.agent_id), None)
        if place.state in {Place.State.WAITING, Place.State.WRAPPED}:
            return self._waiting(talk, place)
        state = cast(Literal["ringing", "engaged", "held"], place.state)
        return Standing(
            state=state,
            faces=self._people(place),
            since=wait_began(place) if state == "ringing" else None,
            place=None,
            promise=promise(place),
            reach=reach(place),
            waits_for=None,
            could_wait_for=None,
            calling_all=False,
            escalated=place.escalated_at is not None,
        )

    def _waiting(self, talk: chat.Standing, place: Place) -> Standing:
        own = place.advocate_id
        return Standing(
            state="waiting",
            faces=(),
            since=wait_began(place) if place.state == Place.State.WAITING else talk.opened_at,
            place=self._places.get(talk.id),
            promise=promise(place),
            reach=reach(place),
            waits_for=self._faces.get(place.waits_for_id or ""),
            could_wait_for=self._faces.get(own) if own and own in self._here and place.waits_for_id is None else None,
            calling_all=talk.id in self._ringing,
            escalated=place.escalated_at is not None,
        )

    def _of(self, agent: str | None) -> tuple[Face, ...]:
        return (self._faces[agent],) if agent in self._faces else ()

    def _people(self, place: Place) -> tuple[Face, ...]:
        members = [f for a in self._members[place.conversation_id] for f in self._of(a)]
        insiders = [m.face for m in self._insiders.get(place.conversation_id, ()) if m.state == "joined"]
        return (*self._of(place.agent_id), *members, *insiders)


def _ended(talk: chat.Standing) -> Literal["left", "closed"]:
    return "left" if talk.status == "left" else "closed"


def _plain(state: Literal["waiting", "closed", "left"], faces: tuple[Face, ...], since: int | None) -> Standing:
    return Standing(
        state=state,
        faces=faces,
        since=since,
        place=None,
        promise=None,
        reach=_HERE,
        waits_for=None,
        could_wait_for=None,
        calling_all=False,
        escalated=False,
    )


def _available(agents: Iterable[str | None]) -> set[str]:
    ids = {a for a in agents if a}
    if not ids:
        return set()
    return set(
        Agent.objects.filter(id__in=ids, active=True, online=True, presence="available").values_list("id", flat=True)
    )


def _places(sites: Iterable[str]) -> dict[str, int]:
    """Conversation → its place in line, from 1. Who is called later is not before anybody until then."""
    found: dict[str, int] = {}
    for site in sites:
        called = Q(reach_due__isnull=True) | Q(reach_due__lte=now_ms())
        waiting = line(site).filter(called).values_list("conversation_id", flat=True)[:PLACES_MAX]
        found |= {conversation: place for place, conversation in enumerate(waiting, 1)}
    return found
