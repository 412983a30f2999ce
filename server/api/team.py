"""The team of a site, and the invites to it."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Status

from server.api.guard import owner_seat, seat
from server.api.problems import Problem, not_found
from server.api.schemas import InviteIn, InviteMade, InviteOut, MemberChange, MemberOut
from server.people import invites as invitations
from server.people import team
from server.people.team import MemberFacts

router = Router(tags=["team"])


@router.get("sites/{key}/team", response=list[MemberOut])
def members(request: HttpRequest, key: str) -> list[MemberOut]:
    """Everybody on the team, switched off or not."""
    return [_member(one) for one in team.members(seat(request, key).site.id)]


@router.patch("sites/{key}/team/{agent}", response=MemberOut)
def change(request: HttpRequest, key: str, agent: str, body: MemberChange) -> MemberOut:
    """Another role, or switched off or on."""
    site = owner_seat(request, key).site
    try:
        return _member(team.change_member(site.id, agent, role=body.role, active=body.active))
    except team.UnknownMemberError:
        raise not_found() from None
    except team.LastOwnerError:
        raise Problem(
            HTTPStatus.CONFLICT, "The site would be left without an owner. Make somebody else an owner first."
        ) from None


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
    return MemberOut(id=one.id, name=one.name, email=one.email, role=one.role, active=one.active)
