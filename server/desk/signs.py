"""Whether there is anything to look at but the line: one read in place of many, since most often there is nothing."""

from typing import Final, NamedTuple

from django.db import connection

_SIGNS: Final = """
SELECT
  EXISTS (SELECT 1 FROM desk_place WHERE site_id = %(site)s AND due_at <= %(now)s)
    OR EXISTS (SELECT 1 FROM desk_member WHERE site_id = %(site)s AND due_at <= %(now)s),
  EXISTS (SELECT 1 FROM desk_place p JOIN people_agent a ON a.id = p.waits_for_id
    WHERE p.site_id = %(site)s AND p.state = 'waiting' AND NOT (a.online AND a.active AND a.presence = 'available')),
  EXISTS (SELECT 1 FROM desk_place p JOIN people_agent a ON a.id = p.agent_id
    WHERE p.site_id = %(site)s AND p.state IN ('ringing', 'engaged', 'held')
    AND NOT (a.online AND a.active AND (a.presence = 'available' OR p.state <> 'ringing'))),
  EXISTS (SELECT 1 FROM desk_member m JOIN people_agent a ON a.id = m.agent_id
    WHERE m.site_id = %(site)s AND NOT (a.online AND a.active AND (a.presence = 'available' OR m.state <> 'asked'))),
  EXISTS (SELECT 1 FROM desk_place WHERE site_id = %(site)s AND state = 'held' AND held_because = 'visitor_away'),
  EXISTS (SELECT 1 FROM desk_place
    WHERE site_id = %(site)s AND state IN ('engaged', 'held') AND escalated_at IS NOT NULL),
  EXISTS (SELECT 1 FROM desk_desk WHERE site_id = %(site)s AND free)
"""


class Signs(NamedTuple):
    """What may be there. False is certain; true means: look."""

    due: bool
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
