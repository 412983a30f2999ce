"""The line of a desk in memory.

Who waits stands in a group with all those who can have exactly the same humans, so that the first of each
group is all that needs to be looked at. Who can be served by everybody stands in the one group of most.
"""

from collections.abc import Hashable, Iterable
from typing import Final

from routing.heaps import Heap
from routing.model import Waiting

_EVERYBODYS: Final[Hashable] = ()


class Line:
    """Those who wait, in their order."""

    def __init__(self) -> None:
        self._waiting: dict[str, tuple[int, Waiting]] = {}
        self._ticket = 0
        self._groups: dict[Hashable, Heap] = {_EVERYBODYS: Heap(self._stands)}
        self._own: dict[Hashable, Heap] = {}
        self._kept: dict[Hashable, Heap] = {}

    def join(self, waiting: Waiting, now: int) -> int | None:
        """Stand in line, as of now. Returns when to do so anew, because others may serve it then; null: it stays so."""
        self._ticket += 1
        self._waiting[waiting.id] = (self._ticket, waiting)
        if waiting.waits_for is not None:
            self._push(self._kept, waiting.waits_for, waiting)
        if waiting.not_before > now:
            return waiting.not_before
        self._push(self._groups, _group(waiting, now), waiting)
        for human in _own(waiting, now):
            self._push(self._own, human, waiting)
        if waiting.overflow_at <= now and not waiting.apart:
            return None
        return min((at for at in (waiting.overflow_at, *waiting.apart.values()) if at > now), default=None)

    def leave(self, conversation: str) -> None:
        """Out of the line."""
        del self._waiting[conversation]

    def heads(self) -> Iterable[Waiting]:
        """The first of each group, in order."""
        found = []
        empty = []
        for group, heap in self._groups.items():
            first = heap.first()
            if first is not None:
                found.append(self._waiting[first][1])
            elif group is not _EVERYBODYS:
                empty.append(group)
        for group in empty:
            del self._groups[group]
        return found if len(found) < 2 else sorted(found, key=_by_key)

    def first_of(self, human: str) -> Waiting | None:
        """The first whose own human this is."""
        return self._first(self._own.get(human))

    def kept_for(self, human: str) -> str | None:
        """The first of those who wait for this human alone."""
        found = self._first(self._kept.get(human))
        return found.id if found else None

    def _first(self, heap: Heap | None) -> Waiting | None:
        found = heap.first() if heap is not None else None
        return None if found is None else self._waiting[found][1]

    def _push(self, heaps: dict[Hashable, Heap], key: Hashable, waiting: Waiting) -> None:
        heap = heaps.get(key)
        if heap is None:
            heap = heaps[key] = Heap(self._stands)
        heap.push(waiting.key, waiting.id, self._ticket)

    def _stands(self, conversation: str, ticket: int) -> bool:
        found = self._waiting.get(conversation)
        return found is not None and found[0] == ticket


def _by_key(waiting: Waiting) -> tuple[bool, int, int, int]:
    return waiting.key


def _group(w: Waiting, now: int) -> Hashable:
    """What tells whom it can have."""
    if w.apart and w.apart_at(now):
        return ("apart", w.id)
    if w.waits_for is not None:
        return w.waits_for
    if w.overflow_at > now and (w.team or w.language):
        return (w.team, w.language, w.known, w.advocate, w.backup)
    return _EVERYBODYS


def _own(w: Waiting, now: int) -> Iterable[str]:
    """Whose own it is."""
    if w.waits_for is None and w.known is None and w.advocate is None:
        return ()
    own = {w.known, w.advocate} if w.waits_for is None else {w.waits_for}
    return {human for human in own if human is not None} - w.apart_at(now)
