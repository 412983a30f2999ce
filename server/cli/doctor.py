"""`bluephone doctor`: what is wrong with this installation, and how to mend it."""

import os
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError

from server.api import health
from server.pages import needed
from server.proxies import THIS_MACHINE
from server.sites import queries as sites

Finding = tuple[bool, str]
"""Whether it is well, and what there is to say."""


def run(_: Namespace) -> int:
    """Look at everything, say what was found; 1 when something is wrong."""
    checks: dict[str, Callable[[], Finding]] = {
        "data directory": data_directory,
        "secret key": secret_key,
        "database": database,
        "Redis": redis,
        "pages": pages,
        "PUBLIC_URL": public_url,
        "sites": some_site,
    }
    well = True
    for name, check in checks.items():
        fine, text = check()
        well &= fine
        print(f"{'ok   ' if fine else 'WRONG'}  {name}: {text}")
    return 0 if well else 1


def data_directory() -> Finding:
    """Everything that must be kept is written there."""
    directory = Path(settings.DATA_DIR)
    if not os.access(directory, os.W_OK | os.X_OK):
        return False, f"{directory} cannot be written by this user. Change its owner, or set BLUEPHONE_DATA."
    return True, str(directory)


def secret_key() -> Finding:
    """Whoever reads it can sign in as anybody."""
    if os.environ.get("SECRET_KEY"):
        return True, "from SECRET_KEY"
    file = Path(settings.DATA_DIR) / "secret-key"
    return _private(file, str(file))


def database() -> Finding:
    """It answers, is up to date, and is nobody else's to read."""
    said = health.database()
    if said != health.OK:
        return False, said
    name = settings.DATABASES["default"]["NAME"]
    if "sqlite" not in settings.DATABASES["default"]["ENGINE"]:
        return True, f"PostgreSQL {name}"
    return _private(Path(name), f"SQLite {name}")


def _private(file: Path, fine: str) -> Finding:
    if file.stat().st_mode & 0o077:
        return False, f"{file} can be read by others. Run: chmod 600 {file}"
    return True, fine


def redis() -> Finding:
    """It answers, where it is used."""
    said = health.redis_state()
    fine = said in {health.OK, health.NOT_USED}
    return fine, said if fine else f"{said} Start it, or unset REDIS_URL for a single process."


def pages() -> Finding:
    """Vite's work is there."""
    built = Path(settings.BUILT_DIR)
    missing = needed.missing(built)
    return (False, f"not built: {', '.join(missing)}. Run: make build") if missing else (True, str(built))


def public_url() -> Finding:
    """Browsers reach it, and nobody listens in."""
    url: str = settings.PUBLIC_URL
    public = urlsplit(url)
    if public.hostname in THIS_MACHINE:
        return True, f"{url}, for this machine alone"
    if public.scheme == "http":
        return False, f"{url} is not encrypted. Put a proxy with a certificate before it and set an https address."
    if not settings.TRUSTED_PROXIES:
        return False, f"{url} needs a proxy for https. Name its address in BLUEPHONE_TRUSTED_PROXIES."
    return True, url


def some_site() -> Finding:
    """There is something to answer for."""
    try:
        found = sites.everywhere()
    except DatabaseError:
        return False, "unknown, as long as the database is not well."
    if not found:
        return False, "none yet. Run: bluephone site create NAME --origin https://example.com"
    return True, ", ".join(f"{site.name} ({site.key})" for site in found)
