"""Who left, and why, if they said."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from server.api.guard import seat
from server.api.schemas import DepartureOut, DeparturesOut, VisitorOut
from server.leaving import queries

LATEST = 253_402_300_799_999
"""The end of the year 9999: the last moment that a calendar here knows."""

router = Router(tags=["departures"])


@router.get("sites/{key}/departures", response=DeparturesOut)
def departures(
    request: HttpRequest, key: str, before: Annotated[int | None, Query(ge=0, le=LATEST)] = None
) -> DeparturesOut:
    """A page of departures; `before` (milliseconds since 1970) asks for older ones."""
    rows, more = queries.departures(seat(request, key).site.id, before)
    return DeparturesOut(
        departures=[
            DepartureOut(
                id=row.id,
                number=row.number,
                at=row.at,
                visitor=VisitorOut(id=row.visitor_id, name=row.visitor_name),
                conversation=row.conversation,
                reason=row.reason,
                words=row.words,
            )
            for row in rows
        ],
        more=more,
    )
