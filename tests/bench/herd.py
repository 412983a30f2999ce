"""herd: the server dies under thousands of visitors, is started again, and all come back at once.

One Daphne over SQLite on one core; `HERD` panels (`returning.py`) in one process on the other, each in a conversation that waits.
All say something, and in the same moment the server is killed; whose words it had acknowledged even so say something more,
so that everybody comes back with words that nobody has confirmed. It is started again at once. A panel has recovered when it is
welcomed, has caught up with its log, and everything it said is acknowledged: timed from the moment the server was gone, so
its start is part of it. `herd.lost`: what was said and is not in the database, or not acknowledged, in the end.

Meanwhile the first who are home go on talking, once a second each: `herd.words_p99_s` is how long their words take until
acknowledged, over the same before the server died. What the generator used of its core is told as `herd.generator`: below
one, it was not what all waited for.
"""

import asyncio
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from math import ceil
from pathlib import Path
from statistics import median
from typing import Final

from tests.bench.figures import Figure, compared, tell
from tests.bench.returning import Count, Panel
from tests.bench.subject import GENERATOR, ROOT, SERVER, open_files, pinned
from tests.support.server import Server

HERD: Final = 5_000
RUNS: Final = 3
TALKERS: Final = 50
COME_WITHIN_S: Final = 20.0
"""At first they come one after another."""
CALM_S: Final = 12.0
"""Between herds: a beat, so that all are as calm as they were, and a little."""
PATIENCE_S: Final = 120.0


def measure() -> None:
    """Print the group's lines."""
    open_files(HERD)
    with tempfile.TemporaryDirectory(prefix="bluephone-bench-") as folder, pinned(GENERATOR):
        server = Server(Path(folder), ("serve",))
        server.run("migrate")
        site = server.run("site", "create", "Bench").split('data-site="')[1].split('"')[0]
        asyncio.run(_measure(server, site))


async def _measure(server: Server, site: str) -> None:
    count = Count()
    herd = [Panel(server.port, site, count) for _ in range(HERD)]
    said = [panel.say() for panel in herd]
    recovered, calm, busy, used = [], [], [], []
    process = _start(server)
    try:
        for panel in herd:
            panel.dial_within(COME_WITHIN_S)
        await _home(herd)
        for _ in range(RUNS):
            talking = asyncio.create_task(_talk(herd, said))
            await asyncio.sleep(CALM_S)
            talking.cancel()
            calm.append(p99(await talking))
            said += [panel.say() for panel in herd]
            process.kill()
            process.wait()
            gone, began = time.monotonic(), time.process_time()
            for panel in herd:
                panel.home_at = None
                if not panel.outbox:
                    said.append(panel.say())
            process = _start(server)
            talking = asyncio.create_task(_talk(herd, said))
            await _home(herd)
            used.append((time.process_time() - began) / (time.monotonic() - gone))
            talking.cancel()
            busy.append(p99(await talking))
            recovered.append(p99((panel.home_at or gone) - gone for panel in herd))
    finally:
        for panel in herd:
            panel.stop()
        process.terminate()
        process.wait()
    acked = {key for panel in herd for key in panel.acked}
    stored = _stored(server)
    tell(Figure("herd.recovered_p99_s", median(recovered), "s", f"{HERD} visitors, {count.dials} dials", runs=RUNS))
    tell(compared("herd.words_p99_s", "s", busy, "before", calm))
    tell(Figure("herd.generator", median(used), "share of its core", runs=RUNS))
    tell(Figure("herd.lost", len({*said} - ({*stored} & acked)), "words"))
    tell(Figure("herd.doubled", len(stored) - len({*stored}), "words"))
    tell(Figure("herd.http_500", sum(n for status, n in count.statuses.items() if status >= 500), "answers"))


def _start(server: Server) -> "subprocess.Popen[bytes]":
    """On the server's core. Nobody waits until it is ready: the herd finds out."""
    command = [sys.executable, "-m", "server", "serve", "--port", str(server.port)]
    with (server.data / "server.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=server.environment, stdout=log, stderr=log)
    os.sched_setaffinity(process.pid, SERVER)
    return process


async def _home(herd: list[Panel]) -> None:
    """Until everybody is home."""
    async with asyncio.timeout(PATIENCE_S):
        while any(panel.home_at is None for panel in herd):
            await asyncio.sleep(0.05)


async def _talk(herd: list[Panel], said: list[str]) -> list[float]:
    """The first who are home talk, until this is cancelled. Seconds until acknowledged."""
    mine: list[tuple[Panel, str]] = []
    try:
        while True:
            talkers = [panel for panel in herd if panel.home_at is not None][:TALKERS]
            for panel in talkers:
                mine.append((panel, panel.say()))
                await asyncio.sleep(1 / len(talkers))
            await asyncio.sleep(0 if talkers else 0.1)
    except asyncio.CancelledError:
        async with asyncio.timeout(PATIENCE_S):
            while any(panel.outbox for panel, _ in mine):
                await asyncio.sleep(0.05)
        said += [key for _, key in mine]
        return [panel.acked[key] for panel, key in mine]


def p99(of: Iterable[float]) -> float:
    """The 99 % quantile."""
    ordered = sorted(of)
    return ordered[ceil(len(ordered) * 0.99) - 1]


def _stored(server: Server) -> list[str]:
    """The ids of all words in the database."""
    with sqlite3.connect(server.data / "bluephone.sqlite3") as database:
        return [key for (key,) in database.execute("SELECT client_id FROM chat_entry WHERE client_id IS NOT NULL")]
