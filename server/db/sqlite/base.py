"""SQLite has one writer, so the threads of this process line up for it.

Without a line of our own they would find it by polling SQLite's busy handler, which is unfair: beside
a busy writer a second connection timed out after seconds. So every write takes a first-come lock
before it asks SQLite: for the whole of a transaction, or for one statement in autocommit. Reads take
nothing. Other processes (the command line) still meet SQLite's own lock and wait up to `timeout`.
"""

import os
import re
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from server.db.fair_lock import FairLock

_READS = {"SELECT", "PRAGMA", "EXPLAIN", "VALUES", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT", "END"}
_FIRST_WORD = re.compile(r"\s*([A-Za-z]*)")
_WRITE_INSIDE = re.compile(r"\b(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)
_LOCKED_BEGIN = re.compile(r"\s*BEGIN\s+(IMMEDIATE|EXCLUSIVE)\b", re.IGNORECASE)

_locks: defaultdict[str, FairLock] = defaultdict(FairLock)
_locks_guard = threading.Lock()


def _lock_of(name: str) -> FairLock:
    """The lock of one database file. Asked for by name each time: tests rename the database under a connection."""
    with _locks_guard:
        return _locks[name]


def writes(query: str) -> bool:
    """Whether a statement may need SQLite's write lock. Unknown ones count as writes, which is only slower."""
    match = _FIRST_WORD.match(query)
    word = match[1].upper() if match else ""
    if word == "BEGIN":
        return _LOCKED_BEGIN.match(query) is not None
    if word == "WITH":
        return _WRITE_INSIDE.search(query) is not None
    return word not in _READS


def _make_private(name: str) -> None:
    """A new database is its owner's alone, wherever it lies: conversations are in it. Its WAL gets the same rights."""
    # What cannot be made here, SQLite says in its own words.
    with suppress(OSError):
        os.close(os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


class Cursor(base.SQLiteCursorWrapper):
    """Lines up before a statement that writes.

    Fetch the rows of an autocommit `… RETURNING` at once, as Django does: SQLite's own lock lasts until the last.
    """

    def __init__(self, connection: sqlite3.Connection, wrapper: "DatabaseWrapper") -> None:
        super().__init__(connection)
        self._wrapper = wrapper

    def execute(self, query: str, params: Any = None) -> Any:
        with self._wrapper.writing(query):
            return super().execute(query, params)

    def executemany(self, query: str, param_list: Any) -> Any:
        with self._wrapper.writing(query):
            return super().executemany(query, param_list)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that holds the process's write lock exactly while it may hold SQLite's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held: FairLock | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        _make_private(str(self.settings_dict["NAME"]))
        connection: sqlite3.Connection = super().get_new_connection(conn_params)
        # Switching to WAL takes an exclusive lock, so it is asked for only where it is not yet so.
        if connection.execute("PRAGMA journal_mode").fetchone()[0] not in {"wal", "memory"}:
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        return connection

    def create_cursor(self, name: str | None = None) -> Cursor:  # noqa: ARG002 (Django's signature)
        cursor: Cursor = self.connection.cursor(lambda connection: Cursor(connection, self))
        return cursor

    @contextmanager
    def writing(self, query: str) -> Iterator[None]:
        """Hold the lock for a statement, and on to the end of the transaction when it stands in one."""
        if self._held or not writes(query):
            yield
            return
        lock = _lock_of(str(self.settings_dict["NAME"]))
        if not lock.acquire(timeout=self._patience):
            raise OperationalError("database is locked: another writer of this process held it for too long")
        self._held = lock
        try:
            yield
        finally:
            self._release_when_done()

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]  # Django has it, its stubs do not
        finally:
            self._release_when_done()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._release_when_done()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._release()

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc]
        self._release_when_done()

    @property
    def _patience(self) -> float:
        return float(self.settings_dict["OPTIONS"].get("timeout", 5.0))

    def _release_when_done(self) -> None:
        """A failed COMMIT leaves the transaction open, and the lock stays with it until it is rolled back or closed."""
        if self.connection is None or not self.connection.in_transaction:
            self._release()

    def _release(self) -> None:
        if self._held:
            lock, self._held = self._held, None
            lock.release()
