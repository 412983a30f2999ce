"""The team of a site, and the invites to it."""

from dataclasses import asdict
from http import HTTPStatus

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from ninja import Router, Status

from server.api.guard import Seat, lead_seat, owner_seat, seat
from server.api.problems import Problem, not_found
from server.api.schemas import InviteIn, InviteMade, InviteOut, MemberChange, MemberOut
from server.desk import lists
from server.people import invites as invitations
from server.people import skills, team
from server.people.team import MemberFacts

router = Router(tags=["team"])


@router.get("sites/{key}/team", response=list[MemberOut])
def members(request: HttpRequest, key: str) -> list[MemberOut]:
    """Everybody on the team, switched off or not."""
    return [_member(one) for one in team.members(seat(request, key).site.id)]


@router.patch("sites/{key}/team/{agent}", response=MemberOut)
def change(request: HttpRequest, key: str, agent: str, body: MemberChange) -> MemberOut:
    """Another role, switched off or on (an owner may); teams (who leads may); languages and hours (also one's own)."""
    mine = _may(request, key, agent, body)
    try:
        with transaction.atomic():
            team.change_member(mine.site.id, agent, role=body.role, active=body.active)
            skills.change(mine.site.id, agent, languages=body.languages, teams=body.teams, hours=body.hours)
            changed = team.member(mine.site.id, agent)
    except team.UnknownMemberError:
        raise not_found() from None
    except team.LastOwnerError:
        raise Problem(
            HTTPStatus.CONFLICT, "The site would be left without an owner. Make somebody else an owner first."
        ) from None
    lists.changed(mine.site.id, [agent])
    return _member(changed)


def _may(request: HttpRequest, key: str, agent: str, body: MemberChange) -> Seat:
    mine = seat(request, key)
    if body.role is not None or body.active is not None:
        return owner_seat(request, key)
    if body.teams is not None or agent != mine.membership.agent_id:
        return lead_seat(request, key)
    return mine


@router.get("sites/{key}/invites", response=list[InviteOut])
def invites(request: HttpRequest, key: str) -> list[InviteOut]:
    """Invites that wait to be used."""
    waiting = invitations.invites(owner_seat(request, key).site.id)
    return [InviteOut(id=one.id, role=one.role, name=one.name, expires_at=one.expires_at) for one in waiting]


@router.post("sites/{key}/invites", response=InviteMade)
def invite(request: HttpRequest, key: str, body: InviteIn) -> InviteMade:
    """A link that lets one person join. It is shown this once, so pass it on."""
    mine = owner_seat(request, key)
    made, token = invitations.invite(mine.site.id, body.name, body.role, mine.user_id)
    url = f"{settings.PUBLIC_URL}/join/{token}"
    return InviteMade(id=made.id, role=made.role, name=made.name, expires_at=made.expires_at, url=url)


@router.delete("sites/{key}/invites/{invite}", response={204: None})
def withdraw(request: HttpRequest, key: str, invite: str) -> Status[None]:
    """Make an invite worthless."""
    if not invitations.withdraw(owner_seat(request, key).site.id, invite):
        raise not_found()
    return Status(204, None)


def _member(one: MemberFacts) -> MemberOut:
    return MemberOut(**asdict(one))
