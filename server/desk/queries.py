"""Reads of the desk: rows for agents, standings for visitors, who owns what."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final, Literal, cast

from django.db.backends.utils import CursorWrapper
from django.db.models import Count

from server.chat import queries as chat
from server.clock import as_datetime, now_ms
from server.desk.models import Desk, Place
from server.people import queries as people
from server.people import whereabouts
from server.wire.agent import Colleague, Row, VisitorCard
from server.wire.limits import ROWS
from server.wire.nouns import Face
from server.wire.visitor import Standing

OPEN_MAX: Final = 1_000
"""Open rows sent at once: far above what a team of humans can have open, and a bound all the same."""
_OWNED: Final = (Place.State.RINGING, Place.State.ENGAGED)
_OPEN: Final = (Place.State.WAITING, *_OWNED)


_REPLIERS: Final = """
SELECT conversation_id, agent_id FROM desk_place WHERE agent_id IS NOT NULL AND conversation_id IN ({0})
UNION ALL SELECT conversation_id, desk_member.agent_id FROM desk_member JOIN desk_place ON place_id = sequence
  WHERE desk_member.state = 'joined' AND conversation_id IN ({0})
UNION ALL SELECT conversation_id, id FROM desk_insider
  WHERE joined_at IS NOT NULL AND ended_at IS NULL AND expires_at > %s AND conversation_id IN ({0})
UNION ALL SELECT conversation_id, by_agent FROM chat_fact
  WHERE kind = 'opened' AND by_agent IS NOT NULL AND conversation_id IN ({0})
"""


def repliers(cursor: CursorWrapper, conversations: Sequence[str]) -> dict[str, Collection[str]]:
    """Who may reply, for the writer: in its transaction, by its cursor. Also who reopened, if the desk has yet to hear of it."""
    ids = list(conversations)
    cursor.execute(_REPLIERS.format(", ".join(["%s"] * len(ids))), [*ids, *ids, now_ms(), *ids, *ids])
    found: dict[str, Collection[str]] = {}
    for conversation, who in cursor.fetchall():
        found[conversation] = {*found.get(conversation, ()), who}
    return found


def revision(site: str) -> int:
    """How often the site's lists changed."""
    return Desk.objects.filter(site_id=site).values_list("revision", flat=True).first() or 0


def rows(conversations: Collection[str]) -> tuple[Row, ...]:
    """These conversations as agents' lists show them."""
    return _rows(Place.objects.filter(conversation_id__in=conversations))


def open_rows(site: str) -> tuple[Row, ...]:
    """Everything open: the line in its order, then what somebody has."""
    found = Place.objects.filter(site_id=site, state__in=_OPEN).order_by("rank", "entered_at", "sequence")
    return _rows(found[:OPEN_MAX])


def ended_rows(site: str, before: int) -> tuple[tuple[Row, ...], bool]:
    """A page of ended conversations older than `before`, newest first, and whether there are more."""
    ended = Place.objects.filter(site_id=site, state=Place.State.WRAPPED, conversation__changed_at__lt=before)
    found = list(ended.order_by("-conversation__changed_at")[: ROWS + 1])
    return _rows(found[:ROWS]), len(found) > ROWS


def _rows(places: Iterable[Place]) -> tuple[Row, ...]:
    places = list(places)
    talks = chat.by_ids(p.conversation_id for p in places)
    visitor_ids = {talk.visitor for talk in talks.values()}
    visitors = people.visitors(visitor_ids)
    online = whereabouts.online(visitor_ids, as_datetime(now_ms()))
    return tuple(
        _row(place, talk, visitors[talk.visitor].card(talk.visitor in online))
        for place in places
        if (talk := talks.get(place.conversation_id))
    )


def _row(place: Place, talk: chat.Standing, card: VisitorCard) -> Row:
    waiting = place.state in {Place.State.WAITING, Place.State.RINGING}
    return Row(
        id=talk.id,
        visitor=card,
        state=_state(place, talk.status),
        rank=place.rank,
        since=place.entered_at if waiting else None,
        agent=place.agent_id,
        offer=place.offer,
        because=place.because or None,
        head=talk.head,
        read=talk.read,
        visitor_read=talk.visitor_read,
        last=talk.last,
        changed=talk.changed_at,
    )


def _state(place: Place, status: str) -> Literal["waiting", "ringing", "engaged", "closed", "left"]:
    if place.state == Place.State.WRAPPED:
        return "left" if status == "left" else "closed"
    return cast(Literal["waiting", "ringing", "engaged"], place.state)


def standing(talk: chat.Standing) -> Standing:
    """Where a conversation stands, as its visitor is told."""
    return standings([talk])[talk.id]


def standings(talks: Iterable[chat.Standing]) -> dict[str, Standing]:
    """Where each of these conversations stands, in two queries, by id."""
    talks = list(talks)
    places = {p.conversation_id: p for p in Place.objects.filter(conversation_id__in=[t.id for t in talks])}
    faces = people.faces({a for p in places.values() for a in (p.agent_id, p.last_agent_id) if a})
    return {talk.id: _standing(talk, places.get(talk.id), faces) for talk in talks}


def _standing(talk: chat.Standing, place: Place | None, faces: dict[str, Face]) -> Standing:
    def only(agent: str | None) -> tuple[Face, ...]:
        return (faces[agent],) if agent in faces else ()

    if talk.status != "open":
        had = (place.last_agent_id or place.agent_id) if place else None
        return Standing(state="left" if talk.status == "left" else "closed", faces=only(had), since=None)
    if place is None or place.state in {Place.State.WAITING, Place.State.WRAPPED}:
        since = place.entered_at if place and place.state == Place.State.WAITING else talk.opened_at
        return Standing(state="waiting", faces=(), since=since)
    if place.state == Place.State.RINGING:
        return Standing(state="ringing", faces=only(place.agent_id), since=place.entered_at)
    return Standing(state="engaged", faces=only(place.agent_id), since=None)


def colleagues(site: str) -> tuple[Colleague, ...]:
    """The team, with who is here and how much each has in hand."""
    owned = Place.objects.filter(site_id=site, state__in=_OWNED)
    loads = dict(owned.values_list("agent_id").annotate(n=Count("pk")).values_list("agent_id", "n"))
    return tuple(
        Colleague(
            id=a.id,
            name=a.name,
            role=a.role,
            presence=a.shown,
            capacity=a.capacity,
            load=loads.get(a.id, 0),
        )
        for a in people.team(site)
    )
