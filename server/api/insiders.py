"""Links by which somebody outside the team comes into one conversation, without a seat."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Status

from server.api.guard import Seat, seat
from server.api.problems import Problem, not_found
from server.api.schemas import InsiderIn, InsiderMade, InsiderOut
from server.chat.errors import AlreadyEnded, UnknownConversation
from server.desk import insiders, passes
from server.desk.insiders import ALIVE_MAX
from server.desk.passes import Pass

router = Router(tags=["insiders"])


@router.get("sites/{key}/conversations/{conversation}/insiders", response=list[InsiderOut])
def invited(request: HttpRequest, key: str, conversation: str) -> list[InsiderOut]:
    """The links into this conversation that are good, the oldest first."""
    mine = _within(request, key, conversation)
    return [_told(one) for one in passes.of_conversation(mine.site.id, conversation)]


@router.post("sites/{key}/conversations/{conversation}/insiders", response=InsiderMade)
def invite(request: HttpRequest, key: str, conversation: str, body: InsiderIn) -> InsiderMade:
    """A link that lets one person into this conversation alone. It is shown this once, so pass it on."""
    mine = _within(request, key, conversation)
    try:
        made, secret = insiders.make(
            mine.site.id, conversation, mine.membership.agent_id, body.name, body.why, body.hours
        )
    except AlreadyEnded:
        raise Problem(HTTPStatus.CONFLICT, "This conversation is over, so nobody can be asked into it.") from None
    except insiders.TooManyInsiders:
        raise Problem(
            HTTPStatus.CONFLICT, f"{ALIVE_MAX} links into this conversation are good already. Withdraw one first."
        ) from None
    # What follows # stays in the browser: no server, proxy or log ever sees the key.
    return InsiderMade(**_told(made).dict(), url=f"{settings.PUBLIC_URL}/with#{secret}")


@router.delete("sites/{key}/conversations/{conversation}/insiders/{insider}", response={204: None})
def withdraw(request: HttpRequest, key: str, conversation: str, insider: str) -> Status[None]:
    """Make a link worthless; whoever is in by it is out within seconds."""
    mine = _within(request, key, conversation)
    if insiders.revoke(mine.site.id, conversation, insider, mine.membership.agent_id) is None:
        raise not_found()
    return Status(204, None)


def _within(request: HttpRequest, key: str, conversation: str) -> Seat:
    """The seat of somebody who has this conversation, is in it, or leads the team."""
    mine = seat(request, key)
    try:
        is_in = insiders.may_invite(mine.site.id, conversation, mine.membership.agent_id)
    except UnknownConversation:
        raise not_found() from None
    if not is_in and mine.membership.role == "agent":
        raise Problem(HTTPStatus.FORBIDDEN, "Only who is in this conversation, or leads the team, may do this.")
    return mine


def _told(one: Pass) -> InsiderOut:
    return InsiderOut(id=one.id, name=one.face.name, why=one.why, expires_at=one.expires_at, joined=one.joined)
