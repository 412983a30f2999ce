"""What may be done with people. The one door for other apps; the parts live beside it."""

from typing import Literal

from django.db.models import Case, F, Q, When
from django.db.models.functions import Coalesce

from server.clock import now
from server.people.facts import AgentFacts, of_agent
from server.people.leases import after_outage, connect, disconnect, renew, sweep_leases
from server.people.models import Agent
from server.people.visitors import Disk, ExpiredToken, UnknownToken, look, welcome_visitor
from server.wire.limits import CAPACITY_MAX

__all__ = [
    "Disk",
    "ExpiredToken",
    "UnknownToken",
    "after_outage",
    "agent_of",
    "away",
    "connect",
    "disconnect",
    "look",
    "renew",
    "set_presence",
    "sweep_leases",
    "welcome_visitor",
]


def agent_of(user_id: str, site_key: str) -> AgentFacts | None:
    """The active agent that an active user is on a site."""
    agent = Agent.objects.filter(user_id=user_id, site__key=site_key, active=True, user__is_active=True).first()
    return of_agent(agent) if agent else None


def set_presence(agent_id: str, presence: Literal["available", "away"], capacity: int) -> None:
    """Whether an agent takes calls, by their own word, and how many at once. Who comes back is here since now."""
    fields: dict[str, object] = {
        "presence": presence,
        "capacity": min(max(capacity, 1), CAPACITY_MAX),
        "away_because": "",
    }
    if presence == "available":
        stays = When(Q(presence="available"), then=Coalesce(F("here_since"), now()))
        fields["here_since"] = Case(stays, default=now())
    Agent.objects.filter(id=agent_id).update(**fields)


def away(agent_id: str, because: Literal["no_answer"]) -> None:
    """An agent takes no calls, not by their own word: they are told so, and one click brings them back."""
    Agent.objects.filter(id=agent_id).update(presence="away", away_because=because)
