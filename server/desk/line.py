"""The line as the engine reads it: heads and firsts, never the whole. By hand, because every dispatch reads it."""

import json
from collections.abc import Collection
from typing import Any, Final

from django.db import connection

from routing.model import Waiting

_COLUMNS: Final = (
    "conversation_id, rank, credited_at, sequence, entered_at, absent, known_id, advocate_id, backup_id, waits_for_id,"
    " team_id, language, overflow_at, apart, reach_due, since_at"
)
_ORDER: Final = "ORDER BY absent, rank, credited_at, sequence"
_CALLED: Final = "site_id = %(site)s AND state = 'waiting' AND (reach_due IS NULL OR reach_due <= %(now)s)"
"""Whom it is time to serve."""


def _firsts(which: str, alike: str) -> str:
    """Of those with whom nobody is kept apart, the first of all that are alike in whom they can have, however many they are."""
    return f"""SELECT {_COLUMNS} FROM desk_place WHERE sequence IN (SELECT sequence FROM (
  SELECT sequence, ROW_NUMBER() OVER (
    PARTITION BY {alike} {_ORDER}
  ) AS nth FROM desk_place WHERE {_CALLED} AND apart_until <= %(now)s AND {which}
) AS alike WHERE nth = 1)"""


_GENERAL: Final = "overflow_at <= %(now)s AND waits_for_id IS NULL"
_EVERYBODYS: Final = f"""
SELECT * FROM (
  SELECT {_COLUMNS} FROM desk_place
  WHERE {_CALLED} AND {_GENERAL} AND apart_until <= %(now)s {_ORDER} LIMIT 1
) AS everybodys
UNION ALL SELECT {_COLUMNS} FROM desk_place WHERE {_CALLED} AND apart_until > %(now)s
"""
"""The general line's first; and whoever met with a "not now" in the last minute, who are few."""
_NARROWED: Final = "overflow_at > %(now)s AND waits_for_id IS NULL"
_ALIKE: Final = {
    "team": "team_id",
    "language": "language",
    "known": "known_id",
    "advocate": "advocate_id",
    "backup": "backup_id",
}
_NEXT: Final = (
    f"SELECT {_COLUMNS} FROM desk_place WHERE {_CALLED} AND apart_until <= %(now)s AND {{which}} {_ORDER} LIMIT 1"
)
_KEPT: Final = "waits_for_id IN ({holes})"
"""Who waits for one of the free alone."""
_OWN: Final = f"""
SELECT {_COLUMNS} FROM desk_place WHERE {_CALLED} AND (waits_for_id = %(human)s
  OR waits_for_id IS NULL AND (known_id = %(human)s OR advocate_id = %(human)s)) {_ORDER} LIMIT %(few)s
"""
FEW: Final = 20
"""How many of a human's own customers are looked at for the first who did not just meet with their "not now"."""


def heads(site: str, now: int, free: Collection[str]) -> list[Waiting]:
    """The first of each group that may differ in whom it can have, in order. `free`: humans for whom somebody may wait alone."""
    names = {f"free{n}": human for n, human in enumerate(free)}
    kept = [_firsts(_KEPT.format(holes=", ".join(f"%({name})s" for name in names)), "waits_for_id")] if names else []
    narrowed = _firsts(_NARROWED, ", ".join(_ALIKE.values()))
    found = _read(" UNION ALL ".join([_EVERYBODYS, narrowed, *kept]), {"site": site, "now": now} | names)
    firsts: dict[object, Waiting] = {}
    for waiting in sorted(found, key=lambda w: w.key):
        firsts.setdefault(_group(waiting, now), waiting)
    return list(firsts.values())


def next_like(site: str, now: int, served: Waiting) -> Waiting | None:
    """Who is the first of a group once its first was served."""
    if served.apart_at(now):
        return None
    theirs = {"human": served.waits_for} | {name: getattr(served, name) for name in _ALIKE}
    params: dict[str, Any] = {"site": site, "now": now} | theirs
    if served.waits_for is not None:
        which = "waits_for_id = %(human)s"
    elif _group(served, now) is None:
        which = _GENERAL
    else:
        params["language"] = served.language or ""
        alike = [f"{c} IS NULL" if params[name] is None else f"{c} = %({name})s" for name, c in _ALIKE.items()]
        which = " AND ".join([_NARROWED, *alike])
    return next(iter(_read(_NEXT.format(which=which), params)), None)


def first_of(site: str, now: int, human: str) -> Waiting | None:
    """The first whose own human this is, and who is not kept apart from them."""
    own = _read(_OWN, {"site": site, "now": now, "human": human, "few": FEW})
    return next((w for w in own if human not in w.apart_at(now)), None)


def _read(sql: str, params: dict[str, Any]) -> list[Waiting]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [_waiting(row) for row in cursor.fetchall()]


def _waiting(row: tuple[Any, ...]) -> Waiting:
    *_, language, overflow_at, apart, reach_due, since = row
    id_, rank, credited, sequence, entered, absent, known, advocate, backup, waits_for, team = row[:11]
    return Waiting(
        *(id_, rank, credited, sequence, entered, bool(absent), known, advocate, backup, waits_for, team),
        *(language or None, overflow_at, json.loads(apart), reach_due or 0, since),
    )


def _group(w: Waiting, now: int) -> object:
    """What tells whom it can have, as the desk's interface lays down."""
    if w.apart_at(now):
        return ("apart", w.id)
    if w.waits_for is not None:
        return w.waits_for
    if w.overflow_at > now and (w.team or w.language):
        return (w.team, w.language, w.known, w.advocate, w.backup)
    return None
