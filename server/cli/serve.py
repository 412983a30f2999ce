"""`bluephone serve`: Daphne with our application, one process or several that share a port."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from types import FrameType
from typing import Any, Final

from django.conf import settings
from prometheus_client.multiprocess import mark_process_dead

from server import metrics
from server.cli import database
from server.cli.mistake import Mistake

DRAIN_S: Final = 5.0
"""How long sockets get to move to another process before they are closed."""
RESTART_S: Final = 0.5
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
    parser.add_argument("--fd", type=int, default=None, help=argparse.SUPPRESS)
    parser.set_defaults(run=run, settings=here)


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
        return serve(f"fd:fileno={args.fd}")
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
        return serve(f"fd:fileno={listener.fileno()}")
    with tempfile.TemporaryDirectory(prefix="bluephone-metrics-") as figures:
        return Workers(listener, args.workers, figures).run()


def listen(host: str, port: int) -> socket.socket:
    """A listening socket that children inherit."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(1024)
    listener.set_inheritable(True)
    return listener


def serve(endpoint: str) -> int:
    """Run one process's server. SIGTERM and SIGINT drain it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "server.settings")
    from daphne.server import Server, twisted_loop  # noqa: PLC0415  installs Twisted's reactor on asyncio, so not before it is needed
    from twisted.internet import reactor, tcp  # noqa: PLC0415

    from server.asgi import application  # noqa: PLC0415
    from server.cli import roomy  # noqa: PLC0415
    from server.live.process import Process  # noqa: PLC0415
    from server.wire.limits import FRAME_FATAL  # noqa: PLC0415

    end: Any = reactor
    listening: Any = tcp.Port
    process = Process(twisted_loop)
    process.prepare()
    roomy.install()
    server = Server(
        application,
        endpoints=[endpoint],
        signal_handlers=False,
        # One byte over our own limit is still read, so that it can be told what was wrong; Daphne ends what is far beyond.
        websocket_max_message_size=FRAME_FATAL * 4,
        websocket_max_frame_size=FRAME_FATAL * 4,
        # The server's beats see dead peers sooner than Daphne's pings.
        ping_interval=0,
        server_name="bluephone",
        ready_callable=process.start,
    )

    def stop_listening() -> None:
        for port in end.getReaders():
            if isinstance(port, listening):
                port.stopListening()

    def stop(*_: object) -> None:
        twisted_loop.create_task(process.stop(stop_listening, DRAIN_S, end.stop))

    for name in (signal.SIGTERM, signal.SIGINT):
        twisted_loop.add_signal_handler(name, stop)
    server.run()
    return 0


class Workers:
    """The parent of several processes: it binds, starts them, replaces one that dies, and passes signals on.

    They share the folder `figures` for what they count.
    """

    def __init__(self, listener: socket.socket, count: int, figures: str) -> None:
        self._listener = listener
        self._count = count
        self._figures = figures
        self._children: list[subprocess.Popen[bytes]] = []
        self._stopping = False

    def run(self) -> int:
        """Until told to stop, or until no child can live."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._stop)
        self._children = [self._start() for _ in range(self._count)]
        while not self._stopping:
            for i, child in enumerate(self._children):
                if child.poll() is not None and not self._stopping:
                    mark_process_dead(child.pid, self._figures)  # type: ignore[no-untyped-call]
                    time.sleep(RESTART_S)
                    self._children[i] = self._start()
            time.sleep(0.1)
        return max(abs(child.wait()) for child in self._children)

    def _start(self) -> "subprocess.Popen[bytes]":
        fd = self._listener.fileno()
        command = [sys.executable, "-m", "server", "serve", "--fd", str(fd)]
        return subprocess.Popen(command, pass_fds=[fd], env=os.environ | {metrics.SHARED: self._figures})  # noqa: S603  our own command

    def _stop(self, signum: int, _frame: FrameType | None) -> None:
        self._stopping = True
        for child in self._children:
            child.send_signal(signum)


def _missing_for_several() -> list[str]:
    missing = []
    if "postgresql" not in settings.DATABASES["default"]["ENGINE"]:
        missing.append("DATABASE_URL (PostgreSQL)")
    if not settings.REDIS_URL:
        missing.append("REDIS_URL")
    return missing
