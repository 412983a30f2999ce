"""Who had how much in hand, and when they had a place free."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from tests.faults.referee.attendance import Attendance
from tests.faults.referee.replay import Span, Story


class Loads:
    """Everybody's, from what the logs tell and from who was there."""

    def __init__(self, stories: dict[str, Story], there: Attendance) -> None:
        self.busy = _busy(stories, there)
        """Agent → the spans in which they had, or were rung for, a conversation."""
        self.agents = set(there.available)
        self._there = there

    def free(self, agent: str) -> Iterator[tuple[int, int]]:
        """When this agent took calls and had a place free."""
        for since, until in self._there.available.get(agent, []):
            yield from _free(self.busy.get(agent, []), self._there.capacity(agent, since), since, until)

    def others(self, span: Span) -> int:
        """How many other conversations its agent had in hand when this one came."""
        spans = self.busy[span.agent or ""]
        at_once = {s.conversation for s in spans if s.since <= span.since and (s.until is None or s.until > span.since)}
        return len(at_once - {span.conversation})


def _busy(stories: dict[str, Story], there: Attendance) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = defaultdict(list)
    for story in stories.values():
        held = [(s.since, s.until) for s in story.places if s.state == "held"]
        for span in [*story.places, *story.guests]:
            aside = any(since <= span.since and (until is None or span.since < until) for since, until in held)
            if span.agent is None or span.state not in {"ringing", "engaged"} or aside:
                continue
            # A ring for somebody who is gone ends without a word.
            left = there.left_at(span.agent, span.since) if span.state == "ringing" else None
            found[span.agent].append(span if left is None else replace(span, until=_sooner(span.until, left)))
    return found


def _free(busy: list[Span], capacity: int, since: int, until: int) -> Iterator[tuple[int, int]]:
    """When somebody who is there from `since` until `until` has a place free."""
    moments = sorted(
        {since, until, *(m for s in busy for m in (s.since, s.until) if m is not None and since < m < until)}
    )
    begun = None
    for moment in moments:
        load = sum(1 for s in busy if s.since <= moment and (s.until is None or s.until > moment))
        if load < capacity and begun is None:
            begun = moment
        elif load >= capacity and begun is not None:
            yield begun, moment
            begun = None
    if begun is not None and begun < until:
        yield begun, until


def _sooner(one: int | None, other: int) -> int | None:
    return other if one is None or other < one else one
