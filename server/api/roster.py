"""The roster: who has whom, and how to change it."""

from http import HTTPStatus
from typing import Annotated

from django.db import transaction
from django.http import HttpRequest
from ninja import Query, Router

from server.api.departures import LATEST
from server.api.desk_schemas import (
    KnownChange,
    KnownChanged,
    KnownOut,
    KnownPage,
    MoveIn,
    MoveOut,
    RosterOut,
    ShareOut,
)
from server.api.guard import Seat, lead_seat, seat
from server.api.problems import Problem, not_found
from server.desk import actions as desk
from server.desk.errors import UnknownPerson
from server.desk.roster import move_all, set_backup
from server.people import advocates, roster
from server.people import queries as people
from server.people.advocates import BadBackupError, UnknownAdvocateError, UnknownVisitorError
from server.people.roster import Entry
from server.wire.nouns import Face

router = Router(tags=["roster"])
Before = Annotated[str | None, Query(pattern=r"^[0-9]{1,15}(\.[A-Za-z0-9_-]{1,64})?$")]


@router.get("sites/{key}/roster", response=RosterOut)
def shares(request: HttpRequest, key: str) -> RosterOut:
    """Who has how many, and who has most room."""
    site = seat(request, key).site
    found = roster.shares(site.id, site.roster_cap)
    suggested = roster.least_filled(found)
    return RosterOut(
        cap=site.roster_cap,
        agents=[
            ShareOut(id=a.id, name=a.name, active=a.active, primary=a.primary, backup=a.backup, full=a.full)
            for a in found
        ],
        suggested=suggested.id if suggested else None,
    )


@router.get("sites/{key}/roster/visitors", response=KnownPage)
def visitors(
    request: HttpRequest,
    key: str,
    agent: str | None = None,
    q: Annotated[str, Query(max_length=100)] = "",
    before: Before = None,
) -> KnownPage:
    """A page of visitors: of an agent, of nobody (`none`) or all; `q` is a part of their name."""
    found, further = roster.visitors(seat(request, key).site.id, agent, q.strip(), _place(before))
    return KnownPage(
        visitors=[_shown(one) for one in found],
        more=further is not None,
        next=f"{further[0]}.{further[1]}" if further else None,
    )


@router.patch("sites/{key}/visitors/{visitor}", response=KnownChanged)
def change(request: HttpRequest, key: str, visitor: str, body: KnownChange) -> KnownChanged:
    """Whom the visitor knows, who stands in, and the credit they get in line."""
    mine = seat(request, key)
    field = ""
    try:
        with transaction.atomic():
            for field in (name for name in ("person", "backup", "priority") if name in body.model_fields_set):
                _change(mine, visitor, field, body)
    except UnknownVisitorError:
        raise not_found() from None
    except (UnknownAdvocateError, UnknownPerson):
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "Nobody who answers here has this id.", field) from None
    except BadBackupError:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "A backup stands in for somebody else.", field) from None
    one = roster.entry(visitor)
    full = one.facts.person is not None and roster.is_full(mine.site.id, one.facts.person, mine.site.roster_cap)
    return KnownChanged(**_shown(one).dict(), full=full)


@router.post("sites/{key}/roster/move", response=MoveOut)
def move(request: HttpRequest, key: str, body: MoveIn) -> MoveOut:
    """All of one agent's visitors to another, and all they stand in for. Whoever is talking reads it in the log."""
    mine = lead_seat(request, key)
    site = mine.site
    if body.from_ not in {share.id for share in roster.shares(site.id, site.roster_cap)}:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "Nobody here has this id.", "from")
    if body.to == body.from_:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "They have them already.", "to")
    try:
        moved = move_all(site.id, body.from_, body.to, _face(mine))
    except UnknownAdvocateError:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "Nobody who answers here has this id.", "to") from None
    return MoveOut(moved=moved)


def _change(mine: Seat, visitor: str, field: str, body: KnownChange) -> None:
    match field:
        case "person":
            desk.set_person(mine.site.id, visitor, body.person, _face(mine))
        case "backup":
            set_backup(mine.site.id, visitor, body.backup)
        case "priority":
            advocates.set_priority(mine.site.id, visitor, body.priority)


def _face(mine: Seat) -> Face:
    return people.faces([mine.membership.agent_id])[mine.membership.agent_id]


def _place(before: str | None) -> tuple[int, str] | None:
    if before is None:
        return None
    at, _, beside = before.partition(".")
    return min(int(at), LATEST), beside


def _shown(one: Entry) -> KnownOut:
    facts = one.facts
    return KnownOut(
        id=facts.id,
        name=facts.name,
        nameless=facts.nameless,
        person=facts.person,
        backup=facts.backup,
        priority=facts.priority,
        seen=one.seen,
    )
