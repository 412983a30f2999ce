"""The queues that both simulators live through."""

import random
from typing import NamedTuple

from routing.fates import Visitor
from routing.simulation import Simulation
from routing.weeks import Agent, Week


class Queue(NamedTuple):
    """So many humans, visitors an hour, and a patience in seconds; for six hours."""

    humans: int
    an_hour: float
    patience_s: float


QUEUES = (Queue(1, 11, 400.0), Queue(3, 40, 150.0), Queue(8, 110, 60.0))


def visitors(queue: Queue) -> list[Visitor]:
    """As our simulator drew them and served them, in the order of coming."""
    week = Week(
        arrivals=(queue.an_hour,) * 6 + (0.0,) * 162,
        agents=tuple(Agent(f"a{n}", capacity=1) for n in range(queue.humans)),
        service_s=300.0,
        patience_s=queue.patience_s,
    )
    return sorted(Simulation(week, random.Random(11)).run().visitors, key=lambda v: int(v.id))
