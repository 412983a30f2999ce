"""What a log leaves for the desk to know, who may answer in it, and whose words count as the team's. No desk takes part.

Long, because it lists each fact that a log may leave.
"""

from collections.abc import Collection, Sequence

import pytest
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from server.chat import actions, batch, queries
from server.chat.batch import Addition, Outcome, store
from server.chat.errors import ChatError, ClosedForNow, NotYours, UnknownConversation
from server.chat.log import Stored
from server.chat.models import Fact
from server.sites.models import Site
from server.wire.nouns import (
    Asked,
    Chose,
    Closed,
    Connected,
    Escalated,
    Face,
    HandedOver,
    Held,
    Joined,
    LineDropped,
    LongerThanSaid,
    Message,
    NoAnswer,
    NotComing,
    PersonChosen,
    Reach,
    Reopened,
    Resumed,
    SteppedOut,
    TeamBody,
    TookOver,
)
from tests.unit.server.chat.logs import escalates, make_visitor, notes, replies, says, sound_logs

pytestmark = pytest.mark.both

ANA = Face(kind="agent", id="ana-0123456", name="Ana")
TOM = Face(kind="agent", id="tom-0123456", name="Tom")
MEG = Face(kind="insider", id="meg-0123456", name="Meg, warehouse")


@pytest.fixture
def inside(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Who may answer, wherever it is."""
    may: set[str] = {ANA.id}

    def repliers(_cursor: CursorWrapper, conversations: Sequence[str]) -> dict[str, Collection[str]]:
        return dict.fromkeys(conversations, may)

    monkeypatch.setattr(batch, "repliers", repliers)
    return may


def stored(*additions: Addition) -> list[Outcome]:
    with transaction.atomic(), connection.cursor() as cursor:
        return store(cursor, additions).outcomes


def one(addition: Addition) -> Stored:
    (outcome,) = stored(addition)
    assert isinstance(outcome, Stored), outcome
    return outcome


def closed(site: Site, conversation: str) -> None:
    with transaction.atomic():
        actions.record([(conversation, ANA, Closed(), None)], 1)


def recorded(conversation: str, by: Face, body: TeamBody) -> Stored:
    with transaction.atomic():
        return actions.record([(conversation, by, body, None)], 1).stored[conversation]


def facts(site: Site) -> list[tuple[str, str | None]]:
    """What the desk has yet to hear, oldest first; heard now."""
    found = list(Fact.objects.filter(site=site).order_by("id").values_list("kind", "by_agent"))
    Fact.objects.all().delete()
    return found


def bodies(site: Site) -> list[str]:
    (log,) = sound_logs(site).values()
    return [type(line.body).__name__ for line in log]


def marks(site: Site, conversation: str) -> tuple[int, int]:
    talk = queries.of_site(site.id, conversation)
    assert talk
    return talk.read, talk.visitor_read


# Who spoke


def test_the_first_words_of_each_who_answers_are_told_and_no_others(site: Site, inside: set[str]) -> None:
    inside |= {TOM.id, MEG.id}
    v = make_visitor(site)
    to = one(says(site, v, "client-id-1", "one")).conversation
    assert facts(site) == [("opened", None)]
    stored(
        notes(site, ANA, "client-id-a0", "between us", to),
        replies(site, ANA, "client-id-a1", "hello", to),
        says(site, v, "client-id-2", "two"),
        replies(site, ANA, "client-id-a2", "hello again", to),
    )
    assert facts(site) == [("spoke", ANA.id)]
    stored(replies(site, TOM, "client-id-t1", "me too", to), replies(site, ANA, "client-id-a3", "yes", to))
    assert facts(site) == [("spoke", TOM.id), ("spoke", ANA.id)]
    one(replies(site, MEG, "client-id-m1", "it is in stock", to))
    assert facts(site) == [("spoke", None)], "an insider is no agent"
    sound_logs(site)


def test_opened_anew_nobody_has_spoken_yet(site: Site, inside: set[str]) -> None:
    v = make_visitor(site)
    to = one(says(site, v, "client-id-1", "one")).conversation
    one(replies(site, ANA, "client-id-a1", "hello", to))
    closed(site, to)
    facts(site)
    one(says(site, v, "client-id-2", "two"))
    one(replies(site, ANA, "client-id-a2", "hello again", to))
    assert facts(site) == [("opened", None), ("spoke", ANA.id)]
    closed(site, to)
    facts(site)
    one(replies(site, TOM, "client-id-t1", "one more thing", to))
    assert facts(site) == [("opened", TOM.id), ("spoke", TOM.id)]
    sound_logs(site)


def test_a_retry_tells_nothing_again(site: Site, inside: set[str]) -> None:
    v = make_visitor(site)
    to = one(escalates(site, v, "client-id-1")).conversation
    stored(replies(site, ANA, "client-id-a1", "hello", to), replies(site, ANA, "client-id-a1", "hello", to))
    facts(site)
    stored(replies(site, ANA, "client-id-a1", "hello", to), escalates(site, v, "client-id-1"))
    assert facts(site) == []


# Asking for somebody who can fix this


def test_asking_begins_a_conversation_where_none_is(site: Site) -> None:
    v = make_visitor(site)
    first = one(escalates(site, v, "client-id-1"))
    assert (first.seq, first.visitor_seq) == (1, 1)
    assert facts(site) == [("opened", None), ("escalated", None)]
    assert bodies(site) == ["Escalated"]
    talk = queries.of_site(site.id, first.conversation)
    assert talk
    assert (talk.last, talk.visitor_read) == (None, 1)
    assert one(says(site, v, "client-id-2", "my wheel")).conversation == first.conversation


def test_asking_in_one_that_goes_on_stays_in_it_and_after_a_closing_reopens_it(site: Site) -> None:
    v = make_visitor(site)
    to = one(says(site, v, "client-id-1", "one")).conversation
    facts(site)
    assert one(escalates(site, v, "client-id-2")).conversation == to
    assert facts(site) == [("escalated", None)]
    closed(site, to)
    facts(site)
    assert one(escalates(site, v, "client-id-3")).conversation == to
    assert facts(site) == [("opened", None), ("escalated", None)]
    assert bodies(site) == ["Message", "Escalated", "Closed", "Reopened", "Escalated"]


def test_asking_again_with_the_same_id_is_asking_once_also_after_leaving(site: Site) -> None:
    v = make_visitor(site)
    first = one(escalates(site, v, "client-id-1"))
    assert stored(escalates(site, v, "client-id-1"), escalates(site, v, "client-id-1")) == [first, first]
    with transaction.atomic():
        actions.depart(site.id, v.id, v)
    assert one(escalates(site, v, "client-id-1")) == first
    assert bodies(site) == ["Escalated", "Departed"]
    assert one(escalates(site, v, "client-id-2")).conversation != first.conversation


# Who may answer


def test_whoever_is_in_it_may_answer_and_any_agent_may_note(site: Site, inside: set[str]) -> None:
    to = one(says(site, make_visitor(site), "client-id-1", "one")).conversation
    inside |= {TOM.id}
    one(replies(site, ANA, "client-id-a1", "I have it", to))
    one(replies(site, TOM, "client-id-t1", "I came in", to))
    inside.remove(TOM.id)
    refused, note = stored(
        replies(site, TOM, "client-id-t2", "I left", to), notes(site, TOM, "client-id-t3", "a note", to)
    )
    assert isinstance(refused, NotYours)
    assert isinstance(note, Stored)
    sound_logs(site)


def test_an_insider_speaks_and_notes_in_their_conversation_and_all_others_are_unknown(
    site: Site, inside: set[str]
) -> None:
    to = one(says(site, make_visitor(site), "client-id-1", "one")).conversation
    words, note = replies(site, MEG, "client-id-m1", "hello", to), notes(site, MEG, "client-id-m2", "between us", to)
    assert [type(o) for o in stored(words, note)] == [UnknownConversation] * 2
    inside.add(MEG.id)
    first, second = one(words), one(note)
    assert (first.visitor_seq, second.visitor_seq) == (2, None)
    assert marks(site, to)[0] == second.seq
    closed(site, to)
    later = (replies(site, MEG, "client-id-m3", "one more", to), notes(site, MEG, "client-id-m4", "all the same", to))
    assert [type(o) for o in stored(*later)] == [ClosedForNow] * 2, "only the team opens what is closed"
    assert bodies(site) == ["Message", "Message", "Note", "Closed"]


def test_after_leaving_nobody_answers(site: Site, inside: set[str]) -> None:
    inside.add(MEG.id)
    v = make_visitor(site)
    to = one(says(site, v, "client-id-1", "one")).conversation
    with transaction.atomic():
        actions.depart(site.id, v.id, v)
    said = stored(replies(site, MEG, "client-id-m1", "wait", to), replies(site, ANA, "client-id-a1", "wait", to))
    assert [o.code for o in said if isinstance(o, ChatError)] == ["already_ended"] * 2


# What is seen by whom, and what shows that it was read

OF_THE_TEAM: list[TeamBody] = [
    Connected(because="first_in_line", numbers={}),
    Asked(whom=TOM, to="help", why="bikes", numbers={}),
    NotComing(whom=TOM, because="declined"),
]
HAPPENS: list[TeamBody] = [
    LineDropped(),
    NoAnswer(),
    TookOver(after=TOM),
    HandedOver(to=TOM, why=""),
    Held(because="visitor_away"),
    Resumed(),
    SteppedOut(),
    LongerThanSaid(minutes=5),
    PersonChosen(person=TOM),
]


@pytest.mark.parametrize("body", [*OF_THE_TEAM, *HAPPENS], ids=lambda b: type(b).__name__)
@pytest.mark.parametrize("kind", ["agent", "insider", "visitor"])
def test_what_only_happens_to_somebody_shows_no_reading(site: Site, body: TeamBody, kind: str) -> None:
    v = make_visitor(site)
    to = one(says(site, v, "client-id-1", "one")).conversation
    place = recorded(to, {"agent": ANA, "insider": MEG, "visitor": v}[kind], body)
    assert (place.seq, place.visitor_seq) == (2, 1 if body in OF_THE_TEAM else 2)
    assert marks(site, to) == (0, 1)


@pytest.mark.parametrize(
    ("by", "body", "after"),
    [
        (ANA, Message(text="Yes", html=None), (2, 1)),
        (MEG, Joined(because="insider", asked_by=ANA, why=""), (2, 1)),
        (TOM, Joined(because="asked", asked_by=ANA, why=""), (2, 1)),
        (None, Escalated(), (0, 2)),
        (None, Chose(reach=Reach(kind="write", address="jo@example.com", due=None)), (0, 2)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_done_at_a_screen_shows_that_the_words_before_it_were_read(
    site: Site, by: Face | None, body: TeamBody, after: tuple[int, int]
) -> None:
    v = make_visitor(site)
    to = one(says(site, v, "client-id-1", "one")).conversation
    recorded(to, by or v, body)
    assert marks(site, to) == after


def test_who_reopens_by_asking_has_read_what_was_there(site: Site, inside: set[str]) -> None:
    v = make_visitor(site)
    to = one(says(site, v, "client-id-1", "one")).conversation
    one(replies(site, ANA, "client-id-a1", "hello", to))
    closed(site, to)
    assert marks(site, to) == (3, 1)
    one(escalates(site, v, "client-id-2"))
    assert marks(site, to) == (3, 5)
    (log,) = sound_logs(site).values()
    assert isinstance(log[3].body, Reopened)
