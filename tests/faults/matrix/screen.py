"""One conversation on a client's screen: only what its socket told it, joined as the real clients join it."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from server.wire.nouns import PublicEntry, TeamEntry

E = TypeVar("E", PublicEntry, TeamEntry)


class Screen(Generic[E]):
    """Entries without a gap up to `cursor`; `head` is the newest that it was told of."""

    def __init__(self) -> None:
        self.entries: list[E] = []
        self.head = 0
        self._before = 0

    @property
    def cursor(self) -> int:
        """The last seq held without a gap."""
        return self.entries[-1].seq if self.entries else self._before

    @property
    def behind(self) -> bool:
        """Whether something is missing, as far as it was told."""
        return self.cursor < self.head

    def snapshot(self, entries: Sequence[E], after: int) -> None:
        """What a welcome brings, from `after` on: it continues what is held, or takes its place."""
        after = entries[0].seq - 1 if entries else after
        if after != self.cursor:
            self.entries, self._before = [], after
        self.entries.extend(entries)
        self.head = self.cursor

    def added(self, entries: Sequence[E], head: int = 0) -> None:
        """Entries that came one by one, or by a fetch. What is not the next one is old news, or shows a gap."""
        for entry in entries:
            if entry.seq == self.cursor + 1:
                self.entries.append(entry)
            head = max(head, entry.seq)
        self.head = max(self.head, head)
