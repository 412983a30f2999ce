"""What a tick looks for: sites where something is due that nobody announced.

A process may die between a commit and its word to the desk, or with its agents' sockets; each part of the one query finds one
trace of that by an index. Where nothing is due, a tick costs this read and no more.
"""

from datetime import datetime
from typing import Final

from django.db import connection

from server.clock import as_ms
from server.desk import signs

_FREE_AND_WAITING: Final = """
people_agent x
WHERE x.active AND x.online AND x.presence = 'available' AND x.capacity
  > (SELECT COUNT(*) FROM desk_place p WHERE p.agent_id = x.id AND p.state IN ('ringing', 'engaged'))
  + (SELECT COUNT(*) FROM desk_member m JOIN desk_place p ON p.sequence = m.place_id
     WHERE m.agent_id = x.id AND p.state IN ('ringing', 'engaged'))
AND EXISTS (SELECT 1 FROM desk_place p WHERE p.site_id = x.site_id AND p.state = 'waiting'
  AND (p.waits_for_id IS NULL OR p.waits_for_id = x.id)
  AND p.overflow_at <= %(now)s AND p.apart_until <= %(now)s AND (p.reach_due IS NULL OR p.reach_due <= %(now)s))
"""
PARTS: Final = {
    "a fact that the desk has not taken in": "chat_fact x WHERE TRUE",
    "an agent held to be here, whose leases have lapsed": (
        "people_agent x WHERE x.online AND NOT EXISTS"
        " (SELECT 1 FROM people_lease l WHERE l.agent_id = x.id AND l.expires_at > %(moment)s)"
    ),
    "somebody left alone": signs.STRANDED,
    "somebody asked or in who is gone": signs.MISSING,
    "a place whose time has come": signs.DUE,
    "a ring of somebody asked that is over": signs.ASK_OVER,
    "a line that could be served": _FREE_AND_WAITING,
}
"""What it finds, and where: `x` has the site."""


def sites(now: datetime) -> set[str]:
    """The sites that need a dispatch."""
    moment = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        parts = " UNION ".join(f"SELECT x.site_id FROM {part}" for part in PARTS.values())
        cursor.execute(parts, {"now": as_ms(now), "moment": moment})
        return {row[0] for row in cursor.fetchall()}
