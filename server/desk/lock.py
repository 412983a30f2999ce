"""One dispatch of a site at a time, in however many processes.

PostgreSQL: a transaction-level advisory lock, and the clock read *after* it is held, so that time never
runs backwards from one holder to the next. SQLite: the process's write lock and BEGIN IMMEDIATE.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection, transaction

from server.clock import now_ms

_LOCK: Final = """
SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint, held.*
FROM (SELECT pg_advisory_xact_lock(hashtextextended(%s, 0)), set_config('idle_in_transaction_session_timeout', '1s', true)
      OFFSET 0) AS held
"""
"""The clock is read of a row that is there once the lock is held.

A process frozen while it holds the lock must not freeze the site: the others get on after a second.
"""


@contextmanager
def site_lock(site: str) -> Iterator[int]:
    """A transaction that holds the site's desk; yields now, in milliseconds."""
    with transaction.atomic():
        if connection.vendor != "postgresql":
            yield now_ms()
            return
        with connection.cursor() as cursor:
            cursor.execute(_LOCK, [site])
            now = int(cursor.fetchone()[0])
        yield now
