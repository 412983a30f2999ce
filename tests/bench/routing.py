"""What an event costs the pure engine: a site where everybody has their hands full, and as many wait as there are agents.

CPU seconds, not the clock's: other processes take nothing from the figure.
"""

import gc
import random
from statistics import median
from time import process_time

from routing import engine, requests
from routing.memory import MemoryDesk, Seat
from routing.model import Waiting
from tests.bench.figures import Figure, compared, tell

RUNS = 5
EVENTS = 40_000
CAPACITY = 3


class Busy:
    """A site at work. Four events follow one another for ever.

    Somebody writes, a conversation ends, its human picks up the next, and says the first words.
    """

    def __init__(self, agents: int, waiting: int) -> None:
        self._random = random.Random(agents)
        self._desk = MemoryDesk()
        self._arrived = 0
        self._talking: list[str] = []
        for n in range(agents):
            self._desk.seat(Seat(f"agent-{n}", capacity=CAPACITY))
        for _ in range(agents * CAPACITY + waiting):
            self._write()
        self._decide_and_answer()

    def seconds(self, events: int) -> float:
        """The CPU seconds so many events take."""
        gc.collect()
        started = process_time()
        for _ in range(events // 4):
            self._desk.clock += 1
            self._write()
            self._decide_and_answer()
            self._desk.end(self._any())
            self._decide_and_answer()
        return process_time() - started

    def _write(self) -> None:
        self._arrived += 1
        now = self._desk.clock
        self._desk.arrive(Waiting(f"visitor-{self._arrived}", 1, now, self._arrived, now))

    def _any(self) -> str:
        """One of those who talk, taken from among them."""
        talking = self._talking
        n = int(self._random.random() * len(talking))
        talking[n], talking[-1] = talking[-1], talking[n]
        return talking.pop()

    def _decide_and_answer(self) -> None:
        for connect in list(engine.decide(self._desk)):
            place = self._desk.place(connect.conversation)
            assert place is not None
            assert place.owner is not None
            picked_up = requests.pick_up(place, place.owner, place.offer)
            assert picked_up is not None
            self._desk.apply(picked_up)
            self._desk.spoke(place.id, place.owner)
            self._talking.append(place.id)


def measure() -> None:
    """The rate, and how the cost grows with the size of the site."""
    site = Busy(1_000, 1_000)
    site.seconds(EVENTS)
    rates = [EVENTS / site.seconds(EVENTS) for _ in range(RUNS)]
    tell(Figure("routing.events_per_s", median(rates), "events/CPU s", runs=RUNS))
    tell(growth(50_000, EVENTS, RUNS))


def growth(many: int, events: int, runs: int, few: int = 10) -> Figure:
    """The cost of an event where there are so many agents and so many in line, over that at a small site."""
    large, small = Busy(many, many), Busy(few, few)
    costs = [(large.seconds(events) / events * 1e6, small.seconds(events) / events * 1e6) for _ in range(runs)]
    ours, theirs = zip(*costs, strict=True)
    return compared("routing.growth", "µs", ours, f"{few} agents and {few} in line", theirs)
