"""What a tick looks for: sites where something is due that nobody announced.

A process may die between a commit and its word to the desk, or with its agents' sockets; each query
below finds one trace of that by an index. Where nothing is due, a tick costs these reads and no more.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from server.chat.models import Fact
from server.clock import as_ms
from server.desk.models import Member, Place
from server.people.models import Agent, Lease
from server.wire.limits import VISITOR_LEASE_MS

VISITOR_LEASE: Final = timedelta(milliseconds=VISITOR_LEASE_MS)
GONE: Final = Q(agent__online=False) | Q(agent__active=False)
"""Whose agent's connection is no more."""
LEFT_RINGING: Final = Q(agent__presence="away", state=Place.State.RINGING)
LEFT_ASKED: Final = Q(agent__presence="away", state=Member.State.ASKED)
PARTED: Final = Q(state=Place.State.HELD, held_because="visitor_away")
"""Held until its visitor is back, whoever is there meanwhile."""
UNAVAILABLE: Final = Q(waits_for__online=False) | Q(waits_for__active=False) | Q(waits_for__presence="away")

_FREE_AND_WAITING: Final = """
SELECT DISTINCT a.site_id FROM people_agent a
WHERE a.active AND a.online AND a.presence = 'available' AND a.capacity
  > (SELECT COUNT(*) FROM desk_place p WHERE p.agent_id = a.id AND p.state IN ('ringing', 'engaged'))
  + (SELECT COUNT(*) FROM desk_member m JOIN desk_place p ON p.sequence = m.place_id
     WHERE m.agent_id = a.id AND p.state IN ('ringing', 'engaged'))
AND EXISTS (SELECT 1 FROM desk_place p WHERE p.site_id = a.site_id AND p.state = 'waiting'
  AND (p.waits_for_id IS NULL OR p.waits_for_id = a.id)
  AND p.overflow_at <= %(now)s AND p.apart_until <= %(now)s AND (p.reach_due IS NULL OR p.reach_due <= %(now)s))
"""


def sites(now: datetime) -> set[str]:
    """The sites that need a dispatch."""
    found = (_facts(), _lapsed(now), _stranded(), _missing(), _timers(as_ms(now)), _served(as_ms(now)))
    return {str(site) for some in found for site in some}


def _facts() -> list[str]:
    """Somebody wrote, closed or left, and the desk has not taken it in."""
    return list(Fact.objects.values_list("site_id", flat=True).distinct())


def _lapsed(now: datetime) -> list[str]:
    """An agent is held to be online, and no lease of theirs lives."""
    lives = Lease.objects.filter(agent_id=OuterRef("id"), expires_at__gt=now)
    return list(Agent.objects.filter(~Exists(lives), online=True).values_list("site_id", flat=True).distinct())


def _stranded() -> list[str]:
    """A conversation is with somebody who is gone, or rings for somebody who went away."""
    heir = Q(members__state=Member.State.JOINED, members__agent__online=True, members__agent__active=True)
    owned = Place.objects.filter(GONE & (~PARTED | heir) | LEFT_RINGING, state__in=["ringing", "engaged", "held"])
    return list(owned.values_list("site_id", flat=True).distinct())


def _missing() -> list[str]:
    """Somebody asked or in is gone."""
    return list(Member.objects.filter(GONE | LEFT_ASKED).values_list("site_id", flat=True).distinct())


def _timers(now: int) -> list[str]:
    """A ring is over, first words or a call back are due, a promise is broken."""
    due = [t.objects.filter(due_at__lte=now).values_list("site_id", flat=True) for t in (Place, Member)]
    return [site for some in due for site in some]


def _served(now: int) -> list[str]:
    """Somebody waits whom anybody may have, while a human has a free slot: a process died between fact and dispatch."""
    with connection.cursor() as cursor:
        cursor.execute(_FREE_AND_WAITING, {"now": now})
        return [row[0] for row in cursor.fetchall()]
