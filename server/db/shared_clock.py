"""One clock for what several hosts write, read and sweep: the database's. Each host has its own, and some are off."""

import time
from typing import Final

from django.db import connection

from server.clock import off, own_ms

FRESH_S: Final = 10.0
"""How long a process goes on with what it found: a beat."""


class _Look:
    """When it is time to look again, by the monotonic clock."""

    due = 0.0


next_look: Final = _Look()


def look() -> None:
    """Find out how far our clock is off, if it is time. Less than half a second is the way there, and no difference.

    SQLite has one process, and no clock of its own.
    """
    if connection.vendor == "postgresql" and next_look.due <= time.monotonic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")
            there = int(cursor.fetchone()[0])
        off.ms = round((there - own_ms()) / 1000) * 1000
        next_look.due = time.monotonic() + FRESH_S
