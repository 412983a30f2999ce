"""What one transaction of the writer does: many additions in, their places in the logs out.

The order within a batch is the order of arrival. Client ids are looked up under the conversations'
locks, before any seq is taken: a retry gets the place its first try got, even inside one batch.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from sys import getsizeof
from typing import Final

import msgspec
from django.db.backends.utils import CursorWrapper

from server.bus import AnyHint
from server.chat.errors import AlreadyEnded, ChatError, ClosedForNow, NotYours, Unavailable, UnknownConversation
from server.chat.log import TEAM, Log, Stored
from server.chat.models import Fact
from server.clock import now_ms
from server.ids import new_id
from server.wire.nouns import Escalated, Face, Message, Note, Reopened

Outcome = Stored | ChatError | Unavailable
SYSTEM: Final = Face(kind="system", id="system", name="")


class Addition(msgspec.Struct, frozen=True):
    """What somebody said, to be stored. `conversation` is null for a visitor: theirs is found, or begun."""

    site: str
    by: Face
    client_id: str
    body: Message | Note | Escalated
    conversation: str | None

    @property
    def size(self) -> int:
        """The memory that its words take, in bytes: of some scripts, four times as many as there are characters."""
        body = self.body
        if isinstance(body, Escalated):
            return 0
        rendered = getsizeof(body.html) if isinstance(body, Message) and body.html else 0
        return getsizeof(body.text) + rendered


@dataclass(slots=True)
class Result:
    """One outcome an addition, in order, and what may be published after the commit."""

    outcomes: list[Outcome] = field(default_factory=list)
    hints: list[AnyHint] = field(default_factory=list)
    sites_with_facts: set[str] = field(default_factory=set)


MayReply = dict[str, Collection[str]]
Repliers = Callable[[CursorWrapper, Sequence[str]], MayReply]


def _nobody(_cursor: CursorWrapper, _conversations: Sequence[str]) -> MayReply:
    return {}


repliers: Repliers = _nobody
"""Conversation → ids of who may answer in it: owner, members, insiders. Chat does not know the desk, so the desk sets this."""


def store(cursor: CursorWrapper, additions: Sequence[Addition]) -> Result:
    """Store a batch inside the caller's transaction."""
    at = now_ms()
    theirs = _conversations_of_visitors(cursor, additions, at)
    targets = [a.conversation or theirs[a.by.id] for a in additions]
    log = Log(cursor, targets)
    seen = _seen(cursor, additions)
    answered = [t for a, t in zip(additions, targets, strict=True) if a.by.kind in TEAM]
    may_reply = repliers(cursor, answered) if answered else {}
    result = Result()
    for addition, target in zip(additions, targets, strict=True):
        key = (addition.by.id, addition.client_id)
        outcome: Outcome
        if key in seen:
            outcome = seen[key]
        else:
            try:
                outcome = seen[key] = _add(log, addition, target, may_reply, at)
            except (ChatError, Unavailable) as refusal:
                outcome = refusal
        result.outcomes.append(outcome)
    _take_back(cursor, [h.id for h in log.heads.values() if h.head == 0])
    result.hints = log.flush()
    result.sites_with_facts = log.sites_with_facts
    return result


def _add(log: Log, addition: Addition, target: str, may_reply: MayReply, at: int) -> Stored:
    head = log.heads.get(target)
    if head is None or head.site != addition.site:
        raise UnknownConversation
    by, words = addition.by, not isinstance(addition.body, Note)
    may = by.id in may_reply.get(target, ())
    if by.kind == "visitor" and head.status == "left":
        # They left in the moment between our look and our lock: said again, it begins another conversation.
        raise Unavailable("The conversation has just ended.")
    if by.kind == "insider" and not may:
        # Theirs is one conversation alone: any other is as unknown to them as none.
        raise UnknownConversation
    if by.kind == "insider" and head.status != "open":
        raise ClosedForNow
    if by.kind in TEAM and words:
        if head.status == "left":
            raise AlreadyEnded
        if not may and head.status == "open":
            raise NotYours
    if head.status == "closed" and words:
        log.add(target, by, Reopened(), at)
        may_reply[target] = {by.id}
    elif head.head == 0:
        log.tell_desk(head, Fact.Kind.OPENED, by, at)
    return log.add(target, by, addition.body, at, addition.client_id)


def _seen(cursor: CursorWrapper, additions: Sequence[Addition]) -> dict[tuple[str, str], Stored]:
    """What is stored already, by author and client id: whatever conversation it went to, also one left since."""
    ids = sorted({a.client_id for a in additions})
    authors = {a.by.id for a in additions}
    cursor.execute(
        "SELECT author, client_id, conversation_id, seq, visitor_seq, at FROM chat_entry"
        f" WHERE client_id IN ({', '.join(['%s'] * len(ids))})",
        ids,
    )
    return {(row[0], row[1]): Stored(*row[2:]) for row in cursor.fetchall() if row[0] in authors}


def _conversations_of_visitors(cursor: CursorWrapper, additions: Sequence[Addition], at: int) -> dict[str, str]:
    """Visitor → their conversation that they have not left, begun here for those who have none."""
    sites = {a.by.id: a.site for a in additions if a.conversation is None}
    if not sites:
        return {}
    visitors = sorted(sites)
    cursor.execute(
        "SELECT visitor_id, id FROM chat_conversation WHERE status <> 'left'"
        f" AND visitor_id IN ({', '.join(['%s'] * len(visitors))})",
        visitors,
    )
    found: dict[str, str] = dict(cursor.fetchall())
    for visitor in visitors:
        if visitor not in found:
            found[visitor] = _begin(cursor, sites[visitor], visitor, at)
    return found


def _take_back(cursor: CursorWrapper, conversations: Sequence[str]) -> None:
    """Forget conversations that were begun for a retry of words which stand in one that was left since."""
    if conversations:
        holes = ", ".join(["%s"] * len(conversations))
        cursor.execute(f"DELETE FROM chat_conversation WHERE id IN ({holes})", list(conversations))


def _begin(cursor: CursorWrapper, site: str, visitor: str, at: int) -> str:
    """A new conversation, or the one another process began in this very moment."""
    cursor.execute(
        "INSERT INTO chat_conversation (id, site_id, visitor_id, status, head, visitor_head, read, visitor_read,"
        " opened_at, changed_at, last) VALUES (%s, %s, %s, 'open', 0, 0, 0, 0, %s, %s, '')"
        " ON CONFLICT DO NOTHING",
        [new_id(), site, visitor, at, at],
    )
    cursor.execute("SELECT id FROM chat_conversation WHERE visitor_id = %s AND status <> 'left'", [visitor])
    return str(cursor.fetchone()[0])
