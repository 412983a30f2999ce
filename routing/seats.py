"""Who sits at a desk in memory: what they have in hand, and whom the policy prefers."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from routing.heaps import Heap
from routing.model import Human
from routing.policy import fits


@dataclass(slots=True)
class Seat:
    """An agent. `here`: their connection lives; `available`: and they take calls; `silent`: they do not, because it rang
    and they did not answer. `stamp` counts the changes.
    """

    id: str
    capacity: int = 3
    load: int = 0
    last: int = 0
    teams: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    lead: bool = False
    here: bool = True
    available: bool = True
    silent: bool = False
    stamp: int = 0
    has: set[str] = field(default_factory=set)
    """The conversations they own or are beside."""

    def human(self) -> Human:
        """As the policy sees them."""
        return Human(self.id, self.capacity, self.load, self.last, self.teams, self.languages, self.lead)


class _View(NamedTuple):
    """Some of the available, the preferred first: made when it is first asked for, kept true from then on."""

    admits: Callable[[Seat], bool]
    heap: Heap


class Seats:
    """The seats by id, and who of them is preferred."""

    def __init__(self) -> None:
        self._by_id: dict[str, Seat] = {}
        self._views: dict[Hashable, _View] = {}
        self._some: dict[tuple[str | None, str | None], bool] = {}
        self._free = self._view((None, None), lambda s: s.load < s.capacity)

    def __getitem__(self, human: str) -> Seat:
        return self._by_id[human]

    def get(self, human: str) -> Seat | None:
        """That one's seat."""
        return self._by_id.get(human)

    def available(self, human: str) -> Seat | None:
        """That one's seat, if they take calls."""
        seat = self._by_id.get(human)
        return seat if seat is not None and seat.available else None

    def take(self, seat: Seat) -> None:
        """An agent who is new, or of whom something changed: all but what they have in hand."""
        known = self._by_id.get(seat.id)
        if known is not None:
            seat = replace(seat, load=known.load, last=known.last, stamp=known.stamp, has=known.has)
        self._by_id[seat.id] = replace(seat, available=seat.here and seat.available)
        self._some.clear()
        self.weigh(seat.id, 0)

    def away(self, human: str, silent: bool = False) -> None:
        """They take no more calls."""
        self._by_id[human].available, self._by_id[human].silent = False, silent
        self._some.clear()
        self.weigh(human, 0)

    def move(self, conversation: str, had: Iterable[str], have: Iterable[str], was_busy: bool, is_busy: bool) -> None:
        """From those who `had` a conversation to those who `have` it: it counts for them while it is busy."""
        for human in had:
            if human not in have:
                self._by_id[human].has.discard(conversation)
                self.weigh(human, -was_busy)
        for human in have:
            if human not in had:
                self._by_id[human].has.add(conversation)
                self.weigh(human, is_busy)
            elif was_busy != is_busy:
                self.weigh(human, is_busy - was_busy)

    def weigh(self, human: str, by: int) -> None:
        """They have so many more in hand."""
        seat = self._by_id[human]
        seat.load += by
        seat.stamp += 1
        if seat.available:
            for admits, heap in self._views.values():
                if admits(seat):
                    _add(heap, seat)

    def somebody(self, team: str | None, language: str | None, beside: frozenset[str]) -> bool:
        """Whether anybody available, who is not `beside`, fits."""
        if beside:
            others = (s for s in self._by_id.values() if s.available and s.id not in beside)
            return any(fits(s.human(), team, language) for s in others)
        asked = (team, language)
        if asked not in self._some:
            self._some[asked] = any(s.available and fits(s.human(), team, language) for s in self._by_id.values())
        return self._some[asked]

    def anybody_free(self) -> bool:
        """Whether anybody available has a free slot."""
        return self._free.heap.first() is not None

    def freest(self, team: str | None, language: str | None, beside: frozenset[str]) -> Seat | None:
        """Who has a free slot, fits, and is preferred."""
        if team is None and language is None:
            return self._first(self._free, beside)
        key = (team, language)
        view = self._views.get(key) or self._view(
            key, lambda s: s.load < s.capacity and fits(s.human(), team, language)
        )
        return self._first(view, beside)

    def helper(self, beside: frozenset[str], lead: bool, over: int) -> Seat | None:
        """Who has less than capacity + `over` (a lead, if `lead`), and is preferred."""
        key = ("helper", lead, over)
        view = self._views.get(key) or self._view(key, lambda s: s.load < s.capacity + over and (s.lead or not lead))
        return self._first(view, beside)

    def _first(self, view: _View, beside: frozenset[str]) -> Seat | None:
        found = view.heap.first_beside(beside) if beside else view.heap.first()
        return None if found is None else self._by_id[found]

    def _view(self, key: Hashable, admits: Callable[[Seat], bool]) -> _View:
        view = self._views[key] = _View(admits, Heap(self._is_as_then))
        for seat in self._by_id.values():
            if seat.available and admits(seat):
                _add(view.heap, seat)
        return view

    def _is_as_then(self, human: str, stamp: int) -> bool:
        return self._by_id[human].stamp == stamp


def _add(heap: Heap, seat: Seat) -> None:
    """By `routing.policy.preference`."""
    heap.push((seat.load / seat.capacity, seat.last, seat.id), seat.id, seat.stamp)
