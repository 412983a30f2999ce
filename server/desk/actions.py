"""What agents do at the desk. Each runs under the site's lock and settles the desk before it commits."""

from collections.abc import Sequence
from typing import Literal

from server import bus
from server.chat import actions as chat
from server.chat import queries as chat_queries
from server.chat.errors import AlreadyEnded, NotYours, UnknownConversation
from server.chat.log import Stored
from server.clock import as_datetime
from server.desk.dispatch import settle
from server.desk.errors import AlreadyTaken
from server.desk.lock import site_lock
from server.desk.models import Place
from server.people import actions as people
from server.people import queries as people_queries
from server.wire import agent as wire
from server.wire import codec
from server.wire.nouns import Face, PickedUp


def come(site: str, agent: str, lease: str, process: str, now_ms: int) -> None:
    """An agent's socket opened: they are here, and whoever waits is put before them at once."""
    people.connect(agent, lease, process, as_datetime(now_ms))
    with site_lock(site) as now:
        settle(site, now, came_or_went={agent})


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
    facts = people_queries.agent(agent)
    if facts:
        me = wire.Me(id=facts.id, name=facts.name, role=facts.role, presence=facts.presence, capacity=facts.capacity)
        bus.publish([bus.ToAgents(site=site, agent=agent, frame=codec.encode(wire.Presence(me=me)))])
    with site_lock(site) as now:
        settle(site, now, came_or_went={agent})


def pick_up(site: str, conversation: str, by: Face) -> Stored:
    """An agent takes a conversation that waits, or that rings for them. Doing it twice is doing it once."""
    with site_lock(site) as now:
        place = Place.objects.filter(conversation_id=conversation, site_id=site).first()
        talk = chat_queries.of_site(site, conversation)
        if place is None or talk is None:
            raise UnknownConversation
        if talk.status == "left":
            raise AlreadyEnded
        if place.state == Place.State.WRAPPED:
            # Whoever closed it had picked it up.
            raise AlreadyTaken
        if place.agent_id is not None and place.agent_id != by.id:
            raise AlreadyTaken
        if place.state == Place.State.ENGAGED:
            return Stored(conversation, talk.head, talk.visitor_head, talk.changed_at)
        if place.state == Place.State.WAITING:
            place.offer += 1
            place.because = "picked_up"
        place.state, place.agent_id = Place.State.ENGAGED, by.id
        place.save()
        stored = chat.record([(conversation, by, PickedUp())], now).get(conversation)
        if stored is None:
            raise AlreadyEnded
        settle(site, now, changed={conversation}, loads={by.id})
        return stored


def rings_for(site: str, conversation: str, agent: str) -> bool:
    """Whether the conversation rings for this agent."""
    return Place.objects.filter(
        conversation_id=conversation, site_id=site, agent_id=agent, state=Place.State.RINGING
    ).exists()


def close(site: str, conversation: str, by: Face) -> Stored:
    """The agent who has it puts the phone down; the freed slot is served before this returns."""
    with site_lock(site) as now:
        place = Place.objects.filter(conversation_id=conversation, site_id=site).first()
        if place is None:
            raise UnknownConversation
        if place.state != Place.State.WRAPPED and place.agent_id != by.id:
            raise NotYours
        stored = chat.close(site, conversation, by, now)
        settle(site, now)
        return stored
