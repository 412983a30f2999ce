"""What a visitor may wish of the line: how to be reached, whom to wait for, who their person is."""

from typing import Final

from routing import requests
from routing.requests import Refused
from server.chat import queries as chat_queries
from server.chat.errors import ClosedForNow, UnknownConversation
from server.chat.log import Stored
from server.desk.dispatch import Sitting, dispatch, sitting
from server.desk.errors import NoAddress, NotThere, TooFarAhead, UnknownPerson, refusal
from server.desk.models import Place
from server.people import advocates
from server.people import queries as people
from server.waits import actions as waits
from server.wire.limits import CALL_DAYS_MAX
from server.wire.nouns import Chose, Face, PersonChosen, Reach

_DAY_MS: Final = 24 * 60 * 60 * 1000


def choose(site: str, visitor: str, conversation: str, reach: Reach, said: str | None = None) -> Stored:
    """How the answer shall reach them. The place in line is kept; a call back is not made before its time.

    What was `said` under an id is not done again when they have chosen otherwise since.
    """
    if reach.kind != "here" and not reach.address.strip():
        raise NoAddress
    with sitting(site) as desk:
        if reach.due is not None and reach.due > desk.now + CALL_DAYS_MAX * _DAY_MS:
            raise TooFarAhead
        if said and (before := chat_queries.said(visitor, said, conversation)):
            return before
        place, here = _theirs(desk, visitor, conversation)
        if place.state == Place.State.WRAPPED:
            # Nobody would write or call: it was closed while they chose.
            raise ClosedForNow
        wanted = (reach.kind, reach.address, reach.due)
        if (place.reach, place.address, place.reach_due) != wanted:
            place.reach, place.address, place.reach_due = wanted
            if reach.kind != "here":
                # The promise was about waiting here.
                place.promised, place.breach_at, place.broken = None, None, False
            desk.desk.changes.arm(place)
            desk.desk.places.write(place)
            if reach.kind != "here":
                waits.elsewhere(conversation, desk.now)
            desk.desk.changes.line_moved = True
            desk.desk.changes.conversations.add(conversation)
            desk.desk.changes.entries.append((conversation, _face(visitor), Chose(reach=reach), said))
        return desk.settle().get(conversation, here)


def wait_for(site: str, visitor: str, conversation: str, person: bool) -> Stored:
    """Rather wait for their own person, or for whoever is free first."""
    with sitting(site) as desk:
        desk.catch_up()
        place, here = _theirs(desk, visitor, conversation)
        placed = desk.desk.place(conversation)
        if person and place.advocate_id is None:
            raise NotThere
        if placed is not None:
            try:
                desk.do(requests.wait_for(desk.desk, placed, place.advocate_id if person else None))
            except Refused as refused:
                raise refusal(refused) from None
        return desk.settle().get(conversation, here)


def set_person(site: str, visitor: str, person: str | None, by: Face) -> Stored | None:
    """Who the visitor's own person is from here on, said by them or by an agent; null where there is no conversation to say it in."""
    with sitting(site) as desk:
        try:
            changed = advocates.set_person(site, visitor, person)
        except advocates.UnknownAdvocateError:
            raise UnknownPerson from None
        talk = chat_queries.of_visitors([visitor]).get(visitor)
        place = desk.desk.places.get(talk.id) if talk else None
        if place is None:
            return None
        conversation = place.conversation_id
        if changed:
            facts = people.visitor(visitor)
            place.advocate_id, place.backup_id = person, facts.backup if facts else None
            desk.desk.places.write(place)
            desk.desk.changes.conversations.add(conversation)
            chosen = PersonChosen(person=people.face(person) if person else None)
            desk.desk.changes.entries.append((conversation, by, chosen, None))
        here = chat_queries.by_ids([conversation])[conversation]
        return desk.settle().get(conversation, Stored(conversation, here.head, here.visitor_head, here.changed_at))


def visitor_came(site: str, visitor: str) -> None:
    """A visitor's panel opened: what was held or passed over for their absence comes back."""
    if Place.objects.filter(site_id=site, visitor_id=visitor, absent=True).exists():
        dispatch(site, look_for_visitors=True)


def _theirs(desk: Sitting, visitor: str, conversation: str) -> tuple[Place, Stored]:
    """The place of a visitor's own conversation, and where its log stands."""
    talk = chat_queries.of_site(desk.site, conversation)
    place = desk.desk.places.get(conversation)
    if talk is None or place is None or place.visitor_id != visitor or talk.status == "left":
        raise UnknownConversation
    return place, Stored(conversation, talk.head, talk.visitor_head, talk.changed_at)


def _face(visitor: str) -> Face:
    facts = people.visitor(visitor)
    if facts is None:
        raise UnknownConversation
    return facts.face
