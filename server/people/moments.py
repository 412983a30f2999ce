"""One clock for what several hosts write and one sweeps: the database's. Each process reads its own, and some are off."""

import time
from datetime import datetime, timedelta
from typing import Final

from django.db import connection

from server.clock import as_datetime, now_ms

FRESH_S: Final = 10.0
"""How long a process goes on with what it found: a beat."""


class _Skew:
    """How far the database's clock is before ours, as this process last found."""

    def __init__(self) -> None:
        self.until = 0.0
        self.found = timedelta(0)

    def read(self) -> timedelta:
        """Ask anew when it is time. Less than half a second is the way there, and no difference."""
        if self.until <= time.monotonic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT clock_timestamp()")
                there: datetime = cursor.fetchone()[0]
            self.found = timedelta(seconds=round((there - as_datetime(now_ms())).total_seconds()))
            self.until = time.monotonic() + FRESH_S
        return self.found


skew: Final = _Skew()


def shared(now: datetime) -> datetime:
    """A moment by this process's clock, by the database's. SQLite has one process, and no clock of its own."""
    return now + skew.read() if connection.vendor == "postgresql" else now
