"""What can be done to a conversation. Only actions write, and they publish after the commit."""

import asyncio
from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.db import connection, transaction

from server import bus
from server.chat import facts, markup, queries
from server.chat.batch import Addition, Outcome
from server.chat.log import Log, Stored
from server.chat.models import Conversation
from server.chat.queries import Standing, added_to
from server.chat.writer import writer
from server.clock import now_ms
from server.wire import agent, codec, visitor
from server.wire.nouns import Departed, Escalated, Face, Message, Note, TeamBody

Tell = Callable[[Outcome], None]


def say(site: str, by: Face, client_id: str, text: str, tell: Tell) -> None:
    """A visitor's message joins the next commit; `tell` is called in the event loop once it is durable, or refused."""
    writer.add(Addition(site, by, client_id, Message(text=text, html=None), None), tell)


def escalate(site: str, by: Face, client_id: str, tell: Tell) -> None:
    """A visitor asks for somebody who can fix this: like words of theirs, it begins or reopens a conversation where need be."""
    writer.add(Addition(site, by, client_id, Escalated(), None), tell)


def reply(site: str, by: Face, conversation: str, client_id: str, text: str, tell: Tell) -> None:
    """The team's message, in Markdown. Refused unless its author is in the conversation; a closed one reopens as its agent's."""
    body = Message(text=text, html=markup.render(text))
    writer.add(Addition(site, by, client_id, body, conversation), tell)


def note(site: str, by: Face, conversation: str, client_id: str, text: str, tell: Tell) -> None:
    """A word to the team."""
    writer.add(Addition(site, by, client_id, Note(text=text), conversation), tell)


class Recorded(NamedTuple):
    """What `record` came to: conversation → its last new entry, and → how it stands until the transaction ends, by its lock."""

    stored: dict[str, Stored]
    talks: dict[str, Standing]


def record(entries: Iterable[tuple[str, Face, TeamBody, str | None]], at: int) -> Recorded:
    """Add entries inside the caller's transaction. Published on commit.

    The last of each is the id under which its author said it, if they did. Nothing is added to what its visitor has left
    meanwhile.
    """
    entries = list(entries)
    stored: dict[str, Stored] = {}
    with connection.cursor() as cursor:
        log = Log(cursor, [to for to, _, _, _ in entries])
        for to, by, body, said in entries:
            head = log.heads[to]
            if head.status != "left":
                added = log.add(to, by, body, at, said)
                stored[to] = Stored(to, head.head, head.visitor_head, added.at)
        hints = log.flush()
    transaction.on_commit(lambda: bus.publish(hints))
    return Recorded(stored, {id_: added_to(head) for id_, head in log.heads.items() if id_ in stored})


def depart(site: str, visitor_id: str, by: Face) -> str | None:
    """The visitor leaves for good: their conversation's id, or None where there was none to leave."""
    with transaction.atomic(), connection.cursor() as cursor:
        found = Conversation.objects.filter(site_id=site, visitor_id=visitor_id).exclude(status="left")
        conversation: str | None = found.values_list("id", flat=True).first()
        if conversation is None:
            return None
        log = Log(cursor, [conversation])
        if log.heads[conversation].status == "left":
            return None
        log.add(conversation, by, Departed(), now_ms())
        hints = log.flush()
        transaction.on_commit(lambda: bus.publish(hints))
        transaction.on_commit(lambda: facts.came.send(sender=depart, site_id=site))
        return conversation


def read_by_visitor(site: str, visitor_id: str, conversation: str, seq: int) -> None:
    """Everything up to `seq` (the visitor's count) was on the visitor's screen. Marks only move forward."""
    moved = Conversation.objects.filter(
        id=conversation, site_id=site, visitor_id=visitor_id, visitor_read__lt=seq, visitor_head__gte=seq
    ).update(visitor_read=seq)
    if moved:
        frame = codec.encode(agent.ReadByVisitor(conversation=conversation, visitor_seq=seq))
        bus.publish([bus.ToAgents(site=site, frame=frame, agent=None, insiders=conversation)])


def read_by_team(site: str, conversation: str, seq: int) -> None:
    """Everything up to `seq` (the team's count) was on a screen of the team's side."""
    found = Conversation.objects.filter(id=conversation, site_id=site, read__lt=seq, head__gte=seq)
    if not found.update(read=seq):
        return
    visitor_id = Conversation.objects.values_list("visitor_id", flat=True).get(id=conversation)
    newest = queries.visitor_seq_at(conversation, seq)
    to_team = codec.encode(agent.ReadByTeam(conversation=conversation, seq=seq))
    to_visitor = codec.encode(visitor.ReadByTeam(conversation=conversation, seq=newest))
    bus.publish(
        [
            bus.ToAgents(site=site, frame=to_team, agent=None, insiders=conversation),
            bus.ToVisitor(site=site, visitor=visitor_id, frame=to_visitor),
        ]
    )


async def appended(add: Callable[[Tell], None]) -> Stored:
    """The outcome of one addition as an awaitable, for callers who are not in a hurry. Raises what it was refused with."""
    future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
    bus.hub()
    add(lambda outcome: None if future.done() else future.set_result(outcome))
    outcome = await future
    if isinstance(outcome, Stored):
        return outcome
    raise outcome
