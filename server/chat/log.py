"""One transaction's additions to logs: the only place that takes a seq.

Both the group-commit writer and the desk add through a `Log`, so that both counters stay gapless
under the same row locks, taken in ascending order of id (two unsorted writers deadlock).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import msgspec
from django.db import connection
from django.db.backends.utils import CursorWrapper

from server.bus import AnyHint, Posted, ToVisitor
from server.chat import markup
from server.chat.models import Fact
from server.db import waiting
from server.wire import agent, codec, visitor
from server.wire.nouns import (
    Asked,
    Chose,
    Closed,
    Connected,
    Departed,
    Escalated,
    Face,
    Joined,
    Message,
    NotComing,
    Note,
    PickedUp,
    PublicBody,
    PublicEntry,
    Reopened,
    TeamBody,
    TeamEntry,
)

TEAM: Final = frozenset({"agent", "insider"})
"""The kinds of faces that are the team's side."""
_encode = msgspec.json.Encoder().encode
_STATUS_AFTER: Final[Mapping[type[TeamBody], str]] = {Closed: "closed", Reopened: "open", Departed: "left"}
_FACT_OF: Final[Mapping[type[TeamBody], Fact.Kind]] = {
    Closed: Fact.Kind.CLOSED,
    Reopened: Fact.Kind.OPENED,
    Departed: Fact.Kind.LEFT,
    Escalated: Fact.Kind.ESCALATED,
}
UNSTEADY_MS: Final = 60_000
"""Times in a log do not run backwards by so little: two hosts' clocks differ a bit, and what fell due is decided on as of then. By
more than that only a clock does that was set right, and is believed."""
_TEAM_ONLY: Final = (Note, Connected, Asked, NotComing)
_WORDS: Final[Mapping[type[TeamBody], Literal["message", "note"]]] = {Message: "message", Note: "note"}
_ANEW: Final = {Reopened, Connected, PickedUp}
"""After these, words are an answer also to who had it before: the desk waits for them."""
AT_A_SCREEN: Final = (Message, Note, PickedUp, Joined, Escalated, Chose, Closed, Reopened, Departed)
"""What is done with the conversation before one's eyes. By whatever else happens to somebody, nobody has read a word."""
_INSERT: Final = (
    "INSERT INTO chat_entry (conversation_id, seq, visitor_seq, at, author_kind, author, author_name, client_id, body)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
_UPDATE: Final = (
    "UPDATE chat_conversation SET head = %s, visitor_head = %s, read = %s, visitor_read = %s,"
    " status = %s, opened_at = %s, changed_at = %s, last = %s, speaker = %s WHERE id = %s"
)
_HEADS: Final = (
    "SELECT id, site_id, visitor_id, status, head, visitor_head, read, visitor_read, opened_at, changed_at, last, speaker"
    " FROM chat_conversation"
)
_LOCKED: Final = {
    "sqlite": f"{_HEADS} WHERE id IN ({{holes}}) ORDER BY id",
    "postgresql": f"WITH patience AS MATERIALIZED (SELECT set_config('lock_timeout', '{waiting.ROWS}', true))"
    f" {_HEADS}, patience WHERE id IN ({{holes}}) ORDER BY id FOR NO KEY UPDATE OF chat_conversation",
}
"""In order of id, so that nobody waits for each other. NO KEY: whoever names a conversation in another table has PostgreSQL look
for it when they commit, after all locks and in no order, and that look waits for a whole lock."""
_FACT: Final = "INSERT INTO chat_fact (site_id, conversation_id, kind, by_agent, at) VALUES (%s, %s, %s, %s, %s)"


@dataclass(slots=True)
class Head:
    """A locked conversation: its counters, and what the transaction makes of it."""

    id: str
    site: str
    visitor: str
    status: str
    head: int
    visitor_head: int
    read: int
    visitor_read: int
    opened_at: int
    changed_at: int
    last: str
    speaker: str
    changed: bool = False
    said: agent.Preview | None = None
    """What was last said in this transaction. It is written instead of `last`."""

    @property
    def preview(self) -> agent.Preview | None:
        """What was last said."""
        return self.said or (msgspec.json.decode(self.last, type=agent.Preview) if self.last else None)


class Stored(msgspec.Struct, frozen=True):
    """An entry's place in its log."""

    conversation: str
    seq: int
    visitor_seq: int | None
    at: int


class Log:
    """Locks conversations, adds entries to them, and writes everything at `flush`. Use inside one transaction."""

    def __init__(self, cursor: CursorWrapper, ids: Iterable[str]) -> None:
        self._cursor = cursor
        self._rows: list[tuple[str | int | None, ...]] = []
        self._facts: list[tuple[str | int | None, ...]] = []
        self._hints: list[AnyHint] = []
        self.heads = _locked(cursor, sorted(set(ids)))

    def add(self, to: str, by: Face, body: TeamBody, at: int, client_id: str | None = None) -> Stored:
        """The next entry of a locked conversation. Its effects on the conversation's status are its own."""
        head = self.heads[to]
        if 0 < head.changed_at - at <= UNSTEADY_MS:
            at = head.changed_at
        head.head += 1
        public = type(body) not in _TEAM_ONLY
        if public:
            head.visitor_head += 1
        stored = Stored(to, head.head, head.visitor_head if public else None, at)
        self._touch(head, by, body, stored)
        self._rows.append(
            (
                *(to, stored.seq, stored.visitor_seq, at, by.kind, by.id, by.name),
                *(client_id, _encode(body).decode()),
            )
        )
        self._hints.append(_posted(head, by, body, stored, client_id))
        if by.kind in TEAM and isinstance(body, Note):
            # Who notes has read; of what they noted the visitor hears nothing, so of the reading they must be told.
            read = codec.encode(visitor.ReadByTeam(conversation=to, seq=head.visitor_head))
            self._hints.append(ToVisitor(site=head.site, visitor=head.visitor, frame=read))
        return stored

    def tell_desk(self, head: Head, kind: Fact.Kind, by: Face, at: int) -> None:
        """Leave a fact for the desk, committed with the change it tells of."""
        self._facts.append((head.site, head.id, kind.value, by.id if by.kind == "agent" else None, at))

    def flush(self) -> list[AnyHint]:
        """Write what was added; what it returns may be published once the transaction is committed."""
        if self._rows:
            self._write(_INSERT, self._rows)
        updates = [
            (
                *(h.head, h.visitor_head, h.read, h.visitor_read, h.status, h.opened_at, h.changed_at),
                *(_encode(h.said).decode() if h.said else h.last, h.speaker, h.id),
            )
            for h in self.heads.values()
            if h.changed
        ]
        if self._facts:
            self._write(_FACT, self._facts)
        if updates:
            # The last by itself: after a batch of psycopg's, PostgreSQL's timeout for idle transactions does not run, and
            # should this process freeze before it commits, that timeout alone gives the rows free.
            if updates[1:]:
                self._write(_UPDATE, updates[1:])
            self._cursor.execute(_UPDATE, updates[0])
        return self._hints

    @property
    def sites_with_facts(self) -> set[str]:
        """The sites whose desks have something to take in after the commit."""
        return {str(fact[0]) for fact in self._facts}

    def _write(self, sql: str, rows: Sequence[tuple[str | int | None, ...]]) -> None:
        """All of them; one alone costs more as a batch of psycopg's."""
        if len(rows) == 1:
            self._cursor.execute(sql, rows[0])
        else:
            self._cursor.executemany(sql, rows)

    def _touch(self, head: Head, by: Face, body: TeamBody, stored: Stored) -> None:
        head.changed, head.changed_at = True, stored.at
        kind = type(body)
        if isinstance(body, Message | Note):
            head.said = agent.Preview(at=stored.at, by=by, kind=_WORDS[kind], text=_line(body))
        if kind in AT_A_SCREEN:
            if by.kind == "visitor" and stored.visitor_seq is not None:
                head.visitor_read = stored.visitor_seq
            if by.kind in TEAM:
                head.read = stored.seq
        head.status = _STATUS_AFTER.get(kind, head.status)
        if kind is Reopened:
            head.opened_at = stored.at
        if kind in _ANEW:
            head.speaker = ""
        if kind in _FACT_OF:
            self.tell_desk(head, _FACT_OF[kind], by, stored.at)
        if kind is Message and by.kind in TEAM and head.speaker != by.id:
            head.speaker = by.id
            self.tell_desk(head, Fact.Kind.SPOKE, by, stored.at)


def _locked(cursor: CursorWrapper, ids: list[str]) -> dict[str, Head]:
    if not ids:
        return {}
    holes = ", ".join(["%s"] * len(ids))
    cursor.execute(_LOCKED[connection.vendor].format(holes=holes), ids)
    return {row[0]: Head(*row) for row in cursor.fetchall()}


def _line(body: Message | Note) -> str:
    """The words as one short line."""
    text = markup.plain(body.html) if isinstance(body, Message) and body.html else body.text
    return " ".join(text[:400].split())[:200]


def _posted(head: Head, by: Face, body: TeamBody, stored: Stored, client_id: str | None) -> Posted:
    """The hint of one entry, in the encodings of everybody who may hear of it: each made once."""
    team = TeamEntry(seq=stored.seq, visitor_seq=stored.visitor_seq, at=stored.at, by=by, id=client_id, body=body)
    public = None
    if stored.visitor_seq is not None and not isinstance(body, _TEAM_ONLY):
        public_body: PublicBody = body
        public = codec.encode(
            visitor.Added(
                conversation=head.id,
                entry=PublicEntry(seq=stored.visitor_seq, at=stored.at, by=by, id=client_id, body=public_body),
            )
        )
    touched = None
    if head.said and isinstance(body, Message | Note):
        touched = codec.encode(agent.Touched(conversation=head.id, head=stored.seq, last=head.said))
    return Posted(
        site=head.site,
        visitor=head.visitor,
        conversation=head.id,
        seq=stored.seq,
        visitor_seq=stored.visitor_seq,
        public=public,
        team=codec.encode(agent.Added(conversation=head.id, entry=team)),
        touched=touched,
    )
