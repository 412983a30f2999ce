"""What an insider is shown of their one conversation: read in one thread, after the socket is subscribed."""

from collections.abc import Sequence
from typing import NamedTuple

from server import metrics
from server.chat import queries as chat
from server.chat.errors import UnknownConversation
from server.clock import now_ms
from server.desk import passes
from server.desk import queries as desk
from server.desk.passes import Pass
from server.people import queries as people
from server.sites import queries as sites
from server.wire import agent
from server.wire import insider as wire
from server.wire.base import VERSION
from server.wire.limits import LIMITS, PAGE


class Seen(NamedTuple):
    """The conversation around its log: who is in it, and its visitor."""

    within: wire.With
    visitor: agent.VisitorCard


def look(mine: Pass) -> Seen | None:
    """How it is now; None once the link opens it no more."""
    return _seen([mine]).get(mine.conversation) if passes.lives(mine.id) else None


def welcome(mine: Pass, cursor: int) -> tuple[wire.Welcome, Seen]:
    """For an insider who holds the log up to `cursor`."""
    seen = _seen([mine]).get(mine.conversation)
    talk = chat.of_site(mine.site, mine.conversation)
    site = sites.by_id(mine.site)
    if talk is None or seen is None or site is None:
        raise UnknownConversation
    if cursor > talk.head or talk.head - cursor > PAGE:
        cursor = max(0, talk.head - PAGE)
    entries = chat.team_after(mine.conversation, cursor)
    greeting = wire.Welcome(
        version=VERSION,
        now=now_ms(),
        limits=LIMITS,
        me=mine.face,
        site_name=site.name,
        asked_by=mine.asked_by,
        why=mine.why,
        expires=mine.expires_at,
        conversation=mine.conversation,
        visitor=seen.visitor,
        faces=seen.within.faces,
        entries=entries,
        after=cursor,
        head=entries[-1].seq if entries else talk.head,
        earlier=cursor > 0,
        visitor_read=talk.visitor_read,
    )
    return greeting, seen


def page(asked: agent.Fetch | agent.Earlier) -> agent.Fetched | agent.History:
    """A part of the log. Whose it is has been looked at."""
    conversation = asked.conversation
    if isinstance(asked, agent.Fetch):
        metrics.CAUGHT_UP_CLIENT.inc()
        entries = chat.team_after(conversation, asked.after)
        head = chat.heads([conversation]).get(conversation, asked.after)
        return agent.Fetched(conversation=conversation, after=asked.after, head=head, entries=entries)
    entries = chat.team_before(conversation, asked.before)
    earlier = bool(entries) and entries[0].seq > 1
    return agent.History(conversation=conversation, before=asked.before, entries=entries, earlier=earlier)


class Round(NamedTuple):
    """What a beat's round found, by conversation: the newest seqs, and how else it is there."""

    heads: dict[str, int]
    seen: dict[str, Seen]


def round_of(held: Sequence[Pass]) -> Round:
    """Read how far each conversation is, and who is in it."""
    return Round(chat.heads({one.conversation for one in held}), _seen(held))


def _seen(held: Sequence[Pass]) -> dict[str, Seen]:
    ids = {one.conversation for one in held}
    talks = chat.by_ids(ids)
    rows = desk.rows_of(ids)
    owned = {row.id: row.agent for row in rows if row.agent and row.state in {"engaged", "held"}}
    faces = people.faces(set(owned.values()))
    found = {}
    for row in rows:
        owner = [faces[owned[row.id]]] if row.id in owned else []
        joined = [member.face for member in row.members if member.state == "joined"]
        within = wire.With(faces=(*owner, *joined), ended=talks[row.id].status != "open")
        found[row.id] = Seen(within, row.visitor)
    return found
