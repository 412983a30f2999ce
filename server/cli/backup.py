"""`bluephone backup` and `bluephone restore`."""

import os
import secrets
import sqlite3
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection

from server.backups import archive, contents, postgres, sqlite
from server.backups.archive import DATABASE, KEY, Manifest
from server.backups.refused import Refused
from server.cli.mistake import Mistake
from server.version import VERSION

_NAMES: Final = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def backup(args: Namespace) -> int:
    """Everything that must be kept, into one file."""
    now = datetime.now(UTC)
    target = _target(args.to, now)
    store = postgres if connection.vendor == "postgresql" else sqlite
    if not store.exists() or not (applied := contents.applied()):
        raise Refused("There is nothing in the database yet.")
    told = Manifest(VERSION, connection.vendor, applied, now.isoformat(timespec="seconds"), {})
    key = _key_file()
    with _folder(target.parent) as folder:
        store.save(folder / DATABASE)
        parts = {DATABASE: folder / DATABASE} | ({KEY: key} if key else {})
        archive.write(target, folder / "archive", told, parts)
    print(f"{target} is made: the database{' and the secret key' if key else ''}. Whoever has it can read everything.")
    if not key:
        print("The secret key is not in it, as SECRET_KEY is set. Keep that as well.")
    return 0


def restore(args: Namespace) -> int:
    """Everything back from such a file, or nothing."""
    file = Path(args.file).absolute()
    store = postgres if connection.vendor == "postgresql" else sqlite
    told = archive.manifest(file)
    _fits(file, told)
    if not args.over and not store.is_empty():
        raise Refused("There is something in the database, which would be lost. Make a backup of it, then say --over.")
    kept = KEY in told.parts
    with store.alone(), _folder(store.place().parent) as folder:
        archive.unpack(file, told, folder)
        store.check(folder / DATABASE)
        with _key(folder / KEY if kept else None):
            store.put(folder / DATABASE)
    print(f"Everything is as it was at {told.made_at}.")
    if kept and not _key_file():
        print("SECRET_KEY is set, so the backup's secret key is not used. If they differ, everybody signs in again.")
    if not kept:
        print("The backup holds no secret key. Set SECRET_KEY to what it was, or everybody signs in again.")
    if contents.is_behind(told.migrations):
        print("It is of an older version. Run: bluephone migrate")
    return 0


def _fits(file: Path, told: Manifest) -> None:
    if told.database != connection.vendor:
        kind = _NAMES.get(told.database, told.database)
        raise Refused(
            f"{file} holds a {kind} database, and this is {_NAMES[connection.vendor]}. "
            f"Set DATABASE_URL to a {kind} database, then restore again."
        )
    if unknown := contents.unknown(told.migrations):
        raise Refused(f"{file} is of a newer Blue Phone ({unknown[0]}). Bring this one up to date, then restore again.")


def _target(to: str | None, now: datetime) -> Path:
    """The file to make. Nothing is ever written over: it might be the only copy."""
    given = Path(to or ".").absolute()
    target = given / f"bluephone-{now:%Y%m%dT%H%M%SZ}.zip" if given.is_dir() else given
    if target.exists():
        raise Mistake(f"{target} is there already. Name another file, or a folder.")
    if not target.parent.is_dir():
        raise Mistake(f"There is no folder {target.parent}. Make it, or name another.")
    return target


@contextmanager
def _folder(within: Path) -> Iterator[Path]:
    """A place beside for what is not yet whole, gone afterwards. Whatever the disk or SQLite refuses is told."""
    try:
        with tempfile.TemporaryDirectory(prefix=".bluephone-", dir=within) as name:
            yield Path(name)
    except OSError as error:
        raise Refused(f"{error.filename or within}: {error.strerror}. Nothing was changed.") from None
    except sqlite3.Error as error:
        raise Refused(f"SQLite says: {error}. Nothing was changed. Run: bluephone doctor") from None


@contextmanager
def _key(kept: Path | None) -> Iterator[None]:
    """After the block the kept key is the one in use. It is written before, so that a full disk is met in time."""
    own = _key_file()
    if not kept or not own:
        yield
        return
    draft = own.with_name(f".{own.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(kept.read_bytes())
            stream.flush()
            os.fsync(stream.fileno())
        yield
        os.replace(draft, own)
        archive.settle(own.parent)
    finally:
        draft.unlink(missing_ok=True)


def _key_file() -> Path | None:
    """The secret key's file; none where the key comes from the environment."""
    return None if os.environ.get("SECRET_KEY", "").strip() else Path(settings.DATA_DIR) / "secret-key"
