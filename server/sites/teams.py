"""A site's teams: agents for a matter. They narrow who is rung first, and never wall anybody off."""

import re
from typing import Final

from django.db import transaction

from server.sites.actions import BadSiteError, hold
from server.sites.models import Team
from server.sites.queries import Priority, TeamFacts, team_facts

NAME_MAX: Final = 60
TEAMS_MAX: Final = 50


class UnknownTeamError(Exception):
    """The site has no team with this id."""


def create(site_id: str, name: str, priority: Priority) -> TeamFacts:
    """A new team, which nobody is on yet."""
    with transaction.atomic():
        others = _locked(site_id)
        if len(others) >= TEAMS_MAX:
            raise BadSiteError("name", f"A site may have {TEAMS_MAX} teams.")
        team = Team.objects.create(site_id=site_id, name=_free(name, others), priority=priority)
    return team_facts(team)


def change(site_id: str, team_id: str, *, name: str | None, priority: Priority | None) -> TeamFacts:
    """Change what is given and leave the rest."""
    with transaction.atomic():
        teams = _locked(site_id)
        team = next((one for one in teams if one.id == team_id), None)
        if team is None:
            raise UnknownTeamError
        if name is not None:
            team.name = _free(name, [one for one in teams if one is not team])
        if priority is not None:
            team.priority = priority
        team.save()
    return team_facts(team)


def delete(site_id: str, team_id: str) -> None:
    """The team is no more; its people stay, and whoever waits for it waits for anybody."""
    if not Team.objects.filter(site_id=site_id, id=team_id).delete()[0]:
        raise UnknownTeamError


def _locked(site_id: str) -> list[Team]:
    """The site's teams, while nobody else changes one: names are told apart in whatever case they are written."""
    hold(site_id)
    return list(Team.objects.filter(site_id=site_id))


def _free(written: str, others: list[Team]) -> str:
    name = re.sub(r"\s+", " ", written).strip()
    if not name or len(name) > NAME_MAX or re.search("[\0-\x1f\ud800-\udfff]", name):
        raise BadSiteError("name", f"A team's name takes 1 to {NAME_MAX} characters.")
    if any(other.name.casefold() == name.casefold() for other in others):
        raise BadSiteError("name", f"There is a team {name} already.")
    return name
