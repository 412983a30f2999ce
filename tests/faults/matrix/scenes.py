"""What happens to a crowd in a house: each scene is one row of the fault matrix. Judged by the caller."""

import asyncio
import random
from collections.abc import Awaitable, Callable

from tests.faults.matrix.broken import FATAL
from tests.faults.matrix.crowd import Crowd
from tests.faults.referee.house import Process

UP_WITHIN_S = 30.0
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


async def written(crowd: Crowd, seconds: float) -> None:
    """Everybody writes for so long."""
    async with crowd.talking():
        await asyncio.sleep(seconds)


def resident_bytes(process: Process) -> int:
    """The memory that a process holds."""
    assert process.running
    with open(f"/proc/{process.running.pid}/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmRSS"))
