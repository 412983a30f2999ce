"""Heaps whose entries may go stale: what is not valid any more is dropped when it comes to the top."""

from collections.abc import Callable
from heapq import heapify, heappop, heappush
from typing import Any


class Heap:
    """The least key first; `alive(id, stamp)` tells whether an entry still stands for something."""

    __slots__ = ("_alive", "_entries", "_limit")

    def __init__(self, alive: Callable[[str, int], bool]) -> None:
        # The key, the id and the stamp in one flat tuple: nested ones take twice as long to compare.
        self._entries: list[tuple[Any, ...]] = []
        self._alive = alive
        self._limit = 64

    def push(self, key: tuple[Any, ...], id_: str, stamp: int) -> None:
        """Add an entry. Now and then the stale ones are swept out, so that the heap is never much more than what lives."""
        entries = self._entries
        heappush(entries, (*key, id_, stamp))
        if len(entries) > self._limit:
            self._entries = [e for e in entries if self._alive(e[-2], e[-1])]
            heapify(self._entries)
            self._limit = max(64, 2 * len(self._entries))

    def first(self) -> str | None:
        """The id with the least key."""
        entries, alive = self._entries, self._alive
        while entries:
            entry = entries[0]
            id_: str = entry[-2]
            if alive(id_, entry[-1]):
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
