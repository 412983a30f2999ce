"""What the doctor looks at in the database: it answers, is up to date, durable, nobody else's to read, and roomy enough."""

import time
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import DatabaseError, connection

from server.api import health
from server.cli.doctor.finding import Finding, well, wrong
from server.cli.doctor.here import private

CONNECTIONS: Final = 16
"""How many a process may hold to PostgreSQL."""
OLDEST: Final = 140_000
"""PostgreSQL 14, as Django wants it."""
APART_S: Final = 2.0
"""Clocks that differ by more than this make people wait for the wrong time."""
NETWORKED: Final = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "ceph", "glusterfs", "fuse.glusterfs"}


def look(args: Namespace) -> Iterator[Finding]:
    """What there is to say of whichever database it is."""
    said = health.database()
    if said != health.OK:
        migrate = "bluephone migrate" in said
        yield wrong(
            "database",
            said,
            why="The code expects tables that are not there." if migrate else "Nothing can be stored or read.",
            mend="bluephone migrate"
            if migrate
            else "start it, and see that DATABASE_URL names it, with a user who may sign in.",
        )
        return
    try:
        yield from sqlite() if connection.vendor == "sqlite" else postgresql(args.workers)
    except DatabaseError as error:
        yield wrong(
            "database",
            f"It does not let itself be looked at ({type(error).__name__}).",
            why="It may be held up by somebody else.",
            mend="see whether another program uses it.",
        )


def sqlite() -> Iterator[Finding]:
    """One file: private, on a disk of this machine, in WAL."""
    file = Path(settings.DATABASES["default"]["NAME"])
    yield private("database", file, f"SQLite {file}")
    kind = file_system(file, Path("/proc/self/mounts"))
    if kind in NETWORKED:
        yield wrong(
            "database's disk",
            f"{file} is on a network's file system ({kind}).",
            why="SQLite's locks do not hold there: two writers may damage the file.",
            mend="set BLUEPHONE_DATA to a disk of this machine, or use PostgreSQL (DATABASE_URL).",
        )
    if (mode := _one("PRAGMA journal_mode")) == "wal":
        yield well("database's journal", "WAL")
    else:
        yield wrong(
            "database's journal",
            f"It is in the mode {mode!r}, not WAL.",
            why="Who reads and who writes wait for each other.",
            mend=f"stop the server, then: sqlite3 {file} 'PRAGMA journal_mode=WAL'",
        )


def file_system(file: Path, mounts: Path) -> str:
    """The kind of file system that a file is on, by the table of mounts; empty where there is none."""
    try:
        lines = [line.split() for line in mounts.read_text().splitlines()]
    except OSError:
        return ""
    # The mount that comes last in the longest path above it is the one that counts.
    above = [(len(at), kind) for _, at, kind, *_ in lines if file.is_relative_to(at.replace("\\040", " "))]
    longest = max((length for length, _ in above), default=0)
    return next((kind for length, kind in reversed(above) if length == longest), "")


def postgresql(processes: int) -> Iterator[Finding]:
    """Its version, its connections, and its clock."""
    version, number = str(_one("SHOW server_version")), int(_one("SHOW server_version_num"))
    if number >= OLDEST:
        yield well("database", f"PostgreSQL {version}")
    else:
        yield wrong("database", f"PostgreSQL {version}", why="It is too old for Django.", mend="move to version 14.")
    most, needed = int(_one("SHOW max_connections")), processes * CONNECTIONS
    kept = int(_one("SHOW superuser_reserved_connections"))
    if most - kept >= needed:
        yield well("database's connections", f"{most}, enough for {processes} process{'es' if processes > 1 else ''}")
    else:
        yield wrong(
            "database's connections",
            f"max_connections is {most}, and {processes} processes may hold {needed}, besides {kept} that are reserved.",
            why="When they are used up, requests fail and leases are not renewed.",
            mend=f"set max_connections to {needed + kept + 10} in postgresql.conf and restart it, or run fewer processes.",
        )
    if _one("SHOW fsync") == "off" or _one("SHOW synchronous_commit") == "off":
        yield wrong(
            "database's promise",
            "fsync or synchronous_commit is off.",
            why="A power cut may lose words that their writers were told are stored.",
            mend="turn both on in postgresql.conf.",
        )
    apart = abs(float(_one("SELECT extract(epoch FROM clock_timestamp())")) - time.time())
    yield clocks("database's clock", apart)


def clocks(about: str, apart_s: float) -> Finding:
    """How far another clock is from this machine's. Servers go by the database's; browsers and what else runs here do not."""
    if apart_s <= APART_S:
        return well(about, "goes with this machine's")
    return wrong(
        about,
        f"It differs from this machine's by {apart_s:.0f} seconds.",
        why="Sessions, links to sign in, logs and certificates go by this machine's clock: they end too soon, or late.",
        mend="keep both by NTP: systemctl enable --now systemd-timesyncd (or chrony) on both machines.",
    )


def _one(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]
