"""Visitors who are not there, and those who are back: by their own leases, renewed with every beat of their panels."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection

from routing.decisions import Decision, PutAside, StandBack
from server.wire.limits import VISITOR_LEASE_MS

VISITOR_LEASE: Final = timedelta(milliseconds=VISITOR_LEASE_MS)
_UNSEEN: Final = """
FROM desk_place x JOIN people_visitor v ON v.id = x.visitor_id
WHERE (x.state = 'waiting' OR x.state = 'engaged' AND x.until_at IS NULL)
  AND NOT x.absent AND x.reach = 'here' AND v.seen_at <= %(since)s
"""
"""Their visitor was not heard of for their lease, and they do not know it.

A first answer is not held back because the visitor does not look, so it must have been written; nor one by mail or telephone.
"""
_SEEN: Final = """
FROM desk_place x JOIN people_visitor v ON v.id = x.visitor_id
WHERE x.absent AND x.state IN ('waiting', 'held') AND v.seen_at > %(since)s
"""
"""They know their visitor to be absent, who is back."""


def sites(now: datetime) -> set[str]:
    """Where a visitor went or came back and the desk does not know it: for the tick."""
    return {site for (site,) in _read(f"SELECT x.site_id {_UNSEEN} UNION SELECT x.site_id {_SEEN}", now)}


def decisions(site: str, now: datetime) -> Iterator[Decision]:
    """What follows for a site's places. What was held comes back by the engine, which knows who has a place for it."""
    theirs = "AND x.site_id = %(site)s"
    columns = "SELECT x.conversation_id, x.state, x.agent_id"
    for conversation, state, agent in _read(f"{columns} {_UNSEEN} {theirs} ORDER BY x.sequence", now, site):
        if state == "engaged" and agent:
            yield PutAside(conversation, agent, "visitor_away")
        else:
            yield StandBack(conversation, True)
    for conversation, state, _ in _read(f"{columns} {_SEEN} {theirs} ORDER BY x.sequence", now, site):
        if state == "waiting":
            yield StandBack(conversation, False)


def _read(sql: str, now: datetime, site: str | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        since = connection.ops.adapt_datetimefield_value(now - VISITOR_LEASE)
        cursor.execute(sql, {"since": since, "site": site})
        return list(cursor.fetchall())
