"""Whether there is anything to look at but the line: one read in place of many, since most often there is nothing.

Each sign is told by the rows that are it, of any site: `x` has the site. By the same a tick finds sites that need a dispatch.
"""

from typing import Final, NamedTuple

from django.db import connection

DUE: Final = "desk_place x WHERE x.due_at <= %(now)s"
ASK_OVER: Final = "desk_member x WHERE x.due_at <= %(now)s"
_KEPT: Final = "desk_place x WHERE x.state = 'waiting' AND x.waits_for_id IS NOT NULL"
"""They chose to wait for one human."""
LET_DOWN: Final = f"""
{_KEPT} AND NOT EXISTS
  (SELECT 1 FROM people_agent a WHERE a.id = x.waits_for_id AND a.online AND a.active AND a.presence = 'available')
"""
"""Whoever they chose to wait for takes no calls."""
_PARTED: Final = "x.state = 'held' AND x.held_because = 'visitor_away'"
"""Held until its visitor is back, whoever is there meanwhile."""
STRANDED: Final = f"""
desk_place x JOIN people_agent a ON a.id = x.agent_id WHERE x.state IN ('ringing', 'engaged', 'held') AND (
  a.presence = 'away' AND x.state = 'ringing'
  OR NOT (a.online AND a.active) AND (NOT ({_PARTED}) OR EXISTS (
    SELECT 1 FROM desk_member m JOIN people_agent h ON h.id = m.agent_id
    WHERE m.place_id = x.sequence AND m.state = 'joined' AND h.online AND h.active)))
"""
"""It is with somebody who is gone, or rings for somebody who went away."""
MISSING: Final = """
desk_member x JOIN people_agent a ON a.id = x.agent_id
WHERE (NOT (a.online AND a.active) OR a.presence = 'away' AND x.state = 'asked')
"""
"""Somebody asked or in is gone."""
_PENDING: Final = "desk_place x WHERE x.state IN ('engaged', 'held') AND x.escalated_at IS NOT NULL"
_TOLD_FREE: Final = "desk_desk x WHERE x.free"


def _any(rows: str) -> str:
    return f"EXISTS (SELECT 1 FROM {rows} AND x.site_id = %(site)s)"


_SIGNS: Final = f"""
SELECT {_any(DUE)} OR {_any(ASK_OVER)}, {_any(_KEPT)}, {_any(LET_DOWN)}, {_any(STRANDED)}, {_any(MISSING)},
  {_any("desk_place x WHERE " + _PARTED)}, {_any(_PENDING)}, {_any(_TOLD_FREE)}
"""


class Signs(NamedTuple):
    """What may be there. False is certain; true means: look."""

    due: bool
    kept: bool
    let_down: bool
    stranded: bool
    missing: bool
    returned: bool
    pending: bool
    told_free: bool
    """Certain either way: visitors were last told that somebody has a place free."""


def read(site: str, now: int) -> Signs:
    """The signs at a site's desk."""
    with connection.cursor() as cursor:
        cursor.execute(_SIGNS, {"site": site, "now": now})
        return Signs(*map(bool, cursor.fetchone()))
