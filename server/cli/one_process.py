"""One process that serves: our application, carried by the server that was chosen. What both must have in common."""

import ctypes
import os
import resource
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from typing import Final

from server.cli.mistake import Mistake
from server.wire.limits import FRAME_FATAL

SERVERS: Final = ("daphne", "uvicorn")
"""The first is the default; the others are extras of the package."""
NAME: Final = "bluephone"
"""What answers say of who sent them."""
READ_MAX: Final = FRAME_FATAL * 2
"""Bytes of one message that are still read, so that whoever goes beyond our own limit can be told what was wrong."""
UNREAD_MAX: Final = 64 * 1024
"""Bytes of ours that may wait for the peer while its pings are still answered."""
HEADERS_MAX: Final = 16 * 1024
"""Bytes of one request's headers: Twisted's own limit, and so everybody's."""
DRAIN_S: Final = 5.0
"""How long sockets get to move to another process before they are closed."""
_M_ARENA_MAX: Final = -8
"""From glibc's malloc.h."""


def check(server: str) -> None:
    """Raise `Mistake` where this server is not installed."""
    if server != SERVERS[0] and not all(map(find_spec, (server, "websockets"))):
        raise Mistake(
            f"{server} is not installed. Run `pip install 'bluephone[{server}]'`, "
            f"or in a checkout `.venv/bin/pip install -r requirements/{server}.txt`; or leave --server away."
        )


def serve(server: str, fd: int) -> int:
    """Serve what comes in at the listening socket `fd`, until SIGTERM or SIGINT; both drain it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "server.settings")
    take_files()
    share_heaps()
    # Not before it is needed: Daphne installs Twisted's reactor as it is imported, and uvicorn may be missing.
    import_module(f"server.cli.with_{server}").serve(fd)
    return 0


def take_files() -> None:
    """Open as many files as we are ever allowed: each socket is one, and what a shell starts with is for few."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(OSError, ValueError):  # some systems have a limit beyond which they allow none
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def share_heaps() -> None:
    """Let threads share two heaps. glibc gives each its own, and what one thread made and another freed stays with the first."""
    with suppress(AttributeError, OSError):  # where the C library is another one, it does better by itself
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 2)
