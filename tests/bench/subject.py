"""A server under measurement: a process of its own on a core of its own, whose CPU time can be read."""

import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
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
        """CPU seconds that it and the processes it started have used so far, all threads, user and system."""
        return sum(used for _, used in self._processes()) / _TICK

    def _processes(self) -> list[tuple[int, int]]:
        """Itself and its children, with the ticks that each has used."""
        found = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                fields = stat.read_text().rsplit(")", 1)[1].split()
                pid = int(stat.parent.name)
                if self.pid in {pid, int(fields[1])}:
                    found.append((pid, int(fields[11]) + int(fields[12])))
        return found

    @property
    def memory(self) -> int:
        """Bytes of its own that are in memory: heaps, stacks, and what it wrote to. A file that it reads or maps is none of them."""
        lines = Path(f"/proc/{self.pid}/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Anonymous:"))


def cores() -> tuple[set[int], set[int]]:
    """The server's core and the generator's: different ones where there are two."""
    have = sorted(os.sched_getaffinity(0))
    return ({have[-1]}, set(have[:-1])) if len(have) > 1 else (set(have), set(have))


SERVER, GENERATOR = cores()
"""Before anything was pinned."""


@contextmanager
def pinned(to: set[int]) -> Iterator[None]:
    """These cores for this process, for the time of the block."""
    had = os.sched_getaffinity(0)
    os.sched_setaffinity(0, to)
    try:
        yield
    finally:
        os.sched_setaffinity(0, had)


def open_files(sockets: int) -> None:
    """Let this process, and the servers that it starts, have so many."""
    _, files = resource.getrlimit(resource.RLIMIT_NOFILE)
    if files < sockets + 1_000:
        raise SystemExit(f"{sockets} sockets need more than the {files} files that may be open here: raise ulimit -Hn.")
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))


@contextmanager
def running(
    command: Sequence[str], environment: dict[str, str], prepare: Sequence[str] = (), on: set[int] | None = None
) -> Iterator[Subject]:
    """Start `command` (with `{port}` filled in) on the server's core, or `on` others; wait for its port, stop it at the end."""
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
        # What it starts in turn inherits where it runs.
        with (Path(folder) / "log").open("wb") as log, pinned(on or SERVER):
            process = subprocess.Popen(
                [sys.executable, *(part.format(port=port) for part in command)],
                cwd=ROOT,
                env=env,
                stdout=log,
                stderr=log,
            )
        try:
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
