"""Time passes without anybody waiting for it: for what is due, and for whoever has said goodbye."""

from datetime import timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from server.chat.models import Fact
from server.clock import now_ms
from server.desk.dispatch import dispatch
from server.desk.models import Member, Place
from server.people.models import Lease, Visitor
from server.people.whereabouts import AWAY_AFTER
from server.sites.models import Site
from server.wire.limits import GRACE_MS

_DUE: tuple[tuple[type[Place] | type[Member], tuple[str, ...]], ...] = (
    (Place, ("due_at", "until_at", "nudge_at", "breach_at", "overflow_at")),
    (Member, ("due_at",)),
)


def pass_time(site: str, ms: int) -> None:
    """Whatever falls due on this site (its key) within `ms` falls due now. Who is connected stays so: beats go on meanwhile."""
    site_id = Site.objects.get(key=site).id
    for table, fields in _DUE:
        earlier: dict[str, Any] = {field: F(field) - ms for field in fields}
        table.objects.filter(site_id=site_id).update(**earlier)
    now, passed = timezone.now(), timedelta(milliseconds=ms)
    grace = Lease.objects.filter(agent__site_id=site_id, expires_at__lte=now + timedelta(milliseconds=GRACE_MS))
    for lease in grace:
        Lease.objects.filter(id=lease.id).update(expires_at=lease.expires_at - passed)
    for visitor in Visitor.objects.filter(site_id=site_id, seen_at__lte=now - AWAY_AFTER):
        Visitor.objects.filter(id=visitor.id).update(seen_at=visitor.seen_at - passed)
    dispatch(site_id, look_for_visitors=True)


def is_busy() -> bool:
    """Whether the desk has yet to hear of something, or something fell due."""
    return Fact.objects.exists() or any(table.objects.filter(due_at__lte=now_ms()).exists() for table, _ in _DUE)
