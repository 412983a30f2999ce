"""Whoever comes back gets exactly what they missed, or a fresh page; history is read backwards page by page."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from server.chat.batch import store
from server.desk import actions as desk
from server.desk import rows
from server.desk.dispatch import dispatch
from server.live.offload import offload
from server.people.models import Visitor
from server.sites.models import Site
from server.wire import agent, visitor
from server.wire.limits import PAGE
from server.wire.nouns import Face
from tests.unit.server.chat.logs import make_visitor, says
from tests.unit.server.conftest import Staff
from tests.unit.server.desk.office import come, face, write
from tests.unit.server.live.talk import answering, visiting

pytestmark = pytest.mark.both


def talk(site: Site, by: Face, words: int) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        store(cursor, [says(site, by, f"client-id-{n}", f"word {n}") for n in range(1, words + 1)])


@pytest.mark.parametrize(
    ("cursor", "first", "earlier"),
    [
        (0, 31, True),
        (PAGE + 30, None, True),
        (PAGE + 29, PAGE + 30, True),
        (30, 31, True),
        (29, 31, True),
        (PAGE + 31, 31, True),
        (2**53 - 1, 31, True),
    ],
)
async def test_a_visitor_who_comes_back_gets_what_was_missed_or_the_newest_page(
    site: Site, cursor: int, first: int | None, earlier: bool
) -> None:
    async with visiting(site.key) as (_, greeting):
        pass
    await offload(talk, site, greeting.visitor, PAGE + 30)
    async with visiting(site.key, token=greeting.token) as (_, fresh):
        assert fresh.conversation
        id_ = fresh.conversation.id
    async with visiting(site.key, token=greeting.token, conversation=id_, cursor=cursor) as (v, back):
        held = back.conversation
        assert held
        expected = [] if first is None else list(range(first, PAGE + 31))
        assert [e.seq for e in held.entries] == expected
        assert (held.head, held.earlier) == (PAGE + 30, earlier)
        v.say(visitor.Earlier(conversation=id_, before=31))
        history = await v.expect(visitor.History)
        assert ([e.seq for e in history.entries], history.earlier) == (list(range(1, 31)), False)


async def test_a_cursor_in_another_conversation_counts_for_nothing(site: Site) -> None:
    async with visiting(site.key) as (_, greeting):
        pass
    await offload(talk, site, greeting.visitor, 5)
    async with visiting(site.key, token=greeting.token, conversation="another-one", cursor=4) as (_, back):
        assert back.conversation
        assert [e.seq for e in back.conversation.entries] == [1, 2, 3, 4, 5]
        assert not back.conversation.earlier


async def test_an_agent_who_comes_back_gets_what_was_missed_of_every_open_conversation(site: Site, ana: Staff) -> None:
    async with visiting(site.key) as (v, _), visiting(site.key) as (w, _):
        async with answering(site.key, ana.session) as (a, _):
            v.say(visitor.Say(id="client-id-v", conversation=None, text="v"))
            w.say(visitor.Say(id="client-id-w", conversation=None, text="w"))
            ids = [(await t.expect(visitor.Acked)).conversation for t in (v, w)]
            for id_ in ids:
                await a.sees(agent.Rows, lambda e, id_=id_: id_ in {r.id for r in e.rows if r.state == "ringing"})  # type: ignore[misc]
                a.say(agent.Open(conversation=id_, after=0))
                assert (await a.expect(agent.Opened)).entries[-1].seq == 3
        v.say(visitor.Say(id="client-id-v2", conversation=None, text="v again"))
        await v.expect(visitor.Acked)
        cursors = {ids[0]: 3, ids[1]: 1, "no-such-conversation": 7}
        async with answering(site.key, ana.session, cursors) as (again, welcomed):
            assert {row.id: (row.state, row.agent) for row in welcomed.rows} == dict.fromkeys(ids, ("engaged", ana.id))
            opened = {(await again.expect(agent.Opened)).row.id: None for _ in ids}
            assert opened.keys() == set(ids)
            v.say(visitor.Say(id="client-id-v3", conversation=None, text="once more"))
            assert (await again.expect(agent.Added)).entry.seq == 5


async def test_fetching_goes_on_page_by_page_to_the_head(site: Site, ana: Staff) -> None:
    async with visiting(site.key) as (v, greeting), answering(site.key, ana.session) as (a, _):
        await offload(talk, site, greeting.visitor, PAGE * 2 + 7)
        v.say(visitor.Say(id="client-id-last", conversation=None, text="the last"))
        acked = await v.expect(visitor.Acked)
        assert acked.seq == PAGE * 2 + 8
        got: list[int] = []
        while not got or got[-1] < acked.seq:
            v.say(visitor.Fetch(conversation=acked.conversation, after=got[-1] if got else 0))
            fetched = await v.expect(visitor.Fetched)
            assert fetched.head == acked.seq
            got += [e.seq for e in fetched.entries]
        assert got == list(range(1, acked.seq + 1))
        a.say(agent.Fetch(conversation=acked.conversation, after=0))
        team = await a.expect(agent.Fetched)
        assert len(team.entries) == PAGE
        a.say(agent.Earlier(conversation=acked.conversation, before=3))
        history = await a.expect(agent.History)
        assert ([e.seq for e in history.entries], history.earlier) == ([1, 2], False)


async def test_ended_conversations_are_read_page_by_page(
    site: Site, ana: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "ROWS", 8)

    def end_many() -> None:
        come(site, ana)
        for _ in range(11):
            conversation = write(site, make_visitor(site))
            dispatch(site.id)
            desk.close(site.id, conversation, face(ana))

    await offload(end_many)
    async with answering(site.key, ana.session) as (a, welcomed):
        seen = [row.id for row in welcomed.rows]
        assert (len(seen), welcomed.more) == (8, True)
        a.say(agent.More(before=welcomed.rows[-1].changed))
        older = await a.expect(agent.Older)
        seen += [row.id for row in older.rows]
        assert not older.more
        assert len(set(seen)) == len(seen) == 11


async def test_whoever_comes_back_after_days_and_writes_is_here(site: Site, ana: Staff) -> None:
    """The same page, the same token: their hello tells nothing new."""

    def long_ago() -> None:
        Visitor.objects.update(seen_at=timezone.now() - timedelta(days=3))

    async with visiting(site.key) as (_, greeting):
        pass
    await offload(long_ago)
    async with answering(site.key, ana.session) as (a, _), visiting(site.key, token=greeting.token) as (v, _):
        v.say(visitor.Say(id="client-id-1", conversation=None, text="Me again."))
        row = (await a.expect(agent.Rows, lambda e: e.rows[0].state == "ringing")).rows[0]
        assert (row.visitor.online, row.absent) == (True, False)
