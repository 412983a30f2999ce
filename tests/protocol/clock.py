"""Time passes for what is due, without anybody waiting for it; and whether the desk has anything left to do."""

from typing import Any

from django.db.models import F

from server.chat.models import Fact
from server.clock import now_ms
from server.desk.dispatcher import dispatcher
from server.desk.models import Member, Place
from server.sites.models import Site

_DUE: tuple[tuple[type[Place] | type[Member], tuple[str, ...]], ...] = (
    (Place, ("due_at", "until_at", "nudge_at", "breach_at", "overflow_at")),
    (Member, ("due_at",)),
)


def pass_time(site: str, ms: int) -> None:
    """Whatever falls due on this site (its key) within `ms` falls due now."""
    site_id = Site.objects.get(key=site).id
    for table, fields in _DUE:
        earlier: dict[str, Any] = {field: F(field) - ms for field in fields}
        table.objects.filter(site_id=site_id).update(**earlier)
    dispatcher.wake(site_id)


def is_busy() -> bool:
    """Whether the desk has yet to hear of something, or something fell due."""
    return Fact.objects.exists() or any(table.objects.filter(due_at__lte=now_ms()).exists() for table, _ in _DUE)
