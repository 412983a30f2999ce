"""Several server processes over one PostgreSQL and one Redis, and what can happen to each."""

import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.support import nursery
from tests.support.ports import free_port
from tests.support.postgres import Postgres, running_postgres
from tests.support.redis import Redis, running_redis

ROOT = Path(__file__).parents[3]
SERVER = ("server",)
READY_WITHIN_S = 90
SITES: Mapping[str, Mapping[str, int | str]] = {
    "race": {"people": 2},
    "grab": {"people": 3},
    "floor": {"people": 8},
    "bell": {"people": 3, "mode": "ring", "ring_s": 2},
}
"""Who there is: sites with an owner who looks on and one, two or many humans; and one where they must pick up."""


@dataclass(frozen=True)
class Team:
    """A site's key, and its people's cookies by their ids; the owner first."""

    key: str
    people: dict[str, str]

    @property
    def ids(self) -> list[str]:
        """Who they are."""
        return list(self.people)


@dataclass
class Process:
    """One server process of the house. Killed and started again it keeps its port."""

    port: int
    log: Path
    running: nursery.Child | None = None

    def kill(self) -> None:
        """`kill -9`."""
        self._signal(signal.SIGKILL)
        assert self.running
        self.running.wait()

    def drain(self) -> None:
        """SIGTERM, as a deploy does."""
        self._signal(signal.SIGTERM)
        assert self.running
        self.running.wait(60)

    @property
    def lives(self) -> bool:
        """Whether it runs."""
        return self.running is not None and self.running.poll() is None

    def freeze(self) -> None:
        """Stop in the middle of whatever it does."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Go on as if nothing had been."""
        self._signal(signal.SIGCONT)

    @property
    def frozen(self) -> bool:
        """Whether it stands still."""
        assert self.running
        return Path(f"/proc/{self.running.pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "T"

    def _signal(self, what: signal.Signals) -> None:
        if self.running and self.lives:
            os.kill(self.running.pid, what)


@dataclass
class House:
    """Processes on ports of their own that are one server to the world: same address, same key, same data."""

    folder: Path
    services: dict[str, str]
    command: Sequence[str] = SERVER
    processes: list[Process] = field(default_factory=list)
    redis: Redis | None = None
    options: Sequence[str] = ()
    """What `serve` is told besides its port."""

    @property
    def url(self) -> str:
        """PUBLIC_URL: where a proxy would stand. Everybody's Origin."""
        return "http://localhost:8000"

    def socket(self, process: int, of: str) -> str:
        """Where one process's socket of visitors or agents is."""
        return f"ws://localhost:{self.processes[process].port}/ws/v1/{of}"

    def start(self, which: Sequence[int]) -> None:
        """Start these processes and wait until all are ready."""
        while len(self.processes) <= max(which, default=-1):
            self.processes.append(Process(free_port(), self.folder / f"{len(self.processes)}.log"))
        for n in which:
            process = self.processes[n]
            words = (*self.command, "serve", "--port", str(process.port), *self.options)
            with process.log.open("ab") as log:
                process.running = nursery.start(words, environment(self.folder, self.services), log)
        for n in which:
            self._wait_until_ready(self.processes[n])

    def stop(self) -> None:
        """End them all."""
        for process in self.processes:
            if process.lives:
                process.kill()

    def complaints(self) -> str:
        """What the processes logged that is no routine."""
        lines = [line for p in self.processes for line in p.log.read_text(errors="replace").splitlines()]
        return "\n".join(line for line in lines if "error" in line.lower() or "exception" in line.lower())

    def _wait_until_ready(self, process: Process) -> None:
        deadline = time.monotonic() + READY_WITHIN_S
        while True:
            assert process.running
            if process.running.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"A process did not start:\n{process.log.read_text(errors='replace')}")
            try:
                with urllib.request.urlopen(f"http://localhost:{process.port}/health/ready", timeout=2):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)


def environment(folder: Path, services: Mapping[str, str]) -> dict[str, str]:
    """What every process of a house is told."""
    foreign = {"DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "SECRET_KEY"}
    kept = {k: v for k, v in os.environ.items() if not k.startswith("BLUEPHONE_") and k not in foreign}
    ours = {
        "BLUEPHONE_DATA": str(folder),
        "BLUEPHONE_COMMANDS_PER_SECOND": "1000000",
        "PUBLIC_URL": "http://localhost:8000",
        "SECRET_KEY": "one key for all processes of a house that stands for a minute",
    }
    return kept | ours | dict(services)


@dataclass
class Street:
    """Where houses stand: one PostgreSQL, with a database that was prepared once and that each house gets a copy of."""

    folder: Path
    postgres: Postgres
    teams: dict[str, Team]

    @contextmanager
    def house(self, processes: int, command: Sequence[str] = SERVER) -> Iterator[House]:
        """A house of so many processes for the time of the block."""
        name = f"house_{secrets.token_hex(4)}"
        url = self.postgres.create_database(name, template="prepared")
        with running_redis() as redis:
            folder = self.folder / name
            folder.mkdir()
            house = House(folder, {"DATABASE_URL": url, "REDIS_URL": redis.url}, command, redis=redis)
            try:
                house.start(range(processes))
                yield house
            finally:
                house.stop()


@contextmanager
def street(sites: Mapping[str, Mapping[str, int | str]] = SITES) -> Iterator[Street]:
    """Prepare everything once."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bluephone-street-")))
        postgres = stack.enter_context(running_postgres())
        teams = prepared(folder, {"DATABASE_URL": postgres.create_database("prepared")}, sites)
        yield Street(folder, postgres, teams)


def prepared(
    folder: Path, services: Mapping[str, str], sites: Mapping[str, Mapping[str, int | str]] = SITES
) -> dict[str, Team]:
    """Make the tables, sites and teams in the database that a house in this folder has."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.referee.prepare"],
        cwd=ROOT,
        env=environment(folder, services) | {"PREPARE": json.dumps(sites)},
        stdout=subprocess.PIPE,
        check=True,
    )
    return {name: Team(**team) for name, team in json.loads(done.stdout).items()}


@contextmanager
def cottage(folder: Path, command: Sequence[str] = SERVER) -> Iterator[House]:
    """One process over SQLite, with what was prepared in this folder; for the time of the block."""
    house = House(folder, {}, command)
    try:
        house.start([0])
        yield house
    finally:
        house.stop()
