"""Settings from the environment: read once, checked, and explained when wrong."""

import contextlib
import logging
import os
import re
import secrets
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from server.origins import of_url

Network = IPv4Network | IPv6Network


class BadSetting(ImproperlyConfigured):
    """A setting has a value we cannot use; the text says which, why, and what would do."""


def text(name: str, default: str = "") -> str:
    """The variable, without the blanks around it."""
    return os.environ.get(name, default).strip() or default


def flag(name: str) -> bool:
    """A yes or a no; absent is no."""
    value = text(name, "0").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise BadSetting(f"{name} is {value!r}. Set it to 1 or 0.")


def number(name: str, default: float) -> float:
    """A number above zero."""
    value = text(name, str(default))
    try:
        found = float(value)
    except ValueError:
        found = 0.0
    if not 0 < found < float("inf"):
        raise BadSetting(f"{name} is {value!r}. Set it to a number above 0, for example {default:g}.")
    return found


def log_level() -> int:
    """From which level on logs tell something."""
    value = text("BLUEPHONE_LOG_LEVEL", "info").lower()
    if value not in {"debug", "info", "warning", "error"}:
        raise BadSetting(f"BLUEPHONE_LOG_LEVEL is {value!r}. Set it to debug, info, warning or error.")
    return logging.getLevelNamesMapping()[value.upper()]


def public_url() -> str:
    """Where browsers reach this server: an origin, in the very form in which they send it."""
    value = text("PUBLIC_URL", "http://localhost:8000")
    found = of_url(value)
    # An origin is all there is: a path, a query or somebody's name would be lost.
    if found is None or not re.fullmatch(r"\w+://[^/?#@]+/?", value):
        raise BadSetting(
            f"PUBLIC_URL is {value!r}. Set it to the address people use to reach this server, "
            "without a path, for example https://chat.example.com."
        )
    return found


def redis_url() -> str | None:
    """Redis between processes; absent on a single one."""
    value = text("REDIS_URL")
    if value and urlsplit(value).scheme not in {"redis", "rediss", "unix"}:
        raise BadSetting(
            "REDIS_URL must start with redis://, rediss:// or unix://, for example redis://127.0.0.1:6379/0."
        )
    return value or None


def networks(name: str, default: str = "") -> tuple[Network, ...]:
    """Addresses and networks, with commas between them."""
    try:
        return tuple(ip_network(part.strip()) for part in text(name, default).split(",") if part.strip())
    except ValueError as error:
        raise BadSetting(
            f"{name}: {error}. Set it to addresses or networks with commas between them, "
            "for example 127.0.0.1,10.0.0.0/8."
        ) from None


def metrics_token() -> str | None:
    """What a reader of the metrics from elsewhere has to say."""
    value = text("BLUEPHONE_METRICS_TOKEN")
    if value and len(value) < 16:
        raise BadSetting("BLUEPHONE_METRICS_TOKEN is too short: give it at least 16 random characters.")
    return value or None


def data_dir() -> Path:
    """The one directory that holds what must be kept: the secret key and, by default, the database."""
    directory = Path(text("BLUEPHONE_DATA", "data")).expanduser().absolute()
    try:
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise BadSetting(
            f"The data directory {directory} cannot be made ({error.strerror}). Set BLUEPHONE_DATA."
        ) from None
    return directory


def secret_key(directory: Path) -> str:
    """SECRET_KEY, else the key file in the data directory, made once and kept."""
    given = text("SECRET_KEY")
    if given:
        if len(given) < 32:
            raise BadSetting("SECRET_KEY is too short: give it at least 32 random characters.")
        return given
    file = directory / "secret-key"
    try:
        _make_once(file)
        kept = file.read_text().strip()
    except OSError as error:
        raise BadSetting(
            f"The secret key {file} cannot be read or made ({error.strerror}). Mend its rights, or set SECRET_KEY."
        ) from None
    if len(kept) < 32:
        raise BadSetting(
            f"The secret key {file} is damaged. Put the old one back, or delete it: everybody then signs in again."
        )
    return kept


def _make_once(file: Path) -> None:
    """Write the key whole before it gets its name, so that two processes starting together agree on one."""
    if file.exists():
        return
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(secrets.token_urlsafe(48))
    with contextlib.suppress(FileExistsError):
        os.link(draft, file)
    draft.unlink()
