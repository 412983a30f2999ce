"""A PostgreSQL database, copied out by pg_dump and put back by pg_restore in one transaction."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

import psycopg
from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from server.backups import contents
from server.backups.refused import Refused

_OTHERS: Final = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
"""
_PATIENCE: Final = "10s"
_A_MOMENT_S: Final = 2.0


def place() -> Path:
    """What is unpacked lies there for a while: in the data directory."""
    return Path(settings.DATA_DIR) / "database"


def exists() -> bool:
    """Whoever sets DATABASE_URL has made it."""
    return True


def is_empty() -> bool:
    """Whether nothing is lost with it."""
    return contents.is_empty()


def save(file: Path) -> None:
    """Copy it as it is at one moment. Writers are not held up."""
    dsn, environment = _access()
    _run(
        ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={file}", f"--dbname={dsn}"],
        environment,
    )


def check(file: Path) -> None:
    """Refused, unless the PostgreSQL of this machine understands it."""
    _run(["pg_restore", "--list", str(file)], {})


@contextmanager
def alone() -> Iterator[None]:
    """Refused while somebody else works on it as the user that we are."""
    newer = contents.unknown(contents.applied())
    others = _others()
    if others:
        raise Refused(
            f"A server, or somebody else, is on the database (connections: {others}). Stop it, then restore again."
        )
    if newer:
        raise Refused(
            f"The database was brought up to date by a newer Blue Phone ({newer[0]}), which tables would stay unknown to this one. "
            "Restore with that version, or into a new database."
        )
    yield


def put(file: Path) -> None:
    """Put it in the old one's place, in one transaction that is committed only when all of it was read."""
    dsn, environment = _access()
    old = ", ".join(connection.ops.quote_name(table) for table in [*contents.tables(), "django_migrations"])
    begin = f"SET lock_timeout = '{_PATIENCE}'; BEGIN; DROP TABLE IF EXISTS {old} CASCADE;\n"
    _let_go()
    words = [_program("psql"), "--no-psqlrc", "--no-password", "--quiet", "--set=ON_ERROR_STOP=1", f"--dbname={dsn}"]
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(words, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said) as psql,  # noqa: S603  PostgreSQL's own
    ):
        assert psql.stdin
        with suppress(BrokenPipeError), psql.stdin as into:
            # psql may have ended at an error, which its own words and code tell.
            into.write(begin.encode())
            into.flush()
            _pour(file, into)
            into.write(b"COMMIT;\n")
        if psql.wait():
            raise Refused(_last_words("psql", said))


def _pour(file: Path, into: IO[bytes]) -> None:
    """Write the whole dump as SQL. Refused when it could not be read to its end: nobody may commit then."""
    words = [_program("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(file)]
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(words, stdout=subprocess.PIPE, stderr=said) as reading,  # noqa: S603  PostgreSQL's own
    ):
        assert reading.stdout
        shutil.copyfileobj(reading.stdout, into, 1 << 20)
        if reading.wait():
            raise Refused(_last_words("pg_restore", said))


def _let_go() -> None:
    """Close our own connections, those of the pool too."""
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # Django has it, its stubs do not


def _others() -> int:
    """How many connections are not ours. Those that were just closed take PostgreSQL a moment to end."""
    _let_go()
    dsn, environment = _access()
    until = time.monotonic() + _A_MOMENT_S
    with psycopg.connect(dsn, password=environment.get("PGPASSWORD"), autocommit=True) as asking:
        while True:
            ((others,),) = asking.execute(_OTHERS).fetchall()
            if not others or time.monotonic() > until:
                return int(others)
            time.sleep(0.05)


def _access() -> tuple[str, dict[str, str]]:
    """How programs reach the database. Words of a command are seen by others on the machine, so the password is none.

    Made of what was set, not of what psycopg made of it: its libpq is often newer than theirs, and knows more.
    """
    told = connection.settings_dict
    where = {"dbname": told["NAME"], "user": told["USER"], "host": told["HOST"], "port": told["PORT"]}
    # The others are Django's and psycopg's own.
    understood = {option.keyword.decode() for option in psycopg.pq.Conninfo.get_defaults()}
    more = {name: value for name, value in told["OPTIONS"].items() if name in understood}
    given = {name: value for name, value in (where | more).items() if value}
    return make_conninfo(**given), os.environ | ({"PGPASSWORD": told["PASSWORD"]} if told["PASSWORD"] else {})


def _run(words: Sequence[str], environment: dict[str, str]) -> None:
    program, *rest = words
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(  # noqa: S603  PostgreSQL's own
            [_program(program), *rest],
            env=os.environ | environment,
            stdout=subprocess.DEVNULL,
            stderr=said,
            check=False,
        )
        if done.returncode:
            raise Refused(_last_words(program, said))


def _program(name: str) -> str:
    found = shutil.which(name)
    if not found:
        raise Refused(f"{name} is not installed. It comes with PostgreSQL's client: apt-get install postgresql-client")
    return found


def _last_words(program: str, said: IO[bytes]) -> str:
    said.seek(0)
    lines = said.read().decode(errors="replace").split("\n")
    told = next((line for line in lines if "error" in line.lower()), lines[0])
    return f"{told.strip() or f'{program} failed without a word'}. Nothing was changed."
