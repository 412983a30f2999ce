"""What a desk in memory is to think of, and when."""

from collections.abc import Callable
from heapq import heappop, heappush

Timer = tuple[int, int, str, str, str, int]
"""When; a ticket, which keeps the order of those of one moment; the kind; the conversation; whose it is; what it was set for."""


class Timers:
    """Timers, the earliest first. `stands` tells whether one still means anything: nobody takes a timer back."""

    def __init__(self, stands: Callable[[Timer], bool]) -> None:
        self._timers: list[Timer] = []
        self._stands = stands
        self._ticket = 0

    def set(self, at: int, kind: str, conversation: str, human: str = "", stamp: int = 0) -> None:
        """Think of it then."""
        self._ticket += 1
        heappush(self._timers, (at, self._ticket, kind, conversation, human, stamp))

    def first(self, until: int) -> Timer | None:
        """The first that is due by then and still stands."""
        timers = self._timers
        while timers and timers[0][0] <= until:
            if self._stands(timers[0]):
                return timers[0]
            heappop(timers)
        return None

    def take(self, until: int) -> Timer | None:
        """The same, which is then done with."""
        found = self.first(until)
        if found is not None:
            heappop(self._timers)
        return found
