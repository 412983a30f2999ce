"""A SQLite database, copied out while others write, and put back when nobody has it open."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import DatabaseError, connection

from server.backups import contents
from server.backups.archive import settle
from server.backups.refused import Refused


def place() -> Path:
    """The database's file."""
    return Path(connection.settings_dict["NAME"])


def exists() -> bool:
    """Whether there is one. Asked first, as SQLite makes one as soon as it is looked for."""
    return place().is_file()


def is_empty() -> bool:
    """Whether nothing is lost with it. One that cannot be read may still be mended by somebody."""
    try:
        return not exists() or contents.is_empty()
    except DatabaseError:
        return False
    finally:
        connection.close()


def save(file: Path) -> None:
    """Copy it as it is at one moment, by SQLite's online backup. Writers are not held up."""
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as copy:
        connection.connection.backup(copy)
    check(file)


def check(file: Path) -> None:
    """Refused, unless its pages hold together."""
    try:
        with closing(sqlite3.connect(file)) as copy:
            (found,) = copy.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        found = str(error)
    if found != "ok":
        raise Refused(f"The copy of the database does not hold together ({found}). Take an older backup.")


@contextmanager
def alone() -> Iterator[None]:
    """For the time of the block nobody else can open it. Refused while somebody has it open.

    With a WAL every connection keeps a lock as long as it lives, and only who is alone can leave the WAL. A database that
    cannot be read has no locks to ask for.
    """
    if not exists():
        yield
        return
    with closing(sqlite3.connect(place(), timeout=1, isolation_level=None)) as old:
        try:
            (mode,) = old.execute("PRAGMA journal_mode = DELETE").fetchone()
            old.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            mode = "wal" if "locked" in str(error) else "unreadable"
        if mode == "wal":
            raise Refused(f"A server, or somebody else, has {place()} open. Stop it, then restore again.")
        yield


def put(file: Path) -> None:
    """Put it in the old one's place, in one step. `file` lies in the same folder, or below; we are alone."""
    # What a database that cannot be read has left would be taken for the new one's.
    for rest in ("-wal", "-shm", "-journal"):
        place().with_name(place().name + rest).unlink(missing_ok=True)
    os.replace(file, place())
    settle(place().parent)
