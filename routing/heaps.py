"""Heaps whose entries may go stale: what is not valid any more is dropped when it comes to the top."""

from collections.abc import Callable
from heapq import heapify, heappop, heappush
from typing import Any


class Heap:
    """Entries are (key, id, stamp), least first; `alive(id, stamp)` tells whether an entry still stands for something."""

    __slots__ = ("_alive", "_entries", "_limit")

    def __init__(self, alive: Callable[[str, int], bool]) -> None:
        self._entries: list[tuple[Any, str, int]] = []
        self._alive = alive
        self._limit = 64

    def push(self, key: Any, id_: str, stamp: int) -> None:
        """Add an entry. Now and then the stale ones are swept out, so that the heap is never much more than what lives."""
        entries = self._entries
        heappush(entries, (key, id_, stamp))
        if len(entries) > self._limit:
            self._entries = [e for e in entries if self._alive(e[1], e[2])]
            heapify(self._entries)
            self._limit = max(64, 2 * len(self._entries))

    def first(self) -> str | None:
        """The id with the least key."""
        entries, alive = self._entries, self._alive
        while entries:
            _, id_, stamp = entries[0]
            if alive(id_, stamp):
                return id_
            heappop(entries)
        return None

    def first_beside(self, beside: frozenset[str]) -> str | None:
        """The id with the least key that is not one of `beside`."""
        aside = []
        found = self.first()
        while found in beside:
            aside.append(heappop(self._entries))
            found = self.first()
        for entry in aside:
            heappush(self._entries, entry)
        return found
