"""A server under measurement: a process of its own on a core of its own, whose CPU time can be read."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.ports import free_port

ROOT = Path(__file__).parents[2]
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Subject:
    """A running server."""

    port: int
    data: Path
    pid: int

    @property
    def cpu_s(self) -> float:
        """CPU seconds it has used so far, all threads, user and system."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / _TICK


def cores() -> tuple[set[int], set[int]]:
    """The server's core and the generator's: different ones where there are two."""
    have = sorted(os.sched_getaffinity(0))
    return ({have[-1]}, set(have[:-1])) if len(have) > 1 else (set(have), set(have))


@contextmanager
def running(command: Sequence[str], environment: dict[str, str], prepare: Sequence[str] = ()) -> Iterator[Subject]:
    """Start `command` (with `{port}` filled in) on the server's core, wait for its port, stop it at the end."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="bluephone-bench-") as folder:
        env = os.environ | {
            "BLUEPHONE_DATA": folder,
            "PUBLIC_URL": f"http://localhost:{port}",
            "BLUEPHONE_COMMANDS_PER_SECOND": "1000000",
            "BENCH_DATA": folder,
            **environment,
        }
        if prepare:
            subprocess.run([sys.executable, *prepare], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
        with (Path(folder) / "log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, *(part.format(port=port) for part in command)],
                cwd=ROOT,
                env=env,
                stdout=log,
                stderr=log,
            )
        try:
            os.sched_setaffinity(process.pid, cores()[0])
            _wait_for(port, process, Path(folder) / "log")
            yield Subject(port, Path(folder), process.pid)
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait_for(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"The server did not start:\n{log.read_text()}")
