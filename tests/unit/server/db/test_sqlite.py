"""SQLite with many threads: nobody is told "database is locked", nobody starves, and the lock is never left behind."""

import sqlite3
import statistics
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from server.db.sqlite.base import writes
from server.sites.models import Sighting, Site

pytestmark = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="about SQLite")


@pytest.fixture
def site(transactional_db: None) -> Iterator[Site]:
    yield Site.objects.create(name="Fernhill", created_at=timezone.now())
    connection.close()


def rename(site: Site, name: str) -> None:
    Site.objects.filter(id=site.id).update(name=name)


def elsewhere(do: Callable[[], object]) -> list[BaseException]:
    """Run in another thread, on its own connection; what it raised."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            do()
        except BaseException as error:
            raised.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(10)
    assert not thread.is_alive(), "the lock was left behind"
    return raised


def free(site: Site) -> bool:
    """Whether another thread can write now."""
    began = time.monotonic()
    assert elsewhere(lambda: rename(site, "written elsewhere")) == []
    return time.monotonic() - began < 2


def test_the_connection_is_durable_strict_and_patient(site: Site) -> None:
    with connection.cursor() as cursor:
        found = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 20_000}


def test_many_writers_beside_a_busy_one_all_get_their_turn(site: Site) -> None:
    stop = threading.Event()
    waits: dict[str, list[float]] = {}
    raised: list[BaseException] = []

    def repeat(name: str, write: Callable[[], object]) -> None:
        mine = waits.setdefault(name, [])
        try:
            while not stop.is_set():
                began = time.perf_counter()
                write()
                mine.append(time.perf_counter() - began)
        except BaseException as error:
            raised.append(error)
        finally:
            connection.close()

    def busy() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for number in range(20):
                cursor.execute("UPDATE sites_site SET hue = %s WHERE id = %s", [number, site.id])

    def by_orm() -> None:
        Sighting.objects.update_or_create(
            site=site, origin=threading.current_thread().name, defaults={"seen_at": timezone.now()}
        )

    def read_then_write() -> None:
        with transaction.atomic():
            found = Site.objects.get(id=site.id)
            found.hue = (found.hue + 1) % 360
            found.save()

    def in_autocommit() -> None:
        rename(site, threading.current_thread().name)

    kinds = {"busy": busy, "orm": by_orm, "read": read_then_write, "autocommit": in_autocommit}
    threads = [
        threading.Thread(target=repeat, args=(f"{kind} {number}", write))
        for kind, write in kinds.items()
        for number in range(1 if kind == "busy" else 3)
    ]
    for thread in threads:
        thread.start()
    time.sleep(2)
    stop.set()
    for thread in threads:
        thread.join(30)
    assert raised == []
    for name, mine in waits.items():
        assert len(mine) > 5, name
        p99 = statistics.quantiles(mine, n=100)[98]
        assert p99 < 1.5, f"{name} waited {p99:.2f} s"
    alike = [len(mine) for name, mine in waits.items() if name.startswith("autocommit")]
    assert max(alike) < 3 * min(alike), "first come, first served"


def test_nothing_read_is_lost_between_reading_and_writing(site: Site) -> None:
    def count() -> None:
        for _ in range(20):
            with transaction.atomic():
                found = Site.objects.get(id=site.id)
                found.hue += 1
                found.save()
        connection.close()

    Site.objects.filter(id=site.id).update(hue=0)
    threads = [threading.Thread(target=count) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    site.refresh_from_db()
    assert site.hue == 100


def test_a_read_waits_for_no_writer(site: Site) -> None:
    with transaction.atomic():
        rename(site, "not yet")
        names: list[str] = []
        began = time.monotonic()
        assert elsewhere(lambda: names.append(Site.objects.get(id=site.id).name)) == []
        assert time.monotonic() - began < 2
    assert names == ["Fernhill"]


def test_it_is_free_after_an_exception(site: Site) -> None:
    def fail() -> None:
        rename(site, "never")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        fail()
    assert free(site)


def test_it_is_free_after_a_refused_statement(site: Site) -> None:
    with pytest.raises(IntegrityError):
        Site.objects.create(key=site.key, name="the same key", created_at=timezone.now())
    assert free(site)


def test_it_is_free_after_a_commit_that_failed(site: Site) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Sighting.objects.create(site_id="nobody", origin="https://example.com", seen_at=timezone.now())
    assert free(site)
    assert not Sighting.objects.exists()


def test_it_is_free_after_the_connection_was_closed_in_the_middle(site: Site) -> None:
    with transaction.atomic():
        rename(site, "never")
        connection.close()
    assert free(site)
    assert Site.objects.get(id=site.id).name == "written elsewhere"


def test_it_is_free_after_savepoints(site: Site) -> None:
    def fail() -> None:
        rename(site, "never")
        raise ZeroDivisionError

    with transaction.atomic():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            fail()
        rename(site, "kept")
    assert Site.objects.get(id=site.id).name == "kept"
    assert free(site)


def test_it_is_held_through_a_transaction_begun_by_hand(site: Site) -> None:
    with connection.cursor() as cursor:
        cursor.execute("BEGIN IMMEDIATE")
        done = threading.Event()

        def write() -> None:
            rename(site, "after")
            connection.close()
            done.set()

        thread = threading.Thread(target=write)
        thread.start()
        assert not done.wait(0.1)
        cursor.execute("ROLLBACK")
        connection.rollback()
    assert done.wait(5)
    thread.join()


def test_another_process_is_waited_for(site: Site) -> None:
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(0.3, lambda: other.execute("ROLLBACK"))
    timer.start()
    rename(site, "patience")
    timer.join()
    other.close()
    assert Site.objects.get(id=site.id).name == "patience"


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("SELECT 1", False),
        ("  select 1", False),
        ("PRAGMA journal_mode", False),
        ("WITH a AS (SELECT 1) SELECT * FROM a", False),
        ("WITH a AS (SELECT 1) DELETE FROM b", True),
        ("INSERT INTO a VALUES (1) RETURNING id", True),
        ("update a set b = 1", True),
        ("BEGIN", False),
        ("BEGIN IMMEDIATE", True),
        ("CREATE TABLE a (b)", True),
        ("-- a remark\nSELECT 1", True),
    ],
)
def test_which_statements_count_as_writes(statement: str, expected: bool) -> None:
    assert writes(statement) is expected
