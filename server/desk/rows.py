"""Conversations as agents' lists show them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import accumulate
from typing import Final, Literal, cast

from django.db.models import QuerySet

from server.chat import queries as chat
from server.clock import now
from server.db.table import Table
from server.desk import passes
from server.desk.models import Member as Guest
from server.desk.models import Place
from server.people import queries as people
from server.people import whereabouts
from server.people.facts import VisitorFacts
from server.people.models import Agent
from server.wire import codec
from server.wire.agent import Member, Row, VisitorCard
from server.wire.limits import ROWS, WINDOW
from server.wire.nouns import Because, Errand, Face, Reach, WaitPromise

OPEN_MAX: Final = 1_000
"""Open rows sent at once: far above what a team of humans can have open, and a bound all the same."""
OPEN_BYTES: Final = WINDOW // 2
"""And their bytes: whoever is sent more than a window before they can answer would be taken for deaf."""
GUESTS: Final = Table(Guest)
LINE: Final = ("absent", "rank", "credited_at", "sequence")
"""The order of the line."""


def of(conversations: Collection[str]) -> tuple[Row, ...]:
    """These conversations."""
    return _rows(Place.objects.filter(conversation_id__in=conversations))


def unfinished(site: str) -> tuple[Row, ...]:
    """Everything open: what somebody has, then the line in its order; as much of it as fits."""
    found = Place.objects.filter(site_id=site).exclude(state=Place.State.WRAPPED).order_by(*LINE)
    in_hand = list(found.exclude(state=Place.State.WAITING)[:OPEN_MAX])
    waiting = found.filter(state=Place.State.WAITING)[: OPEN_MAX - len(in_hand)]
    return _fitting(_rows([*in_hand, *waiting]))


def _fitting(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    sizes = accumulate(codec.size(row) for row in rows)
    return tuple(row for row, size in zip(rows, sizes, strict=True) if size <= OPEN_BYTES)


def ended(site: str, before: int) -> tuple[tuple[Row, ...], bool]:
    """A page of ended conversations older than `before`, newest first, and whether there are more."""
    done = Place.objects.filter(site_id=site, state=Place.State.WRAPPED, conversation__changed_at__lt=before)
    found = list(done.order_by("-conversation__changed_at")[: ROWS + 1])
    return _rows(found[:ROWS]), len(found) > ROWS


def reach(place: Place) -> Reach:
    """How the answer shall reach the visitor."""
    kind = cast(Literal["here", "write", "call"], place.reach)
    return Reach(kind=kind, address=place.address, due=place.reach_due)


def wait_began(place: Place) -> int:
    """When they began to wait for whom they wait now, as `routing.model.Waiting` has it."""
    return place.since_at or place.entered_at


def promise(place: Place) -> WaitPromise | None:
    """What was said about the wait, if anything was and it lasts."""
    lasts = place.state in {Place.State.WAITING, Place.State.RINGING}
    return WaitPromise(minutes=place.promised, broken=place.broken) if place.promised and lasts else None


def anybody(site: str, *, available: bool) -> bool:
    """Whether anybody's line is open; and if `available`, takes calls."""
    here = Agent.objects.filter(site_id=site, active=True, online=True)
    return (here.filter(presence="available") if available else here).exists()


def rings_for_all(places: Iterable[Place]) -> set[str]:
    """Of these, the conversations that ring for everybody here: nobody answered, nobody is available, somebody is there."""
    unanswered = [p for p in places if p.unanswered and p.state == Place.State.WAITING]
    silent = {
        s for s in {p.site_id for p in unanswered} if not anybody(s, available=True) and anybody(s, available=False)
    }
    return {p.conversation_id for p in unanswered if p.site_id in silent}


def may_have_guests(place: Place) -> bool:
    """Whether a colleague can be in it, or be asked: somebody has it."""
    return place.state in {Place.State.ENGAGED, Place.State.HELD}


def may_have_insiders(place: Place) -> bool:
    """Whether anybody outside can be in it, or be asked."""
    return place.invited and place.state != Place.State.WRAPPED


def _rows(found: "Iterable[Place] | QuerySet[Place]") -> tuple[Row, ...]:
    places = list(found)
    return shown(places, chat.by_ids(p.conversation_id for p in places))


def shown(
    places: Iterable[Place], talks: dict[str, chat.Standing], visitors: Mapping[str, VisitorFacts] | None = None
) -> tuple[Row, ...]:
    """These places, where their conversations have been read already, and some of their visitors."""
    places = list(places)
    known = visitors or {}
    visitors = {**known, **people.visitors({p.visitor_id for p in places}.difference(known))}
    online = whereabouts.here(visitors.values(), now())
    members = _members(places)
    ringing = rings_for_all(places)
    return tuple(
        _row(place, talk, visitors[talk.visitor].card(talk.visitor in online), members[place.conversation_id], ringing)
        for place in places
        if (talk := talks.get(place.conversation_id))
    )


def _row(place: Place, talk: chat.Standing, card: VisitorCard, members: list[Member], ringing: set[str]) -> Row:
    waiting = place.state in {Place.State.WAITING, Place.State.RINGING}
    because = "everybody_is_rung" if talk.id in ringing else place.because
    return Row(
        id=talk.id,
        visitor=card,
        state=_state(place, talk.status),
        absent=place.absent,
        rank=place.rank,
        order=max(0, place.credited_at),
        sequence=place.sequence,
        since=wait_began(place) if waiting else None,
        agent=place.agent_id,
        offer=place.offer,
        because=cast(Because, because) if because else None,
        numbers=place.numbers,
        due=place.until_at,
        members=tuple(members),
        calling_all=talk.id in ringing,
        escalated=place.escalated_at,
        waits_for=place.waits_for_id,
        team=place.team_id,
        reach=reach(place),
        promise=promise(place),
        head=talk.head,
        read=talk.read,
        visitor_read=talk.visitor_read,
        last=talk.last,
        changed=talk.changed_at,
    )


def _state(place: Place, status: str) -> Literal["waiting", "ringing", "engaged", "held", "closed", "left"]:
    if place.state == Place.State.WRAPPED:
        return "left" if status == "left" else "closed"
    return cast(Literal["waiting", "ringing", "engaged", "held"], place.state)


def _members(places: Collection[Place]) -> dict[str, list[Member]]:
    """Conversation → who is beside the owner: colleagues, then insiders."""
    ids = {p.pk: p.conversation_id for p in places if may_have_guests(p)}
    guests = GUESTS.by("place_id", ids, "TRUE ORDER BY at, id")
    faces = people.faces({a for g in guests for a in (g.agent_id, g.asked_by_id) if a})
    found: dict[str, list[Member]] = defaultdict(list)
    for guest in guests:
        found[ids[guest.place_id]].append(_member(guest, faces))
    for conversation, insiders in passes.members([p.conversation_id for p in places if may_have_insiders(p)]).items():
        found[conversation] += insiders
    return found


def _member(guest: Guest, faces: dict[str, Face]) -> Member:
    return Member(
        face=faces[guest.agent_id],
        state=cast(Literal["asked", "joined"], guest.state),
        errand=cast(Errand, guest.errand),
        because=cast(Because, guest.because),
        asked_by=faces.get(guest.asked_by_id or ""),
        why=guest.why,
        numbers=guest.numbers,
        offer=guest.offer,
        due=guest.due_at,
    )
