"""The judge: takes what was seen, and says which laws were broken. Pure; it asks no server anything."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from server.wire import nouns
from server.wire.agent import Row
from tests.faults.referee.attendance import PROMPT_MS, Attendance
from tests.faults.referee.replay import Span, Story, read
from tests.faults.referee.sightings import Sightings, Told

Law = Literal["one_owner", "stranded", "ghost", "capacity", "order", "late", "escalation", "delivery", "placed"]
OWN: Final = frozenset({"your_customer", "was_theirs", "waits_for_you"})
"""Why somebody may overtake a little."""


@dataclass(frozen=True)
class Broken:
    """A law that was broken, and how it shows."""

    law: Law
    words: str


def judge(seen: Sightings) -> list[Broken]:
    """Every breach."""
    there = Attendance(seen)
    stories = {c: read(c, log, there.absent) for c, log in seen.logs.items()}
    return [
        *_owners(stories),
        *_stranded(stories, there),
        *_ghosts(seen, stories, there),
        *_capacity(stories, there),
        *_order(seen.told),
        *_late(seen, stories),
        *_delivery(seen),
        *_placed(seen),
    ]


def _owners(stories: dict[str, Story]) -> Iterator[Broken]:
    """Never two owners: each log tells a story in which everything comes to one person after another."""
    for story in stories.values():
        for nonsense in story.nonsense:
            yield Broken("one_owner", f"{story.conversation}: {nonsense}")


def _stranded(stories: dict[str, Story], there: Attendance) -> Iterator[Broken]:
    """Nobody waits beside a free human."""
    busy = _busy(stories, there)
    waits = [s for story in stories.values() for s in story.places if s.state == "waiting"]
    for agent, intervals in there.available.items():
        for since, until in intervals:
            for free_from, free_until in _free(busy.get(agent, []), there.capacity(agent, since), since, until):
                for wait in waits:
                    end = free_until if wait.until is None else min(wait.until, free_until)
                    together = end - max(wait.since, free_from)
                    if together > PROMPT_MS:
                        yield Broken(
                            "stranded", f"{wait.conversation} waited {together} ms beside {agent}, who was free"
                        )


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


def _busy(stories: dict[str, Story], there: Attendance) -> dict[str, list[Span]]:
    """Agent → the spans in which they had, or were rung for, a conversation."""
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


def _sooner(one: int | None, other: int) -> int | None:
    return other if one is None or other < one else one


def _ghosts(seen: Sightings, stories: dict[str, Story], there: Attendance) -> Iterator[Broken]:
    """Two seconds after a lease lapsed, nothing rings for its holder any more, and nothing is theirs."""
    for agent, gaps in there.vanished.items():
        for since, until in gaps:
            over = since + seen.lease_ms + PROMPT_MS
            if over >= until:
                continue
            spans = [s for story in stories.values() for s in story.places if s.agent == agent]
            for span in spans:
                if over < span.since < until:
                    yield Broken(
                        "ghost", f"{span.conversation} came to {agent} {span.since - since} ms after they vanished"
                    )
                elif span.state == "engaged" and span.since <= over and (span.until is None or span.until > over):
                    yield Broken(
                        "ghost", f"{span.conversation} was still {agent}'s {over - since} ms after they vanished"
                    )
            for row in _last_rows(seen.told):
                if row.agent == agent and row.state in {"ringing", "engaged"} and until == seen.ended_at:
                    yield Broken("ghost", f"at the end {row.id} is {row.state} with {agent}, who vanished")


def _last_rows(told: Iterable[Told]) -> Iterable[Row]:
    newest: dict[str, tuple[int, Row]] = {}
    for one in told:
        for row in one.rows:
            if row.id not in newest or newest[row.id][0] <= one.revision:
                newest[row.id] = (one.revision, row)
    return [row for _, row in newest.values()]


def _capacity(stories: dict[str, Story], there: Attendance) -> Iterator[Broken]:
    """Nothing is put before somebody who has no place for it; asked in, one more than their places is allowed."""
    for agent, spans in _busy(stories, there).items():
        for span in spans:
            if span.came == "by_hand":
                continue
            others = {
                s.conversation for s in spans if s.since <= span.since and (s.until is None or s.until > span.since)
            }
            load = len(others - {span.conversation})
            places = there.capacity(agent, span.since) + (span.came == "asked")
            if places and load >= places:
                yield Broken("capacity", f"{span.conversation} came to {agent} who had {load} of {places} already")


def _order(told: Iterable[Told]) -> Iterator[Broken]:
    """Who was told to stand before another in line is not passed over, but for somebody's own customer."""
    for site in sorted({t.site for t in told}):
        known: dict[str, Row] = {}
        at = None
        for one in sorted((t for t in told if t.site == site), key=lambda t: (t.revision, not t.whole)):
            if one.whole or (at is not None and one.revision > at + 1):
                # What changed in between was not heard: only what is told from here on is known.
                known = {}
            changed = {row.id: row for row in one.rows}
            for row in one.rows:
                was = known.get(row.id)
                served = (
                    was is not None and was.state == "waiting" and row.state == "ringing" and row.because not in OWN
                )
                if was is None or not served:
                    continue
                for other in known.values():
                    stays = (changed.get(other.id) or other).state == "waiting"
                    if other.state == "waiting" and stays and other.waits_for is None and _key(other) < _key(was):
                        yield Broken("order", f"{row.id} was served at {one.revision} before {other.id}")
            known |= changed
            at = one.revision


def _key(row: Row) -> tuple[bool, int, int, int]:
    return row.absent, row.rank, row.order, row.sequence


def _late(seen: Sightings, stories: dict[str, Story]) -> Iterator[Broken]:
    """A ring that is over cannot be answered."""
    for t in seen.tries:
        if t.kind == "pick_up" and t.offer is not None and t.answer == "acked" and t.conversation in stories:
            story = stories[t.conversation]
            entry = seen.logs[t.conversation][t.seq - 1] if 0 < t.seq <= len(seen.logs[t.conversation]) else None
            if entry is None or not isinstance(entry.body, nouns.PickedUp | nouns.Joined) or entry.by.id != t.by:
                continue
            state, agent = story.before[t.seq]
            asked = any(g.agent == t.by and g.since <= entry.at for g in story.guests)
            if not asked and (state, agent) != ("ringing", t.by):
                yield Broken(
                    "late", f"{t.by} answered ring {t.offer} of {t.conversation}, which was {state} with {agent}"
                )


def _delivery(seen: Sightings) -> Iterator[Broken]:
    """What was acknowledged is stored, once, however often it was said; and asking for somebody who can fix it is always acknowledged."""
    stored: dict[tuple[str, str], int] = defaultdict(int)
    for log in seen.logs.values():
        for e in log:
            if e.id is not None:
                stored[e.by.id, e.id] += 1
    for (by, client_id), times in stored.items():
        if times > 1:
            yield Broken("delivery", f"{client_id} of {by} is stored {times} times")
    places: dict[tuple[str, str], int] = {}
    for t in seen.tries:
        if t.answer == "acked" and places.setdefault((t.by, t.id), t.seq) != t.seq:
            yield Broken(
                "delivery", f"{t.kind} {t.id} of {t.by} was done twice: at {places[t.by, t.id]} and at {t.seq}"
            )
        if t.kind == "escalate" and t.answer != "acked":
            yield Broken("escalation", f"{t.by} was not heard: {t.answer}")
        if t.kind in {"say", "reply", "escalate"} and t.answer == "acked" and not stored[t.by, t.id]:
            yield Broken("delivery", f"{t.kind} {t.id} of {t.by} was acknowledged and is not there")


def _placed(seen: Sightings) -> Iterator[Broken]:
    """After each fault every open visitor is with somebody, rings for somebody, or waits."""
    for call in seen.rollcalls:
        if call.state not in {"waiting", "ringing", "engaged", "held"}:
            yield Broken("placed", f"after {call.after} {call.conversation} is {call.state or 'nowhere'}")
