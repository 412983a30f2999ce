"""Teams: who belongs to a site, and as what."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, cast

from django.db import transaction

from server.people.facts import AgentFacts, of_agent
from server.people.models import Agent, Lease, User
from server.people.models.agent import Role as Roles
from server.sites import actions as sites
from server.sites.hours import Hours
from server.sites.queries import SiteFacts
from server.wire.agent import Role

NEWCOMER: Final = 2
FOUNDER: Final = 3
"""How many conversations at once somebody begins with."""


class UnknownMemberError(Exception):
    """Nobody on this team has this id."""


class LastOwnerError(Exception):
    """A site keeps at least one active owner: without one nobody could change anything."""


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """A member of a team as the team's own list shows them."""

    id: str
    name: str
    email: str
    role: Role
    active: bool
    capacity: int
    languages: tuple[str, ...]
    teams: tuple[str, ...]
    hours: Hours


@dataclass(frozen=True, slots=True)
class Membership:
    """A site on which a user is an agent."""

    site_id: str
    site_key: str
    site_name: str
    role: Role
    agent_id: str


def members(site_id: str) -> list[MemberFacts]:
    """Everybody on a site's team, switched off or not, by name."""
    found = Agent.objects.filter(site_id=site_id).select_related("user").prefetch_related("teams")
    return [_member(agent) for agent in found.order_by("name", "id")]


def member(site_id: str, agent_id: str) -> MemberFacts:
    """One of them."""
    found = Agent.objects.filter(site_id=site_id, id=agent_id).select_related("user").first()
    if found is None:
        raise UnknownMemberError
    return _member(found)


def memberships(user_id: str) -> list[Membership]:
    """Where a user is an active agent, by the sites' names."""
    found = Agent.objects.filter(user_id=user_id, active=True, user__is_active=True).select_related("site")
    return [
        Membership(a.site_id, a.site.key, a.site.name, cast(Role, a.role), a.id)
        for a in found.order_by("site__name", "site_id")
    ]


def join(site_id: str, user_id: str, name: str, role: Role, capacity: int = NEWCOMER) -> AgentFacts:
    """A user joins a team, or comes back to it. Their role changes only upwards: an old invite takes nothing away."""
    with transaction.atomic():
        agent, made = Agent.objects.select_for_update(no_key=True).get_or_create(
            site_id=site_id, user_id=user_id, defaults={"name": name, "role": role, "capacity": capacity}
        )
        if not made:
            agent.active = True
            agent.role = max(agent.role, role, key=list(Roles.values).index)
            agent.save(update_fields=["active", "role"])
    return of_agent(agent)


def change_member(site_id: str, agent_id: str, *, role: Role | None, active: bool | None) -> MemberFacts:
    """Another role, or switched off or on. Who is switched off loses their connections within seconds."""
    with transaction.atomic():
        # One change of a team at a time, so that two owners cannot demote each other at once. The team itself is not
        # locked: a dispatch writes to its people in the order in which it serves, and would wait for us as we for it.
        sites.hold(site_id)
        team = list(Agent.objects.filter(site_id=site_id).select_related("user"))
        agent = next((one for one in team if one.id == agent_id), None)
        if agent is None:
            raise UnknownMemberError
        if role is not None:
            agent.role = role
        if active is not None:
            agent.active = active
        if not any(one.active and one.user.is_active and one.role == Roles.OWNER for one in team):
            raise LastOwnerError
        agent.save(update_fields=["role", "active"])
        if not agent.active:
            # The desk's sweep then finds them gone, as after a lost line, and what they had goes on to others.
            Lease.objects.filter(agent_id=agent_id).delete()
    return _member(agent)


def found_site(name: str, origins: Iterable[str], user_id: str, user_name: str, key: str | None = None) -> SiteFacts:
    """A new site with its first owner: never one without."""
    with transaction.atomic():
        site = sites.create(name, origins, key)
        join(site.id, user_id, user_name, "owner", FOUNDER)
    return site


def rename(user_id: str, name: str) -> None:
    """A user's name, wherever they answer."""
    with transaction.atomic():
        User.objects.filter(id=user_id).update(name=name)
        Agent.objects.filter(user_id=user_id).update(name=name)


def _member(agent: Agent) -> MemberFacts:
    facts = of_agent(agent)
    return MemberFacts(
        id=facts.id,
        name=facts.name,
        email=agent.user.email,
        role=facts.role,
        active=facts.active,
        capacity=facts.capacity,
        languages=facts.languages,
        teams=facts.teams,
        hours=facts.hours,
    )
