"""Daphne, the server that comes with us."""

import math
import signal
from typing import Any

from daphne.server import twisted_loop
from twisted.internet import reactor, tcp

from server.asgi import application
from server.cli import lean
from server.cli.one_process import DRAIN_S, NAME, READ_MAX
from server.live.process import Process


def serve(fd: int) -> None:
    """Serve at this listening socket until drained."""
    end: Any = reactor
    listening: Any = tcp.Port
    process = Process(twisted_loop)
    process.prepare()
    lean.install()
    server = lean.LeanServer(
        application,
        endpoints=[f"fd:fileno={fd}"],
        signal_handlers=False,
        websocket_max_message_size=READ_MAX,
        websocket_max_frame_size=READ_MAX,
        # The server's beats see dead peers sooner than Daphne's pings. At 0 it would ping every two seconds.
        ping_interval=math.inf,
        server_name=NAME,
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
