"""Chat's facts become places: who waits, what is done. First of all that a dispatch does, under the site's lock."""

from dataclasses import dataclass, field

from server.chat.models import Fact
from server.desk.models import Place


@dataclass(slots=True)
class Taken:
    """What the facts changed: conversations, and agents whose load is another now."""

    conversations: set[str] = field(default_factory=set)
    agents: set[str] = field(default_factory=set)


def take_in(site: str) -> Taken:
    """Consume the site's facts, oldest first."""
    facts = list(Fact.objects.filter(site_id=site).order_by("id"))
    taken = Taken()
    for fact in facts:
        taken.conversations.add(fact.conversation_id)
        agent = _opened(fact) if fact.kind == Fact.Kind.OPENED else _ended(fact)
        if agent:
            taken.agents.add(agent)
    if facts:
        Fact.objects.filter(id__in=[f.id for f in facts]).delete()
    return taken


def _opened(fact: Fact) -> str | None:
    """Somebody wrote: the visitor joins the line; an agent who wrote has it at once."""
    place, _ = Place.objects.get_or_create(
        conversation_id=fact.conversation_id, defaults={"site_id": fact.site_id, "entered_at": fact.at}
    )
    if place.state in {Place.State.RINGING, Place.State.ENGAGED}:
        return None
    place.rank, place.entered_at, place.because, place.numbers = 1, fact.at, "", {}
    if fact.by_agent:
        place.state, place.agent_id, place.because = Place.State.ENGAGED, fact.by_agent, "picked_up"
        place.offer += 1
    else:
        place.state, place.agent_id = Place.State.WAITING, None
    place.save()
    return place.agent_id


def _ended(fact: Fact) -> str | None:
    """Closed or left: the slot is free."""
    place = Place.objects.filter(conversation_id=fact.conversation_id).first()
    if place is None or place.state == Place.State.WRAPPED:
        return None
    agent = place.agent_id
    place.last_agent_id = agent or place.last_agent_id
    place.state, place.agent_id, place.because, place.numbers = Place.State.WRAPPED, None, "", {}
    place.save()
    return agent
