"""How many messages come through when as many come as a server takes, and what that costs it and the generator."""

import time
from collections.abc import Sequence
from typing import NamedTuple

from tests.bench.load import Talker, Tally, run
from tests.bench.subject import Subject

SECONDS = 4.0


class Rate(NamedTuple):
    """Messages a second: of the server's CPU, and of the clock; and how much of a core the generator used."""

    cpu: float
    clock: float
    generator: float


async def full_rate(subject: Subject, talkers: Sequence[Talker]) -> Rate:
    """All say as much as goes through."""
    served = generated = began = 0.0

    def start() -> None:
        nonlocal served, generated, began
        served, generated, began = subject.cpu_s, time.process_time(), time.monotonic()

    tally: Tally = await run(list(talkers), SECONDS, start)
    took = time.monotonic() - began
    return Rate(tally.done / (subject.cpu_s - served), tally.done / took, (time.process_time() - generated) / took)
