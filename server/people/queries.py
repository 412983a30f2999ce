"""What is known of people."""

from collections.abc import Collection

from django.db.models import F, QuerySet

from server.people.facts import AgentFacts, UserFacts, VisitorFacts, of_agent, of_visitor
from server.people.models import Agent, User, Visitor
from server.wire.nouns import Face

FACES_MAX = 5


def _here(site_id: str) -> QuerySet[Agent]:
    return Agent.objects.filter(site_id=site_id, active=True, user__is_active=True, presence="available", online=True)


def here(site_id: str) -> list[Face]:
    """Who would pick up now: at most five, the longest idle first."""
    agents = _here(site_id).order_by(F("last_assigned_at").asc(nulls_first=True), "id")
    return [of_agent(agent).face for agent in agents[:FACES_MAX]]


def anybody_here(site_id: str) -> bool:
    """Whether anybody would pick up now."""
    return _here(site_id).exists()


def team(site_id: str) -> list[AgentFacts]:
    """Everybody who answers on a site, by name."""
    agents = Agent.objects.filter(site_id=site_id, active=True, user__is_active=True).order_by("name", "id")
    return [of_agent(agent) for agent in agents]


def agent(agent_id: str) -> AgentFacts | None:
    """One agent, active or not."""
    found = Agent.objects.filter(id=agent_id).first()
    return of_agent(found) if found else None


def faces(agent_ids: Collection[str]) -> dict[str, Face]:
    """Many agents as others see them, in one query, by id."""
    return {found.id: of_agent(found).face for found in Agent.objects.filter(id__in=agent_ids)}


def face(agent_id: str) -> Face | None:
    """An agent as others see them."""
    found = agent(agent_id)
    return found.face if found else None


def user(user_id: str) -> UserFacts:
    """Somebody who is signed in, and so exists."""
    found = User.objects.get(id=user_id)
    return UserFacts(found.id, found.email, found.name)


def visitor(visitor_id: str) -> VisitorFacts | None:
    """One visitor."""
    found = Visitor.objects.filter(id=visitor_id).first()
    return of_visitor(found) if found else None


def visitors(visitor_ids: Collection[str]) -> dict[str, VisitorFacts]:
    """Many visitors in one query, by id."""
    return {found.id: of_visitor(found) for found in Visitor.objects.filter(id__in=visitor_ids)}
