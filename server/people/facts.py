"""People as plain facts: what leaves this app in place of its models."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from server.people.models import Agent, Visitor
from server.sites.hours import Hours, hours_of
from server.sites.queries import Priority
from server.wire.agent import Role, VisitorCard
from server.wire.nouns import Face, Page, Told


@dataclass(frozen=True, slots=True)
class UserFacts:
    """Somebody who signs in."""

    id: str
    email: str
    name: str


@dataclass(frozen=True, slots=True)
class AgentFacts:
    """A member of a site's team. `presence` is their own word; whether they are here at all is `online`.

    `away_because`: what made them away, if it was not themselves. `teams`: ids, in order; no `languages`: any.
    """

    id: str
    site_id: str
    user_id: str
    name: str
    role: Role
    active: bool
    presence: Literal["available", "away"]
    capacity: int
    online: bool
    away_because: Literal["no_answer"] | None
    teams: tuple[str, ...]
    languages: tuple[str, ...]
    hours: Hours

    @property
    def face(self) -> Face:
        """As visitors and colleagues see them."""
        return Face(kind="agent", id=self.id, name=self.name)

    @property
    def shown(self) -> Literal["available", "away", "offline"]:
        """Presence as colleagues see it."""
        return self.presence if self.online else "offline"


@dataclass(frozen=True, slots=True)
class VisitorFacts:
    """A visitor, with what they or the owner's page told.

    `seen_at`: their panel was open, by the clock that hosts share. `person` is the agent they know, `backup` that one's
    stand-in, `team` the one their page asked for: ids.
    """

    id: str
    site_id: str
    name: str
    nameless: bool
    page: Page | None
    told: tuple[Told, ...]
    language: str | None
    zone: str | None
    since: datetime
    seen_at: datetime
    person: str | None
    backup: str | None
    priority: Priority
    team: str | None

    @property
    def face(self) -> Face:
        """As others see them in a conversation."""
        return Face(kind="visitor", id=self.id, name=self.name)

    def card(self, online: bool) -> VisitorCard:
        """As agents see them."""
        return VisitorCard(
            id=self.id,
            name=self.name,
            nameless=self.nameless,
            online=online,
            page=self.page,
            told=self.told,
            language=self.language,
            zone=self.zone,
            since=int(self.since.timestamp() * 1000),
            person=self.person,
            backup=self.backup,
            priority=self.priority,
        )


def face_of(agent: Agent) -> Face:
    """A row, as visitors and colleagues see it."""
    return Face(kind="agent", id=agent.id, name=agent.name)


def of_agent(agent: Agent, teams: Iterable[str] | None = None) -> AgentFacts:
    """A row, as plain facts; `teams` if their ids have been read already, as for many rows they should."""
    if teams is None:
        teams = (team.id for team in agent.teams.all())
    return AgentFacts(
        id=agent.id,
        site_id=agent.site_id,
        user_id=agent.user_id,
        name=agent.name,
        role=cast(Role, agent.role),
        active=agent.active,
        presence="away" if agent.presence == "away" else "available",
        capacity=agent.capacity,
        online=agent.online,
        away_because="no_answer" if agent.away_because == "no_answer" else None,
        teams=tuple(sorted(teams)),
        languages=tuple(agent.languages),
        hours=hours_of(agent.hours),
    )


def of_visitor(visitor: Visitor) -> VisitorFacts:
    """A row, as plain facts."""
    return VisitorFacts(
        id=visitor.id,
        site_id=visitor.site_id,
        name=visitor.name,
        nameless=visitor.nameless,
        page=Page(url=visitor.page_url, title=visitor.page_title) if visitor.page_url else None,
        told=tuple(Told(name=fact["name"], value=fact["value"]) for fact in visitor.told),
        language=visitor.language or None,
        zone=visitor.zone or None,
        since=visitor.created_at,
        seen_at=visitor.seen_at,
        person=visitor.advocate_id,
        backup=visitor.backup_id,
        priority=cast(Priority, visitor.priority),
        team=visitor.team_id,
    )
