"""Myself: who I am, my name, and going home."""

from django.contrib.auth import logout
from django.http import HttpRequest
from ninja import Router, Status

from server.api.guard import user_id
from server.api.schemas import MeIn, MeOut, SeatOut, UserOut
from server.people import queries as people
from server.people import team

router = Router(tags=["me"])


@router.get("me", response=MeOut)
def me(request: HttpRequest) -> MeOut:
    """Who is signed in, and the sites they answer for."""
    user = people.user(user_id(request))
    seats = team.memberships(user.id)
    return MeOut(
        user=UserOut(id=user.id, email=user.email, name=user.name),
        sites=[SeatOut(key=s.site_key, name=s.site_name, role=s.role, agent=s.agent_id) for s in seats],
    )


@router.patch("me", response=MeOut)
def rename(request: HttpRequest, body: MeIn) -> MeOut:
    """Another name, as visitors and colleagues see it."""
    team.rename(user_id(request), body.name)
    return me(request)


@router.post("sign-out", response={204: None})
def sign_out(request: HttpRequest) -> Status[None]:
    """End this session; its sockets close within seconds."""
    logout(request)
    return Status(204, None)
