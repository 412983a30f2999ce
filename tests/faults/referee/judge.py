"""The judge: takes what was seen, and says which laws were broken. Pure; it asks no server anything."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from server.wire import nouns
from server.wire.agent import Row
from tests.faults.referee.attendance import PROMPT_MS, Attendance
from tests.faults.referee.loads import Loads
from tests.faults.referee.replay import Span, Story, read
from tests.faults.referee.sightings import Sightings, Told

Law = Literal["one_owner", "stranded", "ghost", "capacity", "order", "late", "escalation", "delivery", "placed"]
OWN: Final = frozenset({"your_customer", "was_theirs", "waits_for_you"})
"""Why somebody may overtake a little."""
APART_MS: Final = 60_000
"""Who said "not now" to a visitor is not put before them for so long."""


@dataclass(frozen=True)
class Broken:
    """A law that was broken, and how it shows."""

    law: Law
    words: str


def judge(seen: Sightings) -> list[Broken]:
    """Every breach."""
    there = Attendance(seen)
    stories = {c: read(c, log, there.absent) for c, log in seen.logs.items()}
    loads = Loads(stories, there)
    return [
        *_owners(stories),
        *_stranded(stories, loads),
        *_ghosts(seen, stories, there),
        *_capacity(loads, there),
        *_order(seen.told),
        *_late(seen, stories),
        *_unhelped(seen, stories, loads),
        *_delivery(seen),
        *_placed(seen),
    ]


def _owners(stories: dict[str, Story]) -> Iterator[Broken]:
    """Never two owners: each log tells a story in which everything comes to one person after another."""
    for story in stories.values():
        for nonsense in story.nonsense:
            yield Broken("one_owner", f"{story.conversation}: {nonsense}")


def _stranded(stories: dict[str, Story], loads: Loads) -> Iterator[Broken]:
    """Nobody waits beside a free human."""
    waits = [s for story in stories.values() for s in story.places if s.state == "waiting"]
    for agent in loads.agents:
        for since, until in loads.free(agent):
            for wait in waits:
                end = until if wait.until is None else min(wait.until, until)
                together = end - max(wait.since, since)
                if together > PROMPT_MS:
                    yield Broken("stranded", f"{wait.conversation} waited {together} ms beside {agent}, who was free")


def _ghosts(seen: Sightings, stories: dict[str, Story], there: Attendance) -> Iterator[Broken]:
    """Two seconds after a lease lapsed, nothing rings for its holder any more, and nothing is theirs."""
    for agent, gaps in there.vanished.items():
        for since, until in gaps:
            over = since + seen.lease_ms + PROMPT_MS
            for span in (s for story in stories.values() for s in story.places if s.agent == agent):
                if over < span.since < until:
                    yield Broken("ghost", f"{span.conversation} came to {agent}, {span.since - since} ms gone")
                elif span.state == "engaged" and span.since <= over < min(until, span.until or until):
                    yield Broken("ghost", f"{span.conversation} was still with {agent}, {over - since} ms gone")
            # What rings for somebody who is gone goes on without a word in the log: the lists tell.
            looks = [t for t in seen.told if t.asked is not None and over < t.asked < until]
            for row in {row.id: row for look in looks for row in look.rows if _is_with(row, agent)}.values():
                yield Broken("ghost", f"{row.id} is shown {row.state} with {agent}, more than {over - since} ms gone")


def _is_with(row: Row, agent: str) -> bool:
    theirs = row.agent == agent and (row.state in {"ringing", "engaged"} or (row.state == "held" and not row.absent))
    return theirs or any(m.face.id == agent for m in row.members)


def _capacity(loads: Loads, there: Attendance) -> Iterator[Broken]:
    """Nothing is put before somebody who has no place for it; asked in, one more than their places is allowed."""
    for agent, spans in loads.busy.items():
        for span in spans:
            if span.came == "by_hand":
                continue
            load = loads.others(span)
            places = there.capacity(agent, span.since) + (span.came == "asked")
            if places and load >= places:
                yield Broken("capacity", f"{span.conversation} came to {agent} who had {load} of {places} already")


def _order(told: Iterable[Told]) -> Iterator[Broken]:
    """Who was told to stand before another in line is not passed over, but for somebody's own customer."""
    for site in sorted({t.site for t in told}):
        known: dict[str, Row] = {}
        at = None
        for one in sorted((t for t in told if t.site == site), key=lambda t: (t.revision, t.asked is not None)):
            if one.asked is not None and one.revision == at:
                # Known already, change by change.
                continue
            if one.asked is not None or (at is not None and one.revision > at + 1):
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


def _unhelped(seen: Sightings, stories: dict[str, Story], loads: Loads) -> Iterator[Broken]:
    """Asking for somebody who can fix it is always acknowledged, and brings somebody else who is free at once."""
    for t in seen.tries:
        if t.kind == "escalate" and t.answer != "acked":
            yield Broken("escalation", f"{t.by} was not heard: {t.answer}")
    for conversation, log in seen.logs.items():
        story = stories[conversation]
        for entry in (e for e in log if isinstance(e.body, nouns.Escalated)):
            end = entry.at + PROMPT_MS
            talks = [s for s in story.places if s.state == "engaged" and _through(s, entry.at, end)]
            around = [g for g in story.guests if g.since <= end and (g.until is None or g.until > entry.at - APART_MS)]
            if not talks or around:
                continue
            for helper in loads.agents - {talks[0].agent}:
                if any(since <= entry.at and until > end for since, until in loads.free(helper)):
                    yield Broken("escalation", f"{helper} was free and not asked into {conversation}")


def _through(span: Span, since: int, until: int) -> bool:
    return span.since <= since and (span.until is None or span.until > until)


def _delivery(seen: Sightings) -> Iterator[Broken]:
    """What was acknowledged is stored, once, however often it was said; and what was asked of the desk is done once."""
    stored: dict[tuple[str, str], int] = defaultdict(int)
    done: dict[tuple[str, str, str], int] = defaultdict(int)
    for conversation, log in seen.logs.items():
        for e in log:
            if e.id is not None:
                stored[e.by.id, e.id] += 1
            if kind := _effect_of(e):
                done[e.by.id, kind, conversation] += 1
    for (by, client_id), times in stored.items():
        if times > 1:
            yield Broken("delivery", f"{client_id} of {by} is stored {times} times")
    for (by, kind, conversation), times in done.items():
        asked = {t.id for t in seen.tries if (t.by, t.kind, t.conversation) == (by, kind, conversation)}
        if times > len(asked) > 0:
            yield Broken(
                "delivery", f"{by} asked {len(asked)} times for {kind} in {conversation}, and it was done {times} times"
            )
    places: dict[tuple[str, str], int] = {}
    for t in seen.tries:
        if t.answer == "acked" and places.setdefault((t.by, t.id), t.seq) != t.seq:
            yield Broken(
                "delivery", f"{t.kind} {t.id} of {t.by} was done twice: at {places[t.by, t.id]} and at {t.seq}"
            )
        if t.kind in {"say", "reply", "escalate"} and t.answer == "acked" and not stored[t.by, t.id]:
            yield Broken("delivery", f"{t.kind} {t.id} of {t.by} was acknowledged and is not there")


def _effect_of(entry: nouns.TeamEntry) -> str | None:
    """The command of its author that alone brings about such an entry."""
    match entry.body:
        case nouns.Held(because="by_agent"):
            return "hold"
        case nouns.Asked(to="help"):
            return "bring_in"
        case nouns.Closed():
            return "close"
        case _:
            return None


def _placed(seen: Sightings) -> Iterator[Broken]:
    """After each fault every open visitor is with somebody, rings for somebody, or waits."""
    for call in seen.rollcalls:
        if call.state not in {"waiting", "ringing", "engaged", "held"}:
            yield Broken("placed", f"after {call.after} {call.conversation} is {call.state or 'nowhere'}")
