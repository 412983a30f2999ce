"""Reads of the log. Each returns the wire's own structs; every list has a bound."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, cast

import msgspec
from django.db import connection

from server.chat.log import Head, Stored
from server.chat.models import Conversation, Entry
from server.db.table import Table
from server.wire.agent import Preview
from server.wire.limits import PAGE
from server.wire.nouns import Face, PublicBody, PublicEntry, TeamBody, TeamEntry

_CONVERSATIONS: Final = Table(Conversation)
_ENTRIES: Final = Table(Entry)
_SEEN_AT: Final = """
SELECT visitor_seq FROM chat_entry WHERE conversation_id = %s AND seq <= %s AND visitor_seq IS NOT NULL ORDER BY seq DESC LIMIT 1
"""
_team_body = msgspec.json.Decoder(TeamBody)
_public_body = msgspec.json.Decoder(PublicBody)


@dataclass(frozen=True, slots=True)
class Standing:
    """A conversation's own state, without where the desk has it."""

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
    last: Preview | None
    speaker: str

    @property
    def read_by_team(self) -> int:
        """The team's read mark in the visitor's count."""
        return visitor_seq_at(self.id, self.read)


def visitor_seq_at(conversation: str, seq: int) -> int:
    """What the visitor's count had come to at an entry; 0 before the first that they see."""
    with connection.cursor() as cursor:
        cursor.execute(_SEEN_AT, [conversation, seq])
        found = cursor.fetchone()
    return found[0] if found else 0


def _standings(rows: Iterable[Conversation]) -> list[Standing]:
    return [_standing(row, row.site_id, row.visitor_id, row.changed_at, _preview(row.last)) for row in rows]


def _preview(last: str) -> Preview | None:
    return msgspec.json.decode(last, type=Preview) if last else None


def added_to(head: Head) -> Standing:
    """A conversation to which something was added in this transaction."""
    return _standing(head, head.site, head.visitor, head.changed_at, head.preview)


def _standing(of: Conversation | Head, site: str, visitor: str, changed: int, last: Preview | None) -> Standing:
    return Standing(
        of.id,
        site,
        visitor,
        of.status,
        of.head,
        of.visitor_head,
        of.read,
        of.visitor_read,
        of.opened_at,
        changed,
        last,
        of.speaker,
    )


def by_ids(ids: Iterable[str]) -> dict[str, Standing]:
    """Conversations by id."""
    return {s.id: s for s in _standings(_CONVERSATIONS.by("id", ids))}


def of_site(site: str, conversation: str) -> Standing | None:
    """The site's conversation of that id: a foreign one is as unknown as one that never was."""
    return next((found for found in by_ids([conversation]).values() if found.site == site), None)


def of_visitor(visitor: str) -> Standing | None:
    """The conversation the visitor has not left."""
    return of_visitors([visitor]).get(visitor)


def said(by: str, client_id: str, conversation: str) -> Stored | None:
    """Where in the log stands what they said with this id, if it is there."""
    found = Entry.objects.filter(client_id=client_id, author=by, conversation_id=conversation)
    entry = found.values_list("conversation_id", "seq", "visitor_seq", "at").first()
    return Stored(*entry) if entry else None


def is_visitors(visitor: str, conversation: str) -> bool:
    """Whether the conversation, left or not, is that visitor's."""
    return Conversation.objects.filter(id=conversation, visitor_id=visitor).exists()


def heads(conversations: Iterable[str]) -> dict[str, int]:
    """Newest seqs, in the team's count."""
    return dict(Conversation.objects.filter(id__in=list(conversations)).values_list("id", "head"))


def open_heads(site: str, limit: int) -> dict[str, int]:
    """Newest seqs of the site's open conversations, those that changed last first."""
    found = Conversation.objects.filter(site_id=site, status="open").order_by("-changed_at")
    return dict(found.values_list("id", "head")[:limit])


def of_visitors(visitors: Iterable[str]) -> dict[str, Standing]:
    """Visitor → the conversation they have not left."""
    return {t.visitor: t for t in _standings(_CONVERSATIONS.by("visitor_id", visitors, "status <> 'left'"))}


def _face(entry: Entry) -> Face:
    return Face(kind=cast(Any, entry.author_kind), id=entry.author, name=entry.author_name)


def _team(entries: Iterable[Entry]) -> tuple[TeamEntry, ...]:
    return tuple(
        TeamEntry(
            seq=e.seq,
            visitor_seq=e.visitor_seq,
            at=e.at,
            by=_face(e),
            id=e.client_id,
            body=_team_body.decode(e.body),
        )
        for e in entries
    )


def _public(entries: Iterable[Entry]) -> tuple[PublicEntry, ...]:
    return tuple(
        PublicEntry(seq=e.visitor_seq, at=e.at, by=_face(e), id=e.client_id, body=_public_body.decode(e.body))
        for e in entries
        if e.visitor_seq is not None
    )


def team_after(conversation: str, after: int) -> tuple[TeamEntry, ...]:
    """At most a page of entries after `after`, oldest first."""
    found = Entry.objects.filter(conversation_id=conversation, seq__gt=after).order_by("seq")
    return _team(found[:PAGE])


def team_before(conversation: str, before: int) -> tuple[TeamEntry, ...]:
    """At most a page of entries before `before`, oldest first."""
    found = Entry.objects.filter(conversation_id=conversation, seq__lt=before).order_by("-seq")
    return _team(reversed(found[:PAGE]))


def public_after(conversation: str, after: int) -> tuple[PublicEntry, ...]:
    """At most a page of what the visitor may see after `after` (the visitor's count), oldest first.

    An entry's `seq` is never below its `visitor_seq`, so what is wanted stands after `after` in both counts.
    """
    found = "conversation_id = %s AND seq > %s AND visitor_seq > %s ORDER BY seq LIMIT %s"
    return _public(_ENTRIES.find(found, [conversation, after, after, PAGE]))


def public_before(conversation: str, before: int) -> tuple[PublicEntry, ...]:
    """At most a page of what the visitor may see before `before`, oldest first.

    From the visitor's entry `before` to the newest they see are `visitor_head - before` more, each with a `seq` of its own: so
    it stands that far before `head` at least, and so much of the log need not be looked at.
    """
    # In SQL: Django would have PostgreSQL reckon with four bytes, and `before` may be greater.
    found = (
        "conversation_id = %s AND visitor_seq < %s"
        " AND seq < (SELECT head - visitor_head FROM chat_conversation WHERE id = %s) + %s ORDER BY seq DESC LIMIT %s"
    )
    return _public(reversed(_ENTRIES.find(found, [conversation, before, conversation, before, PAGE])))
