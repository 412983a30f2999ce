"""Who left, and what they said."""

from dataclasses import dataclass

from server.clock import as_datetime, as_ms
from server.leaving.models import Departure

PAGE = 50


@dataclass(frozen=True, slots=True)
class DepartureFacts:
    """A departure as the site's team sees it. Words are theirs, literally."""

    id: str
    number: str
    at: int
    visitor_id: str
    visitor_name: str
    conversation: str | None
    reason: str | None
    words: str


def departures(site_id: str, before: int | None) -> tuple[list[DepartureFacts], bool]:
    """A page of departures, the newest first, and whether there are older ones."""
    found = Departure.objects.filter(site_id=site_id).select_related("visitor").order_by("-at", "-id")
    if before is not None:
        found = found.filter(at__lt=as_datetime(before))
    page = list(found[:PAGE])
    if not page:
        return [], False
    # The next page begins before the last moment shown, so all of that moment belong to this one.
    last = page[-1].at
    page += found.filter(at=last).exclude(id__in=[row.id for row in page])
    return [_facts(row) for row in page], found.filter(at__lt=last).exists()


def _facts(departure: Departure) -> DepartureFacts:
    return DepartureFacts(
        id=departure.id,
        number=departure.number,
        at=as_ms(departure.at),
        visitor_id=departure.visitor_id,
        visitor_name=departure.visitor.name,
        conversation=departure.conversation_id,
        reason=departure.reason or None,
        words=departure.words,
    )
