"""Where servers are born quickly: a process that has imported what they import of others, and forks.

More than half of a server's start is such imports. Nothing of ours is among them, and no settings were read: what is
born here reads its own environment, settings and code, as if it were started by `python -m`.
"""

import atexit
import functools
import json
import os
import runpy
import secrets
import select
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

ROOT = Path(__file__).parents[2]
IMPORTED = (
    "autobahn.twisted.websocket",
    "bleach",
    "channels.routing",
    "daphne.http_protocol",
    "django.contrib.auth.hashers",
    "django.core.management.commands.migrate",
    "django.db.backends.postgresql.base",
    "django.db.backends.sqlite3.base",
    "markdown_it",
    "msgspec",
    "pydantic",
    "redis.asyncio",
    "structlog",
    "twisted.internet.asyncioreactor",
    "twisted.web.http",
    "uvicorn.protocols.http.h11_impl",
    "uvicorn.protocols.websockets.websockets_sansio_impl",
    "uvloop",
)
LONGEST = 1 << 17
"""Of what is asked for, in bytes: words and an environment."""


class Child:
    """A process that was born here: as much of `subprocess.Popen` as is needed."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self.pid = int(line.recv(LONGEST))
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """How it ended; None while it lives."""
        return self._look(0)

    def wait(self, timeout: float | None = None) -> int:
        """How it ends."""
        code = self._look(timeout)
        if code is None:
            raise TimeoutError(f"Process {self.pid} did not end within {timeout} s.")
        return code

    def _look(self, within_s: float | None) -> int | None:
        if self.returncode is not None:
            return self.returncode
        # Not `select`: whoever has a thousand sockets open has lines beyond what that can watch.
        line = select.poll()
        line.register(self._line, select.POLLIN)
        if line.poll(None if within_s is None else within_s * 1000):
            self.returncode = int(self._line.recv(LONGEST))
            self._line.close()
        return self.returncode


def start(words: Sequence[str], environment: Mapping[str, str], output: BinaryIO) -> Child:
    """`python -m WORDS…` at the project's root, in a session of its own. What it says goes to `output`."""
    line = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    line.connect(_nursery())
    socket.send_fds(line, [json.dumps([*words, dict(environment)]).encode()], [output.fileno()])
    return Child(line)


@functools.cache
def _nursery() -> str:
    """The address of the nursery, which is there as long as this process is."""
    address = f"\0bluephone-nursery-{secrets.token_hex(8)}"
    nursery = subprocess.Popen(
        [sys.executable, "-m", "tests.support.nursery", address[1:]],
        cwd=ROOT,
        env={k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"} | {"PYTHONUNBUFFERED": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert nursery.stdin
    assert nursery.stdout
    assert nursery.stdout.readline() == b"open\n"
    nursery.stdout.close()
    atexit.register(nursery.wait)
    atexit.register(nursery.stdin.close)
    return address


def _bear(address: str) -> None:
    """Fork for whoever asks, until nobody can any more, and tell them how each child ends."""
    for name in IMPORTED:
        import_module(name)
    assert "twisted.internet.reactor" not in sys.modules, "A reactor belongs to one process."
    assert not settings.configured, "Each has settings of its own."
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    listener.bind(f"\0{address}")
    listener.listen()
    print("open", flush=True)
    children: dict[int, tuple[int, socket.socket]] = {}
    while True:
        ready = select.select([sys.stdin, listener, *children], [], [])[0]
        if sys.stdin in ready:
            return
        for end in [e for e in children if e in ready]:
            pid, line = children.pop(end)
            os.close(end)
            code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            with line, suppress(OSError):  # whoever asked may have given up
                line.send(str(code).encode())
        if listener in ready:
            line, _ = listener.accept()
            asked, outputs, _, _ = socket.recv_fds(line, LONGEST, 1)
            pid = os.fork()
            if pid == 0:
                _grow_up(line, asked, outputs[0])
                return
            os.close(outputs[0])
            children[os.pidfd_open(pid)] = pid, line


def _grow_up(line: socket.socket, asked: bytes, output: int) -> None:
    """Become what was asked for. Whoever asked hears of it when it may be signalled."""
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDONLY)
    for end, of in ((nothing, 0), (output, 1), (output, 2)):
        os.dup2(end, of)
    line.send(str(os.getpid()).encode())
    module, *words, environment = json.loads(asked)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv[1:] = words
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    _bear(sys.argv[1])
