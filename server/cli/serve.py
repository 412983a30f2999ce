"""`bluephone serve`: our application, in one process or several that share a port."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from types import FrameType
from typing import Final

from django.conf import settings
from prometheus_client.multiprocess import mark_process_dead

from server import metrics
from server.cli import database, one_process
from server.cli.mistake import Mistake

RESTART_S: Final = 0.5
STOPPING: Final = (signal.SIGTERM, signal.SIGINT)
UNFINISHED: Final = "-c idle_in_transaction_session_timeout=1500"
"""A process that freezes in the middle of a transaction must not hold up the others: PostgreSQL undoes it after a moment."""


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command."""
    parser = commands.add_parser("serve", help="serve pages and sockets")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=port, default=8000, help="port to listen on (default: 8000)")
    parser.add_argument(
        "--workers", type=int, default=1, help="processes that share the port (needs PostgreSQL, Redis)"
    )
    add_server(parser)
    parser.add_argument("--fd", type=int, default=None, help=argparse.SUPPRESS)
    parser.set_defaults(run=run, settings=here)


def add_server(parser: argparse.ArgumentParser) -> None:
    """Describe the choice of what carries the application."""
    usual, *extras = one_process.SERVERS
    told = f"what carries it: {usual}, or the extra {' or '.join(extras)} (default: {usual})"
    parser.add_argument("--server", choices=one_process.SERVERS, default=usual, help=told)


def port(text: str) -> int:
    """A port, of `--port`."""
    if not text.isdecimal() or int(text) > 65_535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: it takes a number up to 65535")
    return int(text)


def here(args: argparse.Namespace) -> dict[str, str]:
    """Where nobody has said otherwise, browsers reach us on this machine, at the port we listen on."""
    return {} if args.fd is not None else {"PUBLIC_URL": f"http://localhost:{args.port}"}


def run(args: argparse.Namespace) -> int:
    """Serve until told to stop."""
    os.environ.setdefault("PGOPTIONS", UNFINISHED)
    if args.fd is not None:
        return one_process.serve(args.server, args.fd)
    one_process.check(args.server)
    if args.workers < 1:
        raise Mistake("--workers must be 1 or more.")
    if args.workers > 1 and (missing := _missing_for_several()):
        raise Mistake(f"Several workers need {' and '.join(missing)}: set them, or leave --workers away.")
    if not database.is_ready():
        raise Mistake("The database is not up to date. Run `bluephone migrate`, then serve again.")
    try:
        listener = listen(args.host, args.port)
    except OSError as error:
        raise Mistake(
            f"Cannot listen on {args.host}:{args.port}: {error.strerror}. Choose another with --port."
        ) from None
    print(f"Serving {settings.PUBLIC_URL}; what must be kept is in {settings.DATA_DIR}", flush=True)
    if args.workers == 1:
        return one_process.serve(args.server, listener.detach())
    with tempfile.TemporaryDirectory(prefix="bluephone-metrics-") as figures:
        return Workers(listener, args.workers, args.server, figures).run()


def listen(host: str, port: int) -> socket.socket:
    """A listening socket that children inherit."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(1024)
    listener.set_inheritable(True)
    return listener


class Workers:
    """The parent of several processes: it binds, starts them, replaces one that dies, and passes signals on.

    They share the folder `figures` for what they count.
    """

    def __init__(self, listener: socket.socket, count: int, server: str, figures: str) -> None:
        self._listener = listener
        self._count = count
        self._server = server
        self._figures = figures
        self._children: list[subprocess.Popen[bytes]] = []
        self._stopping = False

    def run(self) -> int:
        """Until told to stop, or until no child can live."""
        for name in STOPPING:
            signal.signal(name, self._stop)
        self._children = [self._start() for _ in range(self._count)]
        while not self._stopping:
            for i, child in enumerate(self._children):
                if child.poll() is not None and not self._stopping:
                    mark_process_dead(child.pid, self._figures)  # type: ignore[no-untyped-call]
                    time.sleep(RESTART_S)
                    self._children[i] = self._start()
            time.sleep(0.1)
        return max(how_it_ended(child) for child in self._children)

    def _start(self) -> "subprocess.Popen[bytes]":
        fd = self._listener.fileno()
        command = [sys.executable, "-m", "server", "serve", "--server", self._server, "--fd", str(fd)]
        return subprocess.Popen(command, pass_fds=[fd], env=os.environ | {metrics.SHARED: self._figures})  # noqa: S603  our own command

    def _stop(self, signum: int, _frame: FrameType | None) -> None:
        self._stopping = True
        for child in self._children:
            child.send_signal(signum)


def how_it_ended(child: "subprocess.Popen[bytes]") -> int:
    """The code of a process that was told to stop. One that did not listen yet ends by the signal itself: as it was told."""
    code = child.wait()
    return 0 if -code in STOPPING else abs(code)


def _missing_for_several() -> list[str]:
    missing = []
    if "postgresql" not in settings.DATABASES["default"]["ENGINE"]:
        missing.append("DATABASE_URL (PostgreSQL)")
    if not settings.REDIS_URL:
        missing.append("REDIS_URL")
    return missing
