"""Teams: agents for a matter."""

from http import HTTPStatus

from django.http import HttpRequest
from ninja import Router, Status

from server.api.desk_schemas import TeamChange, TeamIn, TeamOut
from server.api.guard import lead_seat, seat
from server.api.problems import Problem, not_found
from server.desk import lists
from server.people import teams
from server.people.team import UnknownMemberError
from server.people.teams import Crew
from server.sites.teams import UnknownTeamError

router = Router(tags=["teams"])


@router.get("sites/{key}/teams", response=list[TeamOut])
def listed(request: HttpRequest, key: str) -> list[TeamOut]:
    """The site's teams, by name."""
    return [_shown(crew) for crew in teams.crews(seat(request, key).site.id)]


@router.post("sites/{key}/teams", response=TeamOut)
def create(request: HttpRequest, key: str, body: TeamIn) -> TeamOut:
    """A new team."""
    site = lead_seat(request, key).site
    try:
        made = teams.create(site.id, body.name, body.priority, body.members)
    except UnknownMemberError:
        raise _stranger() from None
    lists.changed(site.id)
    return _shown(made)


@router.patch("sites/{key}/teams/{team}", response=TeamOut)
def change(request: HttpRequest, key: str, team: str, body: TeamChange) -> TeamOut:
    """Another name, credit or crew."""
    site = lead_seat(request, key).site
    try:
        changed = teams.change(site.id, team, name=body.name, priority=body.priority, members=body.members)
    except UnknownTeamError:
        raise not_found() from None
    except UnknownMemberError:
        raise _stranger() from None
    lists.changed(site.id)
    return _shown(changed)


@router.delete("sites/{key}/teams/{team}", response={204: None})
def remove(request: HttpRequest, key: str, team: str) -> Status[None]:
    """No such team any more; its people stay."""
    site = lead_seat(request, key).site
    try:
        lists.remove_team(site.id, team)
    except UnknownTeamError:
        raise not_found() from None
    lists.changed(site.id)
    return Status(204, None)


def _stranger() -> Problem:
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "Nobody on this site has this id.", "members")


def _shown(crew: Crew) -> TeamOut:
    return TeamOut(id=crew.team.id, name=crew.team.name, priority=crew.team.priority, members=list(crew.members))
