"""One dispatch of a site at a time, in however many processes.

PostgreSQL: a transaction-level advisory lock, and the clock read *after* it is held, so that time never
runs backwards from one holder to the next. SQLite: the process's write lock and BEGIN IMMEDIATE.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Final

from django.db import connection, transaction

from server.clock import now_ms
from server.db import waiting

_LOCK: Final = f"""
SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint, held.*
FROM (SELECT pg_advisory_xact_lock(hashtextextended(%s, 0)), set_config('idle_in_transaction_session_timeout', '1s', true),
             set_config('lock_timeout', '{waiting.ROWS}', true)
      OFFSET 0) AS held
"""
"""The clock is read of a row that is there once the lock is held; what is set then holds for the transaction.

A process frozen while it holds the lock must not freeze the site: the others get on after a second.
"""

_first: Final[defaultdict[str, RLock]] = defaultdict(RLock)
"""Site → who of this process may stand in line for its desk.

One a process: a frozen one is given the lock as often as it stands in line for it, and each time is another second.
"""


@contextmanager
def site_lock(site: str) -> Iterator[int]:
    """A transaction that holds the site's desk; yields now, in milliseconds."""
    if connection.vendor != "postgresql":
        with transaction.atomic():
            yield now_ms()
        return
    with _first[site], transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_LOCK, [site])
            now = int(cursor.fetchone()[0])
        yield now
