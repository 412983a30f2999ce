"""A real server process, on a port and a data directory of its own: started, killed, stopped and started again."""

import http.cookiejar
import os
import re
import signal
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.support import nursery
from tests.support.ports import free_port

READY_WITHIN_S = 60


@dataclass
class Server:
    """`python -m server …` with `data` as its data directory. Restarted, it keeps port and data."""

    data: Path
    command: tuple[str, ...] = ("demo",)
    services: dict[str, str] = field(default_factory=dict)
    """DATABASE_URL and REDIS_URL, where the test has them."""
    program: tuple[str, ...] = ("server",)
    """What `python -m` runs; it may be a server with something changed."""
    port: int = field(default_factory=free_port)
    process: nursery.Child | None = None

    @property
    def shop(self) -> str:
        """Where the demo's shop stands: another site than the server's own origin, as in life."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """PUBLIC_URL."""
        return f"http://localhost:{self.port}"

    @property
    def log(self) -> str:
        """All it has said so far."""
        return (self.data / "server.log").read_text(errors="replace")

    @property
    def environment(self) -> dict[str, str]:
        """What it is told. The shell's own settings stay out."""
        kept = {
            k: v
            for k, v in os.environ.items()
            if not k.startswith("BLUEPHONE_") and k not in {"DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "SECRET_KEY"}
        }
        return (
            kept | {"BLUEPHONE_DATA": str(self.data), "PUBLIC_URL": self.url, "PYTHONUNBUFFERED": "1"} | self.services
        )

    def start(self) -> None:
        """Start it and wait until it says that it is ready."""
        with (self.data / "server.log").open("ab") as log:
            words = (*self.program, *self.command, "--port", str(self.port))
            self.process = nursery.start(words, self.environment, log)
        self._wait_until_ready()

    def kill(self) -> None:
        """`kill -9`: the parent and all its children at once."""
        self._signal(signal.SIGKILL)

    def freeze(self) -> None:
        """Stand still, in the middle of whatever it does. What is said to it then waits, and dies with it."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Go on."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGCONT)

    def stop(self) -> None:
        """SIGTERM, as a deploy does; it may drain."""
        self._signal(signal.SIGTERM)

    def restart(self) -> None:
        """Die without warning and come back."""
        self.kill()
        self.start()

    def run(self, *command: str) -> str:
        """What the command line says to `command`, in this server's environment."""
        code, said = self.tried("server", *command)
        assert code == 0, f"bluephone {' '.join(command)} ended with {code}:\n{said}"
        return said

    def look(self, *command: str) -> str:
        """The same, of a command that may find something wrong."""
        return self.tried("server", *command)[1]

    def refused(self, *command: str) -> str:
        """What the command line says to `command`, which does not work out."""
        code, said = self.tried("server", *command)
        assert code == 1, f"bluephone {' '.join(command)} ended with {code}:\n{said}"
        return said

    def tried(self, *words: str) -> tuple[int, str]:
        """How `python -m WORDS…` ends in this server's environment, and what it says."""
        with tempfile.TemporaryFile() as output:
            code = nursery.start(words, self.environment, output).wait(60)
            output.seek(0)
            return code, output.read().decode()

    def link(self, kind: str = "enter") -> str:
        """The newest one-time link that it printed."""
        found = re.findall(rf"{re.escape(self.url)}/\S*{kind}/[\w-]+/?", self.log)
        assert found, f"No link was printed:\n{self.log}"
        newest: str = found[-1]
        return newest

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_WITHIN_S
        while True:
            assert self.process
            if (code := self.process.poll()) is not None:
                raise RuntimeError(f"The server ended with {code}:\n{self.log}")
            try:
                with urllib.request.urlopen(f"{self.shop}/health/ready", timeout=2):
                    return
            except (urllib.error.URLError, OSError):
                if time.monotonic() > deadline:
                    raise TimeoutError(f"Not ready after {READY_WITHIN_S} s:\n{self.log}") from None
                time.sleep(0.05)

    def _signal(self, what: signal.Signals) -> None:
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, what)
            self.process.wait(60)


@contextmanager
def running_server(
    data: Path,
    command: tuple[str, ...] = ("demo",),
    services: dict[str, str] | None = None,
    program: tuple[str, ...] = ("server",),
) -> Iterator[Server]:
    """A server for the time of the block."""
    server = Server(data, command, services or {}, program)
    try:
        server.start()
        yield server
    finally:
        server.kill()


def sign_in(server: Server) -> str:
    """Use the newest one-time link, as a browser does: look, then press the button. The session's cookie."""
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    link = server.link()
    with browser.open(link, timeout=10):
        token = next(cookie.value for cookie in jar if cookie.name == "csrftoken")
    form = urllib.parse.urlencode({"csrfmiddlewaretoken": token}).encode()
    with browser.open(urllib.request.Request(link, form, {"Origin": server.url}), timeout=10):
        return next(cookie.value or "" for cookie in jar if cookie.name == "sessionid")
