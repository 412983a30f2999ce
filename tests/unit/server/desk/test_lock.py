"""One desk, many who want it."""

import threading
import time
from contextlib import ExitStack
from typing import Self

import pytest
from django.db import connection

from server.desk.lock import site_lock
from server.sites.models import Site
from tests.unit.server.conftest import make_site, within

pytestmark = pytest.mark.both

WANTED = """
SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


class Holding:
    """Somebody of this process who wants a site's desk, and holds it until the end of the block."""

    def __init__(self, site: str) -> None:
        self.has_it = threading.Event()
        self._may_go = threading.Event()
        self._thread = threading.Thread(target=self._hold, args=(site,))

    def _hold(self, site: str) -> None:
        try:
            with site_lock(site):
                self.has_it.set()
                self._may_go.wait(10)
        finally:
            connection.close()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def let_go(self) -> None:
        """As soon as it has it."""
        self._may_go.set()

    def __exit__(self, *_: object) -> None:
        self.let_go()
        self._thread.join(10)
        assert not self._thread.is_alive()


def test_a_process_stands_in_line_for_a_desk_once_however_many_of_its_threads_want_it(site: Site, vendor: str) -> None:
    """Frozen, it is given the lock as often as it stands in line, and each time nobody gets on for a second."""
    if vendor != "postgresql":
        pytest.skip("SQLite has one process.")
    with ExitStack() as end:
        with Holding(site.id) as first:
            within(5, first.has_it.is_set)
            others = [end.enter_context(Holding(site.id)) for _ in range(3)]
            time.sleep(0.2)
            with connection.cursor() as cursor:
                cursor.execute(WANTED)
                assert cursor.fetchone() == (0,)
        for other in others:
            other.let_go()
    assert all(other.has_it.is_set() for other in others)


def test_another_site_s_desk_is_free_meanwhile(site: Site, vendor: str) -> None:
    if vendor != "postgresql":
        pytest.skip("SQLite has one writer.")
    with Holding(site.id) as one, Holding(make_site("Elsewhere").id) as other:
        within(5, one.has_it.is_set)
        within(5, other.has_it.is_set)


def test_who_holds_it_may_ask_again(site: Site) -> None:
    with site_lock(site.id) as now, site_lock(site.id) as again:
        assert again >= now


def test_it_is_free_again_after_a_failure(site: Site) -> None:
    with pytest.raises(ZeroDivisionError), site_lock(site.id):
        _ = 1 / 0
    with Holding(site.id) as holding:
        within(5, holding.has_it.is_set)
