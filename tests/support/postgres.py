"""A private PostgreSQL: its own data, its own port, gone afterwards."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from tests.support.ports import free_port


def programs() -> Path:
    """The folder of `initdb` and `postgres`; Debian keeps it out of PATH."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[-3]))
    if not versions:
        raise FileNotFoundError("PostgreSQL is not installed: sudo apt-get install postgresql")
    return versions[-1].parent


@dataclass
class Postgres:
    """One cluster in a folder of its own. `durable` turns fsync on, for tests that kill things."""

    folder: Path
    port: int
    durable: bool = False

    def create(self) -> None:
        """Make the cluster, empty."""
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        self._run("initdb", "--no-sync", "--auth=trust", "--username=bluephone", "--encoding=UTF8", "--locale=C")

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c max_connections=200"
        if not self.durable:
            options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        self._run("pg_ctl", "start", "--wait", f"--log={self.folder}/log", f"--options={options}")

    def stop(self, mode: str = "immediate") -> None:
        """Stop it; `immediate` is the power cut, `fast` the polite way."""
        self._run("pg_ctl", "stop", "--wait", f"--mode={mode}")

    def freeze_backends(self) -> None:
        """Every connection stops answering, without a word."""
        self._signal_backends(signal.SIGSTOP)

    def thaw_backends(self) -> None:
        """They go on."""
        self._signal_backends(signal.SIGCONT)

    def _signal_backends(self, what: signal.Signals) -> None:
        postmaster = (self.folder / "data/postmaster.pid").read_text().split()[0]
        for child in Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split():
            if b"127.0.0.1" in Path(f"/proc/{child}/cmdline").read_bytes():
                os.kill(int(child), what)

    def url(self, database: str = "postgres") -> str:
        """What DATABASE_URL is set to."""
        return f"postgres://bluephone@127.0.0.1:{self.port}/{quote(database)}"

    def create_database(self, name: str, template: str = "template1") -> str:
        """A new database, empty or a copy of another that nobody uses just now; its URL."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
        return self.url(name)

    def _run(self, program: str, *arguments: str) -> None:
        # PostgreSQL refuses root; Debian's package made a user for it.
        user = pwd.getpwnam("postgres") if os.getuid() == 0 else None
        done = subprocess.run(
            [str(programs() / program), "-D", str(self.folder / "data"), *arguments],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if program != "pg_ctl" else subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
            text=True,
            check=False,
        )
        if done.returncode:
            log = self.folder / "log"
            raise RuntimeError(f"{program} failed:\n{done.stdout or ''}{log.read_text() if log.exists() else ''}")


@contextmanager
def running_postgres(durable: bool = False) -> Iterator[Postgres]:
    """A cluster for the time of the block."""
    folder = Path(tempfile.mkdtemp(prefix="bluephone-postgres-"))
    folder.chmod(0o755)
    postgres = Postgres(folder, free_port(), durable)
    try:
        postgres.create()
        postgres.start()
        try:
            yield postgres
        finally:
            postgres.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
