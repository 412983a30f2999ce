"""What the doctor looks at on this machine: the data directory, the key, the disk, open files, the built pages."""

import os
import resource
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.conf import settings

from server.api import health
from server.cli.doctor.finding import Finding, well, wrong
from server.live.admission import RESERVE
from server.pages import needed

_VARIED: Final = 12
"""A random key of 32 characters has more different ones than this."""


def look(args: Namespace) -> Iterator[Finding]:
    """One finding for each."""
    yield data_directory()
    yield secret_key()
    yield disk()
    yield open_files(args.sockets, args.workers)
    yield pages()


def data_directory() -> Finding:
    """Everything that must be kept is written there."""
    directory = Path(settings.DATA_DIR)
    if os.access(directory, os.W_OK | os.X_OK):
        return well("data directory", str(directory))
    return wrong(
        "data directory",
        f"{directory} cannot be written by this user.",
        why="The secret key and, on SQLite, every conversation are kept there.",
        mend=f"chown it to whoever runs the server ({_me()}), or set BLUEPHONE_DATA to another directory.",
    )


def secret_key() -> Finding:
    """Whoever knows it can sign in as anybody."""
    given = os.environ.get("SECRET_KEY", "").strip()
    if not given:
        file = Path(settings.DATA_DIR) / "secret-key"
        return private("secret key", file, str(file))
    if len(set(given)) <= _VARIED:
        return wrong(
            "secret key",
            "SECRET_KEY is easily guessed: it is made of few different characters.",
            why="Whoever guesses it can make themselves a session of anybody's.",
            mend="set it to what this prints: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'. "
            "Everybody signs in anew then.",
        )
    return well("secret key", "from SECRET_KEY")


def private(about: str, file: Path, fine: str) -> Finding:
    """A file that is nobody else's to read."""
    try:
        mode = file.stat().st_mode
    except OSError as error:
        return wrong(
            about,
            f"{file} cannot be looked at ({error.strerror}).",
            why="The server cannot read it either.",
            mend=f"give it, and the directories above it, to whoever runs the server ({_me()}).",
        )
    if mode & 0o077:
        return wrong(
            about,
            f"{file} can be read by others.",
            why="Every user of this machine may read what is in it.",
            mend=f"chmod 600 {file}",
        )
    return well(about, fine)


def disk() -> Finding:
    """There is room for more words."""
    said = health.disk()
    if said == health.OK:
        return well("disk", "has room")
    return wrong(
        "disk",
        said,
        why="With no room left nothing can be stored, so no message is taken.",
        mend=f"free some space where {settings.DATA_DIR} is, or move that directory.",
    )


def open_files(sockets: int, workers: int) -> Finding:
    """Each socket is an open file of its process."""
    _, limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = sockets // workers + RESERVE
    if limit == resource.RLIM_INFINITY or limit >= needed:
        return well("open files", f"{limit} a process here, enough for {sockets} sockets in {workers} of them")
    return wrong(
        "open files",
        f"A process may open {limit} files here, and {needed} are needed for {sockets} sockets in {workers} of them.",
        why="When they are used up, nobody else can connect.",
        mend=f"ulimit -Hn {needed} before the server starts, or LimitNOFILE={needed} in its systemd unit.",
    )


def pages() -> Finding:
    """Vite's work is there."""
    built = Path(settings.BUILT_DIR)
    missing = needed.missing(built)
    if not missing:
        return well("pages", str(built))
    return wrong(
        "pages",
        f"Not built: {', '.join(missing)}.",
        why="Without them there is neither a phone on the site nor a console.",
        mend="make build",
    )


def _me() -> str:
    return f"user id {os.getuid()}"
