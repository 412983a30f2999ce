"""Free ports of this machine."""

import socket
import time
from contextlib import closing


def free_port(host: str = "127.0.0.1") -> int:
    """A port nobody listens on. Somebody else may take it before you do; so use it at once."""
    with closing(socket.socket()) as probe:
        probe.bind((host, 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for_port(port: int, host: str = "127.0.0.1", within_s: float = 30) -> None:
    """Return as soon as something listens there."""
    deadline = time.monotonic() + within_s
    while True:
        try:
            with closing(socket.create_connection((host, port), timeout=1)):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise TimeoutError(f"Nothing listens on {host}:{port} after {within_s} s.") from None
            time.sleep(0.05)
