"""path: a visitor's message → durable → acknowledged → on one agent's socket.

Servers in turn (echo, naive, ours, ours under uvicorn), each on one core, under the same generator: forty sockets
with a few messages in flight each. The figure is messages per CPU second *of the server*, so that the
generator, which shares the machine, does not decide it. A message has arrived when the sender has its
acknowledgement and the other side has the words (echo: when it is back).
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from statistics import median

from tests.bench.figures import Figure, compared, tell
from tests.bench.load import Talker, Tally, run
from tests.bench.rate import SECONDS, Rate, full_rate
from tests.bench.subject import GENERATOR, Subject, pinned, running
from tests.bench.talkers import echo_talkers, naive_talkers, our_talkers

RUNS = 3
RATE = 2_000.0
"""Messages a second for the latency figure: what two cores must carry, and well below what either server can."""
DAPHNE = ("-m", "daphne", "-b", "127.0.0.1", "-p", "{port}")
ECHO = ((*DAPHNE, "tests.bench.echo:application"), ())
NAIVE = ((*DAPHNE, "tests.bench.naive.app:application"), ("-m", "tests.bench.naive.app"))
OURS = (("-m", "server", "serve", "--port", "{port}"), ("-m", "tests.bench.prepare"))
UVICORN = ((*OURS[0], "--server", "uvicorn"), OURS[1])

Talkers = Callable[[Subject], AbstractAsyncContextManager[list[Talker]]]


def measure() -> None:
    """Print the group's lines."""
    kinds = {
        "echo": (ECHO, echo_talkers),
        "naive": (NAIVE, naive_talkers),
        "ours": (OURS, our_talkers),
        "uvicorn": (UVICORN, our_talkers),
    }
    runs: dict[str, list[Rate]] = {kind: [] for kind in kinds}
    p99s: dict[str, list[float]] = {kind: [] for kind in kinds}
    for _ in range(RUNS):
        for kind, ((command, prepare), talkers) in kinds.items():
            with running(command, {}, prepare) as subject, pinned(GENERATOR):
                rate, p99 = asyncio.run(rate_and_p99(subject, talkers))
            runs[kind].append(rate)
            p99s[kind].append(p99)
    rates = {kind: [rate.cpu for rate in found] for kind, found in runs.items()}
    unit = "messages per server CPU second"
    tell(Figure("path.generator", _busiest(runs), "of its core, at most", runs=RUNS))
    tell(Figure("path.echo", sorted(rates["echo"])[RUNS // 2], unit, runs=RUNS))
    tell(compared("path.vs_echo", unit, rates["ours"], "raw echo of the same server", rates["echo"]))
    tell(compared("path.uvicorn_vs_echo", unit, rates["uvicorn"], "raw echo of stock Daphne", rates["echo"]))
    tell(compared("path.vs_naive", unit, rates["ours"], "ORM create, group_send", rates["naive"]))
    tell(compared("path.p99_vs_echo", "s", p99s["ours"], f"echo at {RATE:g} messages/s", p99s["echo"]))


def _busiest(runs: Mapping[str, Sequence[Rate]]) -> float:
    """How much of its core the generator used where it had most to do: with none to spare it would hold up what it measures."""
    return max(median(rate.generator for rate in found) for found in runs.values())


async def rate_and_p99(subject: Subject, talkers: Talkers) -> tuple[Rate, float]:
    """What comes through when as many come as it takes, and the 99 % quantile of latency when `RATE` come."""
    async with talkers(subject) as ready:
        rate = await full_rate(subject, ready)
        calm: Tally = await run(ready, SECONDS, lambda: None, per_second=RATE)
        return rate, calm.p99_s
