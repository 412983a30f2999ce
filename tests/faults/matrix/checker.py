"""The judgement on a record: which of the promises on delivery were broken, and how."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from server.wire.nouns import Message, Note, PublicEntry, TeamEntry
from tests.faults.matrix.record import Record

Law = Literal["stored", "once", "gapless", "order", "screen", "site", "answered", "true"]


@dataclass(frozen=True, slots=True)
class Breach:
    """A promise that was not kept."""

    law: Law
    words: str


def check(record: Record) -> list[Breach]:
    """Everything that is wrong with it."""
    laws = (_stored, _once, _gapless, _order, _screen, _site, _answered, _true)
    return [breach for law in laws for breach in law(record)]


def broken(record: Record) -> set[Law]:
    """Which promises were not kept."""
    return {breach.law for breach in check(record)}


def _stored(record: Record) -> Iterator[Breach]:
    """What was acknowledged stands where it was said to stand."""
    team = {(c, e.seq): e.id for c, log in record.logs.items() for e in log}
    public = {(c, e.visitor_seq): e.id for c, log in record.logs.items() for e in log}
    for heard in record.heard:
        there = (public if heard.by in record.visitors else team).get((heard.conversation, heard.seq))
        if there != heard.id:
            yield Breach("stored", f"{heard}: there stands {there}")


def _once(record: Record) -> Iterator[Breach]:
    """Nobody's words stand twice, and each acknowledgement of them says the same."""
    times = Counter((e.by.id, e.id) for log in record.logs.values() for e in log if e.id)
    yield from (Breach("once", f"{who} is stored {n} times") for who, n in times.items() if n > 1)
    told = defaultdict(set)
    for heard in record.heard:
        told[heard.id].add((heard.conversation, heard.seq))
    yield from (Breach("once", f"{id_} was acknowledged as {sorted(w)}") for id_, w in told.items() if len(w) > 1)


def _gapless(record: Record) -> Iterator[Breach]:
    """Both counts are 1, 2, 3…"""
    for conversation, log in record.logs.items():
        public = [e.visitor_seq for e in log if e.visitor_seq]
        for name, seqs in (("the team", [e.seq for e in log]), ("its visitor", public)):
            if seqs != list(range(1, len(seqs) + 1)):
                yield Breach("gapless", f"{conversation} counts for {name}: {seqs}")


def _order(record: Record) -> Iterator[Breach]:
    """The team and the visitor read the same entries in the same order."""
    for conversation, entries in record.public.items():
        if list(entries) != as_public(record.logs.get(conversation, ())):
            yield Breach("order", f"{conversation} is another for its visitor than for the team")


def as_public(log: Sequence[TeamEntry]) -> list[PublicEntry]:
    """A log as its visitor shall read it: without what is the team's alone."""
    return [
        PublicEntry(seq=e.visitor_seq, at=e.at, by=e.by, id=e.id, body=e.body)  # type: ignore[arg-type]
        for e in log
        if e.visitor_seq is not None
    ]


def _screen(record: Record) -> Iterator[Breach]:
    """What stands on a screen is what a fresh client reads, to the end."""
    for shown in record.shown:
        fresh = record.public if shown.by in record.visitors else record.logs
        there: Sequence[PublicEntry | TeamEntry] = fresh.get(shown.conversation, ())
        if not there and not shown.entries:
            continue
        before = shown.entries[0].seq - 1 if shown.entries else 0
        if list(shown.entries) != list(there[before:]):
            seqs = [e.seq for e in shown.entries]
            yield Breach("screen", f"{shown.by} shows {seqs} of {shown.conversation}; there are {len(there)}")


def _site(record: Record) -> Iterator[Breach]:
    """Nobody hears of another site's conversation, and no visitor of another's."""
    for client, conversations in record.told_of.items():
        for conversation in conversations:
            theirs = record.visitors.get(client, conversation) == conversation
            if record.site_of.get(conversation) != record.clients[client] or not theirs:
                yield Breach("site", f"{client} was told of {conversation}")


def _answered(record: Record) -> Iterator[Breach]:
    """All that was said was acknowledged or refused in the end: no text was lost on the way."""
    answered = {h.id for h in record.heard} | record.refused.keys()
    yield from (Breach("answered", f"{s} was never answered") for id_, s in record.said.items() if id_ not in answered)


def _true(record: Record) -> Iterator[Breach]:
    """What is stored under somebody's id are their words, on their site, and nothing that was refused is stored."""
    for conversation, log in record.logs.items():
        for entry in log:
            if not isinstance(entry.body, Message | Note) or entry.id is None:
                continue
            said = record.said.get(entry.id)
            if said is None or said.text != entry.body.text or said.id in record.refused:
                was = f"said was {said}, refused as {record.refused.get(entry.id)}"
                yield Breach("true", f"{conversation} has {entry}; {was}")
            elif record.clients[said.by] != record.site_of.get(conversation):
                yield Breach("site", f"{said} stands in {conversation}, of another site")
