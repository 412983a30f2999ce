"""One clock for what several hosts write, read and sweep: the database's. Each host has its own, and some are off."""

import time
from typing import Final

from django.db import connection

from server.clock import off, own_ms

FRESH_S: Final = 10.0
"""How long a process goes on with what it found: a beat."""

QUICK_MS: Final = 500
APART_MS: Final = 1_000


class _Look:
    """When it is time to look again, by the monotonic clock."""

    due = 0.0


next_look: Final = _Look()


def look() -> None:
    """Find out how far our clock is off, if it is time.

    A difference of less than a second is none: clocks that are kept differ by as much, and nothing hangs on it. Of an
    answer that was long on its way nobody knows of when it is: it is asked for again. SQLite has one process, and no clock
    of its own.
    """
    if connection.vendor != "postgresql" or next_look.due > time.monotonic():
        return
    with connection.cursor() as cursor:
        asked = own_ms()
        cursor.execute("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")
        there = int(cursor.fetchone()[0])
        answered = own_ms()
    if not 0 <= answered - asked <= QUICK_MS:
        return
    ahead = there - (asked + answered) // 2
    if abs(ahead - off.ms) >= APART_MS:
        off.ms = ahead
    next_look.due = time.monotonic() + FRESH_S
