"""What happens to a crowd in a house: each scene is one row of the fault matrix. Judged by the caller."""

import asyncio
import random
import socket
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path

from tests.faults.matrix.broken import FATAL
from tests.faults.matrix.crowd import Crowd
from tests.faults.matrix.people import Panel
from tests.faults.referee.house import Process

UP_WITHIN_S = 30.0
TCP_ESTABLISHED = 1
"""As Linux numbers the states of a connection."""
CAUGHT_UP_S = 7.0
"""Within this every screen shows all, though hints were lost: 35 seconds, where beats come every ten; here they come every two."""
Besides = Callable[[int], Awaitable[None]]


async def kills(crowd: Crowd, rounds: int, words: int = 60, besides: Besides | None = None) -> None:
    """While everybody writes, one process after the other dies at a random moment, and is started again.

    What happens `besides` in a round, by its number, happens while they write.
    """
    async with crowd.talking():
        for n in range(rounds):
            if besides:
                await besides(n)
            wanted = len(crowd.record.heard) + words
            async with asyncio.timeout(UP_WITHIN_S):
                while len(crowd.record.heard) < wanted:
                    await asyncio.sleep(0.01)
            await asyncio.sleep(random.random() * 0.05)
            victim = random.randrange(len(crowd.house.processes))
            crowd.house.processes[victim].kill()
            await asyncio.to_thread(crowd.house.start, [victim])


async def fatal_words(crowd: Crowd) -> None:
    """Somebody's words are its server's last; it is started again, without them knowing."""
    crowd.panels[0].say_words(FATAL)
    await crowd.talk(2)
    async with asyncio.timeout(UP_WITHIN_S):
        while all(process.lives for process in crowd.house.processes):
            await asyncio.sleep(0.02)
    dead = [n for n, process in enumerate(crowd.house.processes) if not process.lives]
    await asyncio.to_thread(crowd.house.start, dead)
    await crowd.talk(2)


async def deploy(crowd: Crowd) -> None:
    """While everybody writes, one process after the other is asked to end, and a new one takes its place."""
    async with crowd.talking():
        for n, process in enumerate(crowd.house.processes):
            await asyncio.to_thread(process.drain)
            await asyncio.to_thread(crowd.house.start, [n])


@asynccontextmanager
async def locked(crowd: Crowd, database: Path, seconds: float) -> AsyncIterator[int]:
    """Everybody writes while another has the whole database to itself, for so long, and for the block after it.

    How many words were acknowledged meanwhile.
    """
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        before = len(crowd.record.heard)
        await crowd.talk()
        await asyncio.sleep(seconds)
        yield len(crowd.record.heard) - before
        other.execute("ROLLBACK")


@asynccontextmanager
async def deaf(crowd: Crowd) -> AsyncIterator[Panel]:
    """One more panel of the first visitor's, which reads nothing any more once it was welcomed, and has little room for what comes."""
    first = crowd.panels[0]
    panel = Panel(
        "deaf", crowd.house, next(t for t in crowd.teams.values() if t.key == first.site), crowd.ports, crowd.record
    )
    panel.url, panel.token = crowd.house.socket(0, "visitor"), first.token
    await panel.open()
    try:
        assert panel._socket
        line: socket.socket = panel._socket.transport.get_extra_info("socket")
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        await panel.say(panel.greeting())
        await asyncio.wait_for(panel.welcomed.wait(), UP_WITHIN_S)
        panel._socket.transport.pause_reading()
        yield panel
    finally:
        await panel.hang_up()


def stands(panel: Panel) -> bool:
    """Whether its line stands, as this machine knows it, also while nothing is read from it."""
    assert panel._socket
    line: socket.socket = panel._socket.transport.get_extra_info("socket")
    return line.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] == TCP_ESTABLISHED


async def written(crowd: Crowd, seconds: float) -> None:
    """Everybody writes for so long."""
    async with crowd.talking():
        await asyncio.sleep(seconds)


def resident_bytes(process: Process) -> int:
    """The memory that a process holds."""
    assert process.running
    with open(f"/proc/{process.running.pid}/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmRSS"))
