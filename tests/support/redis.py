"""A private Redis: in memory, on its own port, gone afterwards."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import redis

from tests.support.ports import free_port, wait_for_port


@dataclass
class Redis:
    """One redis-server that keeps nothing."""

    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="bluephone-redis-")))

    @property
    def url(self) -> str:
        """What REDIS_URL is set to."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it, or start it again, and wait until it listens."""
        program = shutil.which("redis-server")
        if not program:
            raise FileNotFoundError("Redis is not installed: sudo apt-get install redis-server")
        options = [
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
            "--dir",
            str(self.folder),
        ]
        self.process = subprocess.Popen([program, *options], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        wait_for_port(self.port)

    def command(self, *words: str) -> object:
        """What it answers to a command."""
        with redis.Redis(port=self.port) as client:
            answer: object = client.execute_command(*words)
            return answer

    def kill(self) -> None:
        """End it as a crash would."""
        self._signal(signal.SIGKILL)
        assert self.process
        self.process.wait()

    def freeze(self) -> None:
        """Stop answering, without a word."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Go on."""
        self._signal(signal.SIGCONT)

    def _signal(self, what: signal.Signals) -> None:
        assert self.process
        os.kill(self.process.pid, what)


@contextmanager
def running_redis() -> Iterator[Redis]:
    """A Redis for the time of the block."""
    ours = Redis()
    try:
        ours.start()
        yield ours
    finally:
        if ours.process and ours.process.poll() is None:
            ours.kill()
        shutil.rmtree(ours.folder, ignore_errors=True)
