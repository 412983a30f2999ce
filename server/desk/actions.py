"""What agents do at the desk. Each runs under the site's lock and settles the desk before it commits.

Doing anything twice is doing it once: the second time is answered with where the log stands. What was `said` under an id is
not done again either when its effect has been undone since.
"""

from collections.abc import Callable, Sequence
from typing import Literal

from django.db import transaction

from routing import requests
from routing.decisions import Decision, Errand
from routing.model import Placed
from routing.requests import Refused
from server import bus
from server.chat import queries as chat_queries
from server.chat.errors import AlreadyEnded, NotYours, UnknownConversation
from server.chat.log import Stored
from server.clock import as_datetime
from server.desk import insiders, queries
from server.desk.dispatch import Sitting, sitting
from server.desk.errors import UnknownPerson, refusal
from server.desk.lock import site_lock
from server.desk.models import Place
from server.desk.wishes import choose, set_person, visitor_came, wait_for
from server.people import actions as people
from server.people import queries as people_queries
from server.wire import agent as wire
from server.wire import codec
from server.wire.nouns import Face

__all__ = [
    "bring_in",
    "choose",
    "close",
    "come",
    "decline",
    "go",
    "hand_over",
    "hold",
    "pick_up",
    "resume",
    "set_person",
    "set_presence",
    "sign_of",
    "stay",
    "step_out",
    "uninvite",
    "visitor_came",
    "wait_for",
]
Said = str | None
"""The id under which an agent's command came."""
Request = Callable[[Sitting, Placed], Decision | None]


def come(site: str, agent: str, lease: str, process: str, now_ms: int) -> None:
    """An agent's socket opened: they are here, and whoever waits is put before them at once."""
    came = people.connect(agent, lease, process, as_datetime(now_ms))
    with sitting(site) as desk:
        desk.settle(came_or_went={agent} if came else ())


def stay(leases: Sequence[tuple[str, str, str]], process: str, now_ms: int) -> None:
    """These (site, agent, lease) answered their beat. A lease that lapsed meanwhile (this process was frozen) is begun anew."""
    lapsed = people.renew({lease for _, _, lease in leases}, as_datetime(now_ms))
    for site, agent, lease in leases:
        if lease in lapsed:
            come(site, agent, lease, process, now_ms)


def go(lease: str, now_ms: int, clean: bool) -> None:
    """An agent's socket closed. Their conversations stay theirs until the lease ends."""
    people.disconnect(lease, as_datetime(now_ms), clean)


def set_presence(site: str, agent: str, presence: Literal["available", "away"], capacity: int) -> None:
    """An agent takes calls or does not, and how many at once. Going away gives back what rings unanswered."""
    people.set_presence(agent, presence, capacity)
    _tell_me(site, agent)
    with sitting(site) as desk:
        desk.settle(came_or_went={agent})


def sign_of(site: str, conversation: str, by: Face) -> None:
    """An agent looks at a conversation that rings for them, or types in it: where the site connects, that picks it up."""
    rings = Place.objects.filter(
        conversation_id=conversation, site_id=site, agent_id=by.id, state=Place.State.RINGING
    ).exists()
    if rings and queries.mode(site) == "connect":
        _request(site, conversation, by, None, lambda _, place: _sign(place, by.id))


def pick_up(site: str, conversation: str, by: Face, offer: int | None, said: Said = None) -> Stored:
    """An agent takes a conversation that waits, or answers a ring. Who was away for not answering is back by it."""
    return _request(site, conversation, by, said, lambda _, place: requests.pick_up(place, by.id, offer), back=True)


def decline(site: str, conversation: str, by: Face, offer: int, said: Said = None) -> Stored:
    """Not now."""
    return _request(site, conversation, by, said, lambda s, place: requests.decline(s.desk, place, by.id, offer))


def hold(site: str, conversation: str, by: Face, said: Said = None) -> Stored:
    """The owner puts it aside."""
    return _request(site, conversation, by, said, lambda _, place: requests.hold(place, by.id))


def resume(site: str, conversation: str, by: Face, said: Said = None) -> Stored:
    """The owner takes it up again."""
    return _request(site, conversation, by, said, lambda s, place: requests.resume(s.desk, place, by.id))


def bring_in(site: str, conversation: str, by: Face, whom: str, why: str, said: Said = None) -> Stored:
    """A colleague is asked to come in and help."""
    return _ask(site, conversation, by, said, whom, why, "help")


def hand_over(
    site: str, conversation: str, by: Face, whom: str | None, team: str | None, why: str, said: Said = None
) -> Stored:
    """A colleague is asked to take over; or somebody of a team, or whoever is free. The owner stays until that one is there."""
    if whom is not None:
        return _ask(site, conversation, by, said, whom, why, "take_over")

    def ask(s: Sitting, place: Placed) -> Decision | None:
        s.desk.why = why
        return requests.ask_somebody(s.desk, place, by.id, team, "take_over")

    return _request(site, conversation, by, said, ask)


def uninvite(site: str, conversation: str, by: Face, whom: str) -> Stored:
    """Who was asked in need not come; an insider goes, even one who had come."""
    may = insiders.may_invite(site, conversation, by.id)
    gone = insiders.revoke(site, conversation, whom, by.id) if may else None
    return gone or _request(site, conversation, by, None, lambda _, place: requests.take_back(place, by.id, whom))


def step_out(site: str, conversation: str, by: Face, said: Said = None) -> Stored:
    """A member leaves the conversation to the others."""
    return _request(site, conversation, by, said, lambda _, place: requests.step_out(place, by.id))


def close(site: str, conversation: str, by: Face, said: Said = None) -> Stored:
    """The agent who has it puts the phone down; the freed slot is served before this returns.

    Said again, it closes nothing that the visitor wrote since.
    """
    with sitting(site) as desk:
        if said and (before := chat_queries.said(by.id, said, conversation)):
            return before
        desk.catch_up()
        place = desk.desk.place(conversation)
        talk = chat_queries.of_site(site, conversation)
        if place is None or talk is None:
            raise UnknownConversation
        if place.state == "wrapped" and talk.status != "left":
            # Closed already; if the visitor writes in this very moment, that is not closed with it.
            return Stored(conversation, talk.head, talk.visitor_head, talk.changed_at)
        unheard = place.state == "ringing" and queries.mode(site) == "ring"
        if place.state != "wrapped" and (place.owner != by.id or unheard):
            raise NotYours
        if talk.status == "left":
            raise AlreadyEnded
        desk.close(conversation, by, said)
        stored = desk.settle().get(conversation)
        if stored is None:
            # Its visitor left in this very moment.
            raise AlreadyEnded
        return stored


def _ask(site: str, conversation: str, by: Face, said: Said, whom: str, why: str, errand: Errand) -> Stored:
    facts = people_queries.agent(whom)
    if facts is None or facts.site_id != site or not facts.active:
        raise UnknownPerson

    def ask(s: Sitting, place: Placed) -> Decision | None:
        s.desk.why = why
        return requests.ask(s.desk, place, by.id, whom, errand)

    return _request(site, conversation, by, said, ask)


def _sign(place: Placed, agent: str) -> Decision | None:
    """Only what still rings for them: who looks on after it went to another takes nothing from anybody."""
    rings = place.owner == agent and place.state == "ringing"
    return requests.pick_up(place, agent, place.offer) if rings else None


def _request(site: str, conversation: str, by: Face, said: Said, request: Request, *, back: bool = False) -> Stored:
    with site_lock(site) as now:
        if said and (before := chat_queries.said(by.id, said, conversation)):
            return before
        came = back and _is_back(site, by.id)
        desk = Sitting(site, now)
        desk.catch_up()
        place = desk.desk.place(conversation)
        talk = chat_queries.of_site(site, conversation)
        if place is None or talk is None:
            raise UnknownConversation
        if talk.status == "left":
            raise AlreadyEnded
        try:
            desk.do(request(desk, place), said)
        except Refused as refused:
            raise refusal(refused) from None
        stored = desk.settle(came_or_went={by.id} if came else ()).get(conversation)
        if said:
            # As every repetition is answered: with the entry that keeps the id, though more may follow from it.
            stored = chat_queries.said(by.id, said, conversation) or stored
        return stored or Stored(conversation, talk.head, talk.visitor_head, talk.changed_at)


def _is_back(site: str, agent: str) -> bool:
    """Who is away for not answering is available again, unless what they ask is refused: whether they were."""
    facts = people_queries.agent(agent)
    if facts is None or facts.away_because is None:
        return False
    people.set_presence(agent, "available", facts.capacity)
    transaction.on_commit(lambda: _tell_me(site, agent))
    return True


def _tell_me(site: str, agent: str) -> None:
    frame = codec.encode(wire.Presence(me=queries.me(agent)))
    bus.publish([bus.ToAgents(site=site, agent=agent, frame=frame)])
