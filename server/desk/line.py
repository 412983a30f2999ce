"""The line as the engine reads it: heads and firsts, never the whole. By hand, because every dispatch reads it."""

import json
from collections.abc import Collection, Iterator
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


DEEP: Final = 2
"""How many of a group are read: when its first is served, who is behind is known."""
_GENERAL: Final = "overflow_at <= %(now)s AND waits_for_id IS NULL"
_EVERYBODYS: Final = f"""
SELECT * FROM (
  SELECT {_COLUMNS} FROM desk_place
  WHERE {_CALLED} AND {_GENERAL} AND apart_until <= %(now)s {_ORDER} LIMIT {DEEP}
) AS everybodys
UNION ALL SELECT {_COLUMNS} FROM desk_place WHERE {_CALLED} AND apart_until > %(now)s
"""
"""The general line's first; and whoever met with a "not now" in the last minute, who are few."""
_NARROWED: Final = "overflow_at > %(now)s AND waits_for_id IS NULL"
_FOR_THE_FREE: Final = """
  AND (team_id IS NULL OR team_id NOT IN ({full}) OR known_id IN ({free}) OR advocate_id IN ({free}) OR backup_id IN ({free}))
"""
"""While somebody is free, a long line waits for others: for a team that has somebody, and nobody free."""
_ALIKE: Final = "team_id, language, known_id, advocate_id, backup_id"
_KEPT: Final = "waits_for_id IN ({free})"
"""Who waits for one of the free alone."""
_OWN: Final = f"""
SELECT {_COLUMNS} FROM desk_place WHERE {_CALLED} AND (waits_for_id = %(human)s
  OR waits_for_id IS NULL AND (known_id = %(human)s OR advocate_id = %(human)s)) {_ORDER} LIMIT %(few)s
"""
FEW: Final = 20
"""How many of a human's own customers are looked at for the first who did not just meet with their "not now"."""


def _firsts(which: str, alike: str) -> str:
    """Of those with whom nobody is kept apart, the first of all that are alike in whom they can have, however many they are."""
    return f"""SELECT {_COLUMNS} FROM (
  SELECT {_COLUMNS}, ROW_NUMBER() OVER (PARTITION BY {alike} {_ORDER}) AS nth
  FROM desk_place WHERE {_CALLED} AND apart_until <= %(now)s AND {which}
) AS alike WHERE nth <= {DEEP}"""


class Heads:
    """The first of each group that may differ in whom it can have, in order; groups that nobody free can have may be missing.

    `free`: humans with a free slot. `full`: teams that have somebody available, and nobody free. `kept`: whether anybody
    waits for one human alone.
    """

    def __init__(self, site: str, now: int, free: Collection[str], full: Collection[str], kept: bool = True) -> None:
        named = {f"free{n}": id_ for n, id_ in enumerate(free)} | {f"full{n}": id_ for n, id_ in enumerate(full)}
        holes = {kind: ", ".join(f"%({name})s" for name in named if name.startswith(kind)) for kind in ("free", "full")}
        narrowed = _NARROWED + (_FOR_THE_FREE.format(**holes) if free and full else "")
        theirs = [_firsts(_KEPT.format(**holes), "waits_for_id")] if free and kept else []
        found = _read(
            " UNION ALL ".join([_EVERYBODYS, _firsts(narrowed, _ALIKE), *theirs]), {"site": site, "now": now} | named
        )
        self._site, self._now = site, now
        self._groups: dict[object, list[Waiting]] = {}
        for waiting in sorted(found, key=lambda w: w.key):
            self._groups.setdefault(_group(waiting, now), []).append(waiting)
        self._go_on = {group for group, line in self._groups.items() if len(line) >= DEEP}
        """Behind whom of these are others, perhaps."""

    def __iter__(self) -> Iterator[Waiting]:
        return iter(sorted((line[0] for line in self._groups.values() if line), key=lambda w: w.key))

    def first_of(self, human: str) -> Waiting | None:
        """The first whose own human this is, and who is not kept apart from them. `human`: one of the free."""
        if None in self._go_on:
            # Somewhere in the general line, perhaps.
            return first_of(self._site, self._now, human)
        return next((w for w in self if human in _own(w) and human not in w.apart_at(self._now)), None)

    def served(self, conversation: str) -> bool:
        """This one waits no more, and nothing else is changed; whether all heads are known still."""
        for group, line in self._groups.items():
            line[:] = [waiting for waiting in line if waiting.id != conversation]
            if not line and group in self._go_on:
                return False
        return True


def _own(w: Waiting) -> tuple[str | None, ...]:
    """Whose customer it is; of whom it waits for alone, where it does."""
    return (w.waits_for,) if w.waits_for is not None else (w.known, w.advocate)


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
    if w.overflow_at > now:
        return (w.team, w.language, w.known, w.advocate, w.backup)
    return None
