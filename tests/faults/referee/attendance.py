"""Who took calls when, as far as anybody could know."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from server.wire import nouns
from tests.faults.referee.sightings import Sightings

PROMPT_MS: Final = 2_000
"""How long a visitor may wait beside a free human, and how long after a lease's end its holder is taken for gone."""


class Attendance:
    """Who took calls when: by their own words, by what the logs say of rings not answered, and by when they vanished."""

    def __init__(self, seen: Sightings) -> None:
        changes: dict[str, list[tuple[int, bool]]] = defaultdict(list)
        self.capacities: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self.lost: dict[str, list[int]] = defaultdict(list)
        """Agent → when the others were told that they are offline."""
        self.vanished: dict[str, list[tuple[int, int]]] = defaultdict(list)
        """Agent → (since, until) of when nobody heard of them."""
        for p in sorted(seen.presences, key=lambda p: p.at):
            changes[p.agent].append((p.at, p.state in {"available", "found"}))
            gaps = self.vanished[p.agent]
            if p.state == "vanished":
                gaps.append((p.at, seen.ended_at))
            elif p.state == "lost":
                self.lost[p.agent].append(p.at)
            elif gaps and gaps[-1][1] == seen.ended_at:
                gaps[-1] = (gaps[-1][0], p.at)
            if p.capacity:
                self.capacities[p.agent].append((p.at, p.capacity))
        for log in seen.logs.values():
            for e in log:
                if isinstance(e.body, nouns.NoAnswer):
                    changes[e.by.id].append((e.at, False))
                elif isinstance(e.body, nouns.NotComing) and e.body.because == "no_answer":
                    changes[e.body.whom.id].append((e.at, False))
        self.available = {a: list(_intervals(sorted(told), seen.ended_at)) for a, told in changes.items()}

    def absent(self, agent: str, since: int, at: int) -> bool:
        """Whether they had gone by then, of their own accord or not, or were lost meanwhile; that is told a little later."""
        lost = any(since <= moment <= at + PROMPT_MS for moment in self.lost.get(agent, []))
        return lost or not any(begin <= at < end for begin, end in self.available.get(agent, []))

    def left_at(self, agent: str, after: int) -> int | None:
        """When they next were gone, after a moment at which they were there."""
        return min((until for since, until in self.available.get(agent, []) if until >= after), default=None)

    def capacity(self, agent: str, at: int) -> int:
        """How many places they said they have; the most they ever said within two seconds of that moment."""
        said = self.capacities.get(agent, [])
        before = [c for t, c in said if t <= at]
        near = [c for t, c in said if abs(t - at) <= PROMPT_MS]
        return max([*before[-1:], *near], default=0)


def _intervals(changes: list[tuple[int, bool]], end: int) -> Iterator[tuple[int, int]]:
    since = None
    for at, there in changes:
        if there and since is None:
            since = at
        elif not there and since is not None:
            yield since, at
            since = None
    if since is not None:
        yield since, end
