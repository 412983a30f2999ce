"""Time as it passes over a site: how long so many waited, were busy, or were there to answer."""

from dataclasses import fields
from typing import Final

from django.db import connection

from routing.waits import Rates
from server.db.table import Table
from server.sites import queries as sites
from server.waits.clock import DAY, hours_between
from server.waits.models import Tally

_TALLIES: Final = Table(Tally)
_COUNTED: Final = frozenset(field.attname for field in Tally._meta.concrete_fields if not field.primary_key)
_LONGEST: Final = 100 * DAY
"""Of a silence longer than that only the last part is kept by the hour."""

_ADD: Final = """
INSERT INTO waits_hour (site_id, starts_at, busy_ms, crowd_ms, human_ms, slot_ms, completions) VALUES {rows}
ON CONFLICT (site_id, starts_at) DO UPDATE SET
    busy_ms = waits_hour.busy_ms + excluded.busy_ms, crowd_ms = waits_hour.crowd_ms + excluded.crowd_ms,
    human_ms = waits_hour.human_ms + excluded.human_ms, slot_ms = waits_hour.slot_ms + excluded.slot_ms,
    completions = waits_hour.completions + excluded.completions
"""


def counted(site: str, now: int) -> Tally:
    """The site's tally with everything counted until now; to be changed and stored, but in what is kept by the hour."""
    tally = next(iter(_TALLIES.by("site_id", [site])), None)
    if tally is None:
        tally = Tally(site_id=site, at=now, hours_at=now)
        _TALLIES.insert(tally)
    now = max(now, tally.at)
    keep(tally, rates_of(tally).after((now - tally.at) / 1000, tally.busy, tally.waiting))
    tally.at = now
    return tally


def counted_by_the_hour(site: str, now: int, completions: int = 0) -> Tally:
    """The same with so many more completions; also who is busy, and who is there, may be changed."""
    tally = counted(site, now)
    _keep_by_the_hour(tally, completions)
    tally.completions += completions
    tally.hours_at = tally.at
    return tally


def store(tally: Tally) -> None:
    """Write what was changed of it."""
    _TALLIES.update(tally, _COUNTED)


def rates_of(tally: Tally) -> Rates:
    """Its records, as promises are made from them."""
    return Rates(**{field.name: getattr(tally, field.name) for field in fields(Rates)})


def keep(tally: Tally, rates: Rates) -> None:
    """Its records, from now on."""
    for field in fields(Rates):
        setattr(tally, field.name, getattr(rates, field.name))


def _keep_by_the_hour(tally: Tally, completions: int) -> None:
    now = tally.at
    site = sites.by_id(tally.site_id)
    zone = site.zone if site else "UTC"
    rows: dict[int, list[int | str]] = {}
    crowd = _crowd(tally.busy, tally.humans)
    if tally.busy or tally.humans:
        for start, ms in hours_between(zone, max(tally.hours_at, now - _LONGEST), now):
            rows[start] = [tally.site_id, start, tally.busy * ms, crowd * ms, tally.humans * ms, tally.slots * ms, 0]
    if completions:
        # In the row of its hour, if there is one: PostgreSQL takes no two of the same in one statement.
        ((start, _),) = hours_between(zone, now, now + 1)
        rows.setdefault(start, [tally.site_id, start, 0, 0, 0, 0, 0])[-1] = completions
    if rows:
        places = ", ".join(["(%s, %s, %s, %s, %s, %s, %s)"] * len(rows))
        with connection.cursor() as cursor:
            cursor.execute(_ADD.format(rows=places), [value for row in rows.values() for value in row])


def _crowd(busy: int, humans: int) -> int:
    """Over the conversations, how many its human holds, spread evenly. Those whose humans take no more are thought to be alone."""
    if not humans:
        return busy
    each, more = divmod(busy, humans)
    return (humans - more) * each * each + more * (each + 1) * (each + 1)
