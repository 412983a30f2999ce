"""What is known of people."""

from collections.abc import Collection, Iterable
from typing import Final

from django.db import connection
from django.db.models import QuerySet

from server.clock import as_ms
from server.db.table import Table
from server.people.facts import AgentFacts, UserFacts, VisitorFacts, face_of, of_agent, of_visitor
from server.people.models import Agent, User, Visitor
from server.sites import queries as sites
from server.sites.hours import hours_of, next_open
from server.wire.limits import HERE_MAX, PRESENT_MAX
from server.wire.nouns import Face
from server.wire.visitor import Back, Person, Presence, Present

_AGENTS: Final = Table(Agent)
_VISITORS: Final = Table(Visitor)
_TEAM: Final = """
site_id = %s AND active AND EXISTS (SELECT 1 FROM people_user u WHERE u.id = user_id AND u.is_active) ORDER BY name, id
"""
_TEAMS: Final = """
SELECT t.agent_id, t.team_id FROM people_agent_teams t JOIN people_agent a ON a.id = t.agent_id WHERE a.site_id = %s
"""


def _active(site_id: str) -> QuerySet[Agent]:
    return Agent.objects.filter(site_id=site_id, active=True, user__is_active=True)


def _here(site_id: str) -> QuerySet[Agent]:
    return _active(site_id).filter(presence="available", online=True)


def anybody_here(site_id: str) -> bool:
    """Whether anybody would pick up now."""
    return _here(site_id).exists()


def presence(site_id: str, now_ms: int, free: bool) -> Presence:
    """Who is here, whoever came first before the others; `free`: whether one of them has a place free, which the desk knows."""
    agents = list(_here(site_id).order_by("here_since", "id")[:PRESENT_MAX])
    return Presence(
        here=tuple(
            Present(face=face_of(one), since=as_ms(one.here_since) if one.here_since else now_ms)
            for one in agents[:HERE_MAX]
        ),
        ids=tuple(one.id for one in agents),
        free=free,
        back=None if agents else _back(site_id, _active(site_id).order_by("name", "id"), now_ms),
    )


def person(visitor_id: str, now_ms: int) -> Person | None:
    """The visitor's own person, while they answer here at all, and when they are back if they are not here now."""
    found = Visitor.objects.select_related("advocate__user", "backup__user").filter(id=visitor_id).first()
    if found is None or found.advocate is None or not _answers(found.advocate):
        return None
    here = found.advocate.online and found.advocate.presence == "available"
    back = None if here else _back(found.site_id, [found.advocate], now_ms)
    return Person(
        face=face_of(found.advocate),
        backup=face_of(found.backup) if found.backup and _answers(found.backup) else None,
        back=back.at if back else None,
    )


def _answers(agent: Agent) -> bool:
    return agent.active and agent.user.is_active


def _back(site_id: str, agents: Iterable[Agent], now_ms: int) -> Back | None:
    """Who of these is back first, by their own hours or else the site's, which name nobody.

    Whose hours say "now" and who is not here might be back any moment: that is not known, so it is not said.
    """
    site = sites.by_id(site_id)
    if site is None:
        return None
    found: list[Back] = []
    for agent in agents:
        own = hours_of(agent.hours)
        at = next_open(own or site.hours, site.zone, now_ms)
        if at is not None and at > now_ms:
            found.append(Back(at=at, face=face_of(agent) if own else None))
    return min(found, key=lambda back: (back.at, back.face is None), default=None)


def team(site_id: str) -> list[AgentFacts]:
    """Everybody who answers on a site, by name."""
    teams = teams_of(site_id)
    return [of_agent(agent, teams.get(agent.id, ())) for agent in _AGENTS.find(_TEAM, [site_id])]


def teams_of(site_id: str) -> dict[str, set[str]]:
    """Agent → the teams they are on; who is on none is missing."""
    found: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_TEAMS, [site_id])
        for one, on in cursor.fetchall():
            found.setdefault(one, set()).add(on)
    return found


def agent(agent_id: str) -> AgentFacts | None:
    """One agent, active or not."""
    found = Agent.objects.filter(id=agent_id).first()
    return of_agent(found) if found else None


def faces(agent_ids: Collection[str]) -> dict[str, Face]:
    """Many agents as others see them, in one query, by id."""
    return {found.id: face_of(found) for found in _AGENTS.by("id", agent_ids)}


def face(agent_id: str) -> Face | None:
    """An agent as others see them."""
    return faces([agent_id]).get(agent_id)


def user(user_id: str) -> UserFacts:
    """Somebody who is signed in, and so exists."""
    found = User.objects.get(id=user_id)
    return UserFacts(found.id, found.email, found.name)


def visitor(visitor_id: str) -> VisitorFacts | None:
    """One visitor."""
    return visitors([visitor_id]).get(visitor_id)


def visitors(visitor_ids: Collection[str]) -> dict[str, VisitorFacts]:
    """Many visitors in one query, by id."""
    return {found.id: of_visitor(found) for found in _VISITORS.by("id", visitor_ids)}
