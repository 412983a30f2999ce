"""Whether a visitor's panel is open now: seen with every beat, and told by a goodbye."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from server.people.facts import VisitorFacts
from server.people.models import Visitor
from server.wire.limits import LEASE_MS

AWAY_AFTER = timedelta(milliseconds=LEASE_MS)


def seen(visitor_ids: Collection[str], now: datetime) -> None:
    """Their panels answer."""
    if visitor_ids:
        Visitor.objects.filter(id__in=visitor_ids).update(seen_at=now)


def gone(visitor_id: str, now: datetime) -> None:
    """Their last panel closed."""
    Visitor.objects.filter(id=visitor_id).update(seen_at=now - AWAY_AFTER)


def here(visitors: Iterable[VisitorFacts], now: datetime) -> set[str]:
    """Those of them whose panel was open when this was read."""
    since = now - AWAY_AFTER
    return {visitor.id for visitor in visitors if visitor.seen_at > since}
