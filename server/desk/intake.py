"""Chat's facts become places: who waits, who spoke, what is done. First of all that a dispatch does, under the site's lock."""

from collections.abc import Callable
from typing import Final, NamedTuple

from django.db import connection

from routing.decisions import Take, Urge
from server.chat import queries as chat
from server.chat.models import Fact
from server.desk import promises
from server.desk.models import Member, Place
from server.desk.sql import SqlDesk
from server.people import advocates
from server.people import queries as people
from server.people.facts import VisitorFacts
from server.sites import queries as sites
from server.waits import actions as waits

_TAKEN: Final = """
DELETE FROM chat_fact WHERE site_id = %s RETURNING
  id, kind, conversation_id, (SELECT visitor_id FROM chat_conversation c WHERE c.id = chat_fact.conversation_id), by_agent, at
"""
_WITH_SOMEBODY: Final = frozenset({Place.State.ENGAGED, Place.State.HELD})
_OWNED: Final = _WITH_SOMEBODY | {Place.State.RINGING}


class _Taken(NamedTuple):
    """A fact, and whose conversation it is of."""

    kind: str
    conversation: str
    visitor: str
    by_agent: str | None
    at: int


def take_in(desk: SqlDesk) -> None:
    """Consume the site's facts, oldest first."""
    for fact in _taken(desk.site):
        _TAKE[fact.kind](desk, fact)
        desk.changes.conversations.add(fact.conversation)


def _taken(site: str) -> list[_Taken]:
    with connection.cursor() as cursor:
        cursor.execute(_TAKEN, [site])
        return [_Taken(*fact) for _, *fact in sorted(cursor.fetchall())]


def _opened(desk: SqlDesk, fact: _Taken) -> None:
    """Somebody wrote: the visitor joins the line; an agent who wrote has it at once."""
    place = desk.places.get(fact.conversation)
    if place is not None and place.state in _OWNED:
        return
    visitor = people.visitor(fact.visitor)
    if visitor is None:
        return
    desk.newcomers[visitor.id] = visitor
    if place is None:
        place = Place(conversation_id=fact.conversation, site_id=desk.site, visitor_id=visitor.id)
    _begin_wait(desk, place, visitor, fact.at)
    if fact.by_agent:
        place.state, place.agent_id, place.because, place.due_at = Place.State.ENGAGED, fact.by_agent, "picked_up", None
        place.offer += 1
        desk.arrived.discard(place.conversation_id)
        desk.humans.weigh([fact.by_agent], 1)
        desk.changes.loads.add(fact.by_agent)
    desk.places.write(place)
    if place.state == Place.State.ENGAGED:
        waits.began(desk.site, place.conversation_id, desk.now)


def _begin_wait(desk: SqlDesk, place: Place, visitor: VisitorFacts, at: int) -> None:
    teams = sites.teams(desk.site) if visitor.team else ()
    team = next((t for t in teams if t.id == visitor.team), None)
    place.state, place.agent_id, place.rank, place.entered_at = Place.State.WAITING, None, 1, at
    place.priority = max(visitor.priority, team.priority if team else 0)
    place.credited_at = at - desk.rules.credits[place.priority]
    place.team_id, place.language = visitor.team, _language(desk, visitor)
    place.overflow_at = at + desk.rules.overflow if place.team_id or place.language else 0
    place.known_id, place.advocate_id, place.backup_id = place.last_agent_id, visitor.person, visitor.backup
    place.absent = place.broken = place.unanswered = place.heard = False
    place.since_at = 0
    place.waits_for_id = place.escalated_at = place.until_at = place.nudge_at = place.reach_due = None
    place.reach, place.address, place.held_because = "here", "", ""
    place.because, place.numbers, place.apart, place.apart_until = "", {}, {}, 0
    place.promised = place.breach_at = None
    desk.arrived.add(place.conversation_id)
    desk.changes.arm(place)


def _language(desk: SqlDesk, visitor: VisitorFacts) -> str:
    """The visitor's language, if anybody available has said to speak it: else it narrows nothing."""
    language = (visitor.language or "").split("-")[0].lower()
    return language if any(language in h.languages for h in desk.humans) else ""


def _spoke(desk: SqlDesk, fact: _Taken) -> None:
    """A human's words: the visitor's wait is over with its promise, and nothing is due from its owner any more, if they are theirs."""
    if fact.conversation in desk.arrived:
        # After a standstill both may be taken in at once: a wait must have begun to be over.
        promises.make(desk)
    waits.answered(fact.conversation, fact.at)
    place = desk.places.get(fact.conversation)
    if place is None:
        return
    if fact.by_agent and place.agent_id == fact.by_agent and place.state == Place.State.RINGING:
        desk.apply(Take(place.conversation_id, fact.by_agent, "picked_up"))
    if place.state not in _WITH_SOMEBODY:
        return
    place.heard, place.promised, place.broken, place.breach_at = True, None, False, None
    if place.agent_id == fact.by_agent:
        place.until_at = place.nudge_at = None
    desk.changes.arm(place)
    desk.places.write(place)


def _escalated(desk: SqlDesk, fact: _Taken) -> None:
    """A visitor asked for somebody who can fix it."""
    place = desk.places.get(fact.conversation)
    if place and place.state != Place.State.WRAPPED and place.escalated_at is None:
        desk.apply(Urge(place.conversation_id))


def _closed(desk: SqlDesk, fact: _Taken) -> None:
    closed(desk, fact.conversation, fact.by_agent, fact.at)


def closed(desk: SqlDesk, conversation: str, by_agent: str | None, at: int) -> None:
    """The phone was put down. The first who talked with a visitor and solved it is whom they know from now on."""
    waits.gave_up(conversation, at)
    place = _ended(desk, conversation)
    talked = chat.by_ids([conversation])[conversation].speaker
    if place and by_agent and talked:
        advocates.first_solved(place.visitor_id, by_agent)


def _left(desk: SqlDesk, fact: _Taken) -> None:
    """The visitor left for good. If nobody had said a word to them, they gave up waiting."""
    waits.gave_up(fact.conversation, fact.at)
    _ended(desk, fact.conversation)


def _ended(desk: SqlDesk, conversation: str) -> Place | None:
    """Every slot it took is free."""
    place = desk.places.get(conversation)
    if place is None or place.state == Place.State.WRAPPED:
        return None
    guests = list(Member.objects.filter(place=place).values_list("agent_id", flat=True))
    freed = {a for a in (place.agent_id, *guests) if a}
    desk.changes.line_moved = desk.changes.line_moved or place.state == Place.State.WAITING
    if place.state in {Place.State.RINGING, Place.State.ENGAGED}:
        desk.humans.weigh(freed, -1)
    if place.state == Place.State.ENGAGED:
        waits.ended(desk.site, place.conversation_id, desk.now)
    Member.objects.filter(place=place).delete()
    place.last_agent_id = place.agent_id or place.last_agent_id
    place.state, place.agent_id, place.because, place.numbers = Place.State.WRAPPED, None, "", {}
    place.due_at = place.until_at = place.nudge_at = place.breach_at = place.escalated_at = place.waits_for_id = None
    place.absent, place.unanswered, place.held_because = False, False, ""
    desk.places.write(place)
    desk.changes.loads |= freed
    return place


_TAKE: Final[dict[str, Callable[[SqlDesk, _Taken], None]]] = {
    Fact.Kind.OPENED: _opened,
    Fact.Kind.SPOKE: _spoke,
    Fact.Kind.ESCALATED: _escalated,
    Fact.Kind.CLOSED: _closed,
    Fact.Kind.LEFT: _left,
}
