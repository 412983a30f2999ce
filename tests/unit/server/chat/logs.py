"""Who writes in the tests of the log, and what must hold of every log whatever happened to it."""

import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import msgspec
from django.db import connection, transaction
from django.utils import timezone

from server.chat.batch import Addition, Outcome
from server.chat.models import Conversation, Entry
from server.ids import new_id
from server.people.models import Visitor
from server.sites.models import Site
from server.wire.nouns import (
    Asked,
    Closed,
    Connected,
    Departed,
    Escalated,
    Face,
    HandedOver,
    Held,
    Joined,
    LineDropped,
    Message,
    NoAnswer,
    NotComing,
    Note,
    PickedUp,
    Reopened,
    Resumed,
    TeamBody,
    TookOver,
)

BODIES: msgspec.json.Decoder[TeamBody] = msgspec.json.Decoder(TeamBody)


@dataclass(frozen=True)
class Line:
    """An entry, as it is stored."""

    seq: int
    visitor_seq: int | None
    kind: str
    author: str
    client_id: str | None
    body: TeamBody

    @property
    def text(self) -> str | None:
        return self.body.text if isinstance(self.body, Message | Note) else None


class Told:
    """What the writer answered, by client id."""

    def __init__(self) -> None:
        self.outcomes: dict[str, list[Outcome]] = defaultdict(list)
        self._news = threading.Condition()

    def of(self, addition: Addition) -> Callable[[Outcome], None]:
        def tell(outcome: Outcome) -> None:
            with self._news:
                self.outcomes[addition.client_id].append(outcome)
                self._news.notify_all()

        return tell

    def wait(self, count: int, within_s: float = 20) -> None:
        with self._news:
            assert self._news.wait_for(lambda: sum(map(len, self.outcomes.values())) >= count, within_s)


def make_visitor(site: Site) -> Face:
    made = Visitor.objects.create(
        site=site,
        name="Blue Heron",
        token_hash=new_id(),
        created_at=timezone.now(),
        seen_at=timezone.now(),
        token_expires_at=timezone.now() + timedelta(days=1),
    )
    return Face(kind="visitor", id=made.id, name=made.name)


def says(site: Site, by: Face, client_id: str, text: str) -> Addition:
    return Addition(site.id, by, client_id, Message(text=text, html=None), None)


def escalates(site: Site, by: Face, client_id: str) -> Addition:
    return Addition(site.id, by, client_id, Escalated(), None)


def replies(site: Site, by: Face, client_id: str, text: str, to: str) -> Addition:
    return Addition(site.id, by, client_id, Message(text=text, html=f"<p>{text}</p>"), to)


def notes(site: Site, by: Face, client_id: str, text: str, to: str) -> Addition:
    return Addition(site.id, by, client_id, Note(text=text), to)


def _as_of_one_moment(site: Site) -> tuple[dict[str, list[Line]], dict[str, Conversation]]:
    """Entries and heads, though a desk may be adding to both while they are read."""
    logs: dict[str, list[Line]] = defaultdict(list)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        for e in Entry.objects.filter(conversation__site=site).order_by("conversation_id", "seq"):
            body = BODIES.decode(e.body)
            logs[e.conversation_id].append(Line(e.seq, e.visitor_seq, e.author_kind, e.author, e.client_id, body))
        return logs, {c.id: c for c in Conversation.objects.filter(site=site)}


def sound_logs(site: Site) -> dict[str, list[Line]]:
    """Every log of the site, once it has been found sound."""
    logs, talks = _as_of_one_moment(site)
    assert talks.keys() == logs.keys(), "a conversation without an entry"
    for id_, log in logs.items():
        talk = talks[id_]
        assert [line.seq for line in log] == list(range(1, talk.head + 1))
        public = [line.visitor_seq for line in log if line.visitor_seq is not None]
        assert public == list(range(1, talk.visitor_head + 1))
        for line in log:
            assert (line.visitor_seq is None) == isinstance(line.body, Note | Connected | Asked | NotComing)
        assert 0 <= talk.read <= talk.head
        assert 0 <= talk.visitor_read <= talk.visitor_head
        assert talk.status == _status(log)
        words = [line for line in log if line.text is not None]
        last = msgspec.json.decode(talk.last)["text"] if talk.last else None
        assert last == (" ".join((words[-1].text or "").split())[:200] if words else None)
        assert talk.speaker == _speaker(log)
    keys = [(line.author, line.client_id) for log in logs.values() for line in log if line.client_id]
    assert len(set(keys)) == len(keys), "a word was stored twice"
    unfinished = [c for c in talks.values() if c.status != "left"]
    assert len({c.visitor_id for c in unfinished}) == len(unfinished)
    return dict(logs)


def _speaker(log: list[Line]) -> str:
    """The last of the team who spoke to the visitor since it was opened, put before somebody or picked up anew."""
    speaker = ""
    for line in log:
        if isinstance(line.body, Reopened | Connected | PickedUp):
            speaker = ""
        if isinstance(line.body, Message) and line.kind in {"agent", "insider"}:
            speaker = line.author
    return speaker


def _status(log: list[Line]) -> str:
    """What the entries say of the conversation's status; on the way, that they say it in a possible order."""
    status = "open"
    for line in log:
        match line.body:
            case (
                Message() | PickedUp() | LineDropped() | NoAnswer() | Escalated() | Joined() | TookOver() | HandedOver()
            ):
                assert status == "open", f"{line} in a conversation that is {status}"
            case Held() | Resumed():
                assert status == "open", f"{line} in a conversation that is {status}"
            case Closed():
                assert status == "open"
                status = "closed"
            case Reopened():
                assert status == "closed"
                status = "open"
            case Departed():
                assert status != "left"
                status = "left"
    return status
