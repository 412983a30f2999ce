"""The generator: many sockets, each with a few messages in flight, counted and timed."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

IN_FLIGHT = 4
WARM_UP_S = 1.0


@dataclass
class Tally:
    """What a run brought. Latencies are seconds from sending to the last thing waited for."""

    done: int = 0
    latencies: list[float] = field(default_factory=list)

    @property
    def p99_s(self) -> float:
        """The 99 % quantile of the latencies."""
        ordered = sorted(self.latencies)
        return ordered[int(len(ordered) * 0.99)] if ordered else 0.0


class Talker:
    """One socket that sends, and is told by `arrived(key)` when a message has gone all its way."""

    def __init__(self, say: Callable[[bytes], None], frame: Callable[[int], tuple[str, bytes]]) -> None:
        self._say = say
        self._frame = frame
        self._n = 0
        self._sent: dict[str, float] = {}
        self._arrived = asyncio.Semaphore(IN_FLIGHT)
        self.tally: Tally | None = None

    async def talk(self, until: float, pause_s: float = 0.0, after_s: float = 0.0) -> None:
        """Send until then: as fast as answers come, or one every `pause_s`, beginning `after_s`."""
        await asyncio.sleep(after_s)
        while time.monotonic() < until:
            await self._arrived.acquire()
            self._n += 1
            key, frame = self._frame(self._n)
            self._sent[key] = time.monotonic()
            self._say(frame)
            if pause_s:
                await asyncio.sleep(pause_s)

    def arrived(self, key: str) -> None:
        """The message `key` has gone all its way."""
        sent = self._sent.pop(key, None)
        if sent is not None:
            self._arrived.release()
            if self.tally:
                self.tally.done += 1
                self.tally.latencies.append(time.monotonic() - sent)


async def run(talkers: list[Talker], seconds: float, on_start: Callable[[], None], per_second: float = 0.0) -> Tally:
    """All talk; only what arrives after the warm-up counts. `per_second` spreads a fixed rate over them."""
    until = time.monotonic() + WARM_UP_S + seconds
    pause = len(talkers) / per_second if per_second else 0.0
    # Not all in the same moment.
    apart = pause / len(talkers)
    talking: list[Awaitable[None]] = [
        asyncio.create_task(t.talk(until, pause, apart * n)) for n, t in enumerate(talkers)
    ]
    await asyncio.sleep(WARM_UP_S)
    tally = Tally()
    on_start()
    for talker in talkers:
        talker.tally = tally
    await asyncio.sleep(max(0.0, until - time.monotonic()))
    for talker in talkers:
        talker.tally = None
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        if task.get_coro().__name__ == "talk":  # type: ignore[union-attr]
            task.cancel()
    await asyncio.gather(*talking, return_exceptions=True)
    return tally
