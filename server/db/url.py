"""DATABASE_URL, understood: SQLite for one machine, PostgreSQL for more."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from server.env import BadSetting

_EXAMPLES = "for example sqlite:////var/lib/bluephone/bluephone.sqlite3 or postgres://user:password@host:5432/bluephone"
_EXAMPLE_UNPREPARED = "postgres://user:password@pooler:6543/bluephone?prepared=no"
PREPARED_AFTER = 3
"""So often a connection says a statement before PostgreSQL keeps its plan."""
BUSY_S = 20
"""How long a write waits for another process's transaction."""


def database(url: str, directory: Path) -> dict[str, Any]:
    """Django's settings of the database that `url` names; without a url, a SQLite file in the data directory."""
    if not url:
        return _sqlite(str(directory / "bluephone.sqlite3"))
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadSetting(f"DATABASE_URL is malformed ({error}). Set it like this: {_EXAMPLES}.") from None
    if parts.scheme == "sqlite":
        if parts.netloc or len(parts.path) < 2:
            raise BadSetting(f"DATABASE_URL: sqlite takes three slashes and a path, {_EXAMPLES}.")
        return _sqlite(str(Path(unquote(parts.path[1:])).absolute()))
    if parts.scheme in {"postgres", "postgresql"}:
        if len(parts.path) < 2:
            raise BadSetting(f"DATABASE_URL names no database, {_EXAMPLES}.")
        options = dict(parse_qsl(parts.query))
        prepared = options.pop("prepared", "yes")
        if prepared not in {"yes", "no"}:
            raise BadSetting(f"DATABASE_URL: prepared is yes or no, for example {_EXAMPLE_UNPREPARED}.")
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(port or ""),
            "CONN_MAX_AGE": 0,
            "OPTIONS": {
                # A pool's tries to come back are twice as far apart each time, unless it gives up and begins anew.
                "pool": {"min_size": 1, "max_size": 16, "timeout": 10, "reconnect_timeout": 2},
                "connect_timeout": 10,
                # What is said over and over is planned once: planning was a quarter of the time until a line rings.
                "server_side_binding": True,
                "prepare_threshold": PREPARED_AFTER if prepared == "yes" else None,
                **options,
            },
        }
    raise BadSetting(f"DATABASE_URL starts with {parts.scheme!r}, which we do not speak: {_EXAMPLES}.")


def _sqlite(path: str) -> dict[str, Any]:
    return {
        "ENGINE": "server.db.sqlite",
        "NAME": path,
        "CONN_MAX_AGE": 0,
        "OPTIONS": {"timeout": BUSY_S, "transaction_mode": "IMMEDIATE"},
    }
