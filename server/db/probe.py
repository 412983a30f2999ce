"""Whether the database answers, for whoever watches: soon known, also where it is gone."""

from typing import Final

import psycopg
from django.db import connection

PATIENCE_S: Final = 2
"""Less than a scraper or a load balancer waits for us."""


def answers() -> bool:
    """Whether it takes a connection of its own. The pool would wait for another one five times as long."""
    if connection.vendor != "postgresql":
        return True
    try:
        psycopg.connect(**connection.get_connection_params() | {"connect_timeout": PATIENCE_S}).close()
    except psycopg.OperationalError:
        return False
    return True
