"""Leases: the proof that an agent's connection lives.

A process renews the leases of its sockets with every beat. A clean goodbye shortens a lease to the
grace in which a reload comes back; anything else leaves it to lapse. Nobody needs to notice a death.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Case, F, When
from django.db.models.functions import Coalesce

from server.people.models import Agent, Lease
from server.wire.limits import GRACE_MS, LEASE_MS

LEASE = timedelta(milliseconds=LEASE_MS)
GRACE = timedelta(milliseconds=GRACE_MS)

# One statement, which looks at the leases in the moment of its writing: a renewal can never be overlooked.
_SWEEP = """
UPDATE people_agent SET online = %s, here_since = NULL
WHERE site_id = %s AND online AND NOT EXISTS (
  SELECT 1 FROM people_lease WHERE people_lease.agent_id = people_agent.id AND people_lease.expires_at > %s
)
RETURNING id
"""


def connect(agent_id: str, lease_id: str, process: str, now: datetime) -> bool:
    """An agent's socket opened: they are here, and `here_since` the first of their sockets. Whether they were not before."""
    with transaction.atomic():
        # Locked, and so read and written after a sweep of the same moment: it cannot be overlooked.
        locked = Agent.objects.select_for_update(no_key=True).filter(id=agent_id)
        was_here: bool | None = locked.values_list("online", flat=True).first()
        since = Case(When(online=True, then=Coalesce(F("here_since"), now)), default=now)
        Agent.objects.filter(id=agent_id).update(online=True, here_since=since)
        Lease.objects.update_or_create(
            id=lease_id, defaults={"agent_id": agent_id, "process": process, "expires_at": now + LEASE}
        )
    return not was_here


def renew(lease_ids: Collection[str], now: datetime) -> set[str]:
    """These sockets still live; those whose lease had lapsed are named, and must connect anew.

    Also one whose agent a sweep took for gone in the very moment they came counts as lapsed.
    """
    standing = Lease.objects.filter(id__in=lease_ids, expires_at__gt=now, agent__online=True)
    stood = set(standing.values_list("id", flat=True))
    Lease.objects.filter(id__in=stood, expires_at__gt=now).update(expires_at=now + LEASE)
    return set(lease_ids) - stood


def after_outage(now: datetime) -> bool:
    """A process starts where no lease lives: everything was down. Agents get a lease's time to come back. Whether it was so.

    Otherwise each restart would take every conversation from its agent and deal them anew.
    """
    if Lease.objects.filter(expires_at__gt=now).exists():
        return False
    Lease.objects.filter(agent__online=True).update(expires_at=now + LEASE)
    return True


def disconnect(lease_id: str, now: datetime, clean: bool) -> None:
    """A socket closed. After a clean goodbye a short grace is left to come back; else the lease lapses by itself."""
    if clean:
        Lease.objects.filter(id=lease_id, expires_at__gt=now + GRACE).update(expires_at=now + GRACE)


def sweep_leases(site_id: str, now: datetime) -> list[str]:
    """Agents of a site whose last lease lapsed go offline; their ids. Long lapsed leases are swept out."""
    with transaction.atomic(savepoint=False):
        with connection.cursor() as cursor:
            cursor.execute(_SWEEP, [False, site_id, connection.ops.adapt_datetimefield_value(now)])
            gone: list[str] = [row[0] for row in cursor.fetchall()]
        if gone:
            Lease.objects.filter(agent__site_id=site_id, expires_at__lte=now - LEASE).delete()
    return sorted(gone)
