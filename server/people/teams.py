"""Who is on which team of a site."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction

from server.people.models import Agent
from server.people.team import UnknownMemberError
from server.sites import queries as sites
from server.sites import teams
from server.sites.queries import Priority, TeamFacts

_on = Agent.teams.through


@dataclass(frozen=True, slots=True)
class Crew:
    """A team with the ids of its people, those who are switched off left out."""

    team: TeamFacts
    members: tuple[str, ...]


def crews(site_id: str) -> list[Crew]:
    """A site's teams with their people, by name."""
    on = _on.objects.filter(agent__site_id=site_id, agent__active=True).order_by("agent__name", "id")
    members: dict[str, list[str]] = {}
    for team, agent in on.values_list("team_id", "agent_id"):
        members.setdefault(team, []).append(agent)
    return [Crew(team, tuple(members.get(team.id, ()))) for team in sites.teams(site_id)]


def create(site_id: str, name: str, priority: Priority, members: Collection[str]) -> Crew:
    """A new team of these people."""
    with transaction.atomic():
        made = teams.create(site_id, name, priority)
        _put_all(site_id, made.id, members)
    return _crew(site_id, made)


def change(
    site_id: str, team_id: str, *, name: str | None, priority: Priority | None, members: Collection[str] | None
) -> Crew:
    """Change what is given and leave the rest; `members` are all of them from now on."""
    with transaction.atomic():
        changed = teams.change(site_id, team_id, name=name, priority=priority)
        if members is not None:
            _put_all(site_id, team_id, members)
    return _crew(site_id, changed)


def put(agent_id: str, team_ids: Collection[str]) -> None:
    """These are the agent's teams from now on."""
    _on.objects.filter(agent_id=agent_id).exclude(team_id__in=team_ids).delete()
    _join((agent_id, team) for team in team_ids)


def _put_all(site_id: str, team_id: str, members: Collection[str]) -> None:
    wanted = set(members)
    if Agent.objects.filter(site_id=site_id, id__in=wanted).count() != len(wanted):
        raise UnknownMemberError
    # Who is switched off was not among the choices, and keeps their place for when they are back.
    _on.objects.filter(team_id=team_id, agent__active=True).exclude(agent_id__in=wanted).delete()
    _join((agent, team_id) for agent in wanted)


def _join(pairs: Iterable[tuple[str, str]]) -> None:
    joined = [_on(agent_id=agent, team_id=team) for agent, team in pairs]
    _on.objects.bulk_create(joined, ignore_conflicts=True)


def _crew(site_id: str, team: TeamFacts) -> Crew:
    return next((one for one in crews(site_id) if one.team.id == team.id), Crew(team, ()))
