"""A visitor and an agent talk over two sockets of this process."""

import pytest

from server.sites.models import Site
from server.wire import agent, visitor
from server.wire.nouns import Message, Note, PickedUp, Refused
from tests.unit.server.conftest import Staff
from tests.unit.server.live.talk import answering, visiting

pytestmark = pytest.mark.both


def say(n: int, text: str = "") -> visitor.Say:
    return visitor.Say(id=f"client-id-{n}", conversation=None, text=text or f"word {n}")


async def test_a_visitor_writes_and_an_agent_picks_up_and_answers(site: Site, ana: Staff) -> None:
    async with answering(site.key, ana.session) as (a, welcome), visiting(site.key) as (v, greeting):
        assert welcome.me.name == "Ana"
        assert [p.face.name for p in greeting.presence.here] == ["Ana"]
        assert greeting.token
        v.say(say(1, "My rear wheel clicks."))
        acked = await v.expect(visitor.Acked)
        assert acked.seq == 1
        ringing = await a.expect(agent.Rows, lambda e: e.rows[0].state == "ringing")
        row = ringing.rows[0]
        assert (row.agent, row.because, row.last and row.last.text) == (
            ana.id,
            "first_in_line",
            "My rear wheel clicks.",
        )
        assert (await v.expect(visitor.Stands, lambda e: e.standing.state == "ringing")).standing.faces[0].name == "Ana"

        a.say(agent.Open(conversation=row.id, after=0))
        opened = await a.expect(agent.Opened)
        assert opened.row.state == "engaged"
        assert [type(e.body).__name__ for e in opened.entries] == ["Message", "Connected", "PickedUp"]
        picked = await v.expect(visitor.Added, lambda e: isinstance(e.entry.body, PickedUp))
        assert picked.entry.seq == 2

        a.say(agent.Reply(id="client-id-a", conversation=row.id, text="**Bring** it in."))
        assert (await a.expect(agent.Acked)).seq == 4
        reply = await v.expect(visitor.Added, lambda e: isinstance(e.entry.body, Message) and e.entry.by.name == "Ana")
        assert reply.entry.body == Message(text="**Bring** it in.", html="<p><strong>Bring</strong> it in.</p>")
        assert reply.entry.seq == 3

        a.say(agent.WriteNote(id="client-id-n", conversation=row.id, text="secret of the team"))
        await a.expect(agent.Added, lambda e: isinstance(e.entry.body, Note))
        v.say(say(2))
        assert (await v.expect(visitor.Acked)).seq == 4
        assert not any("secret" in raw for raw in v.raw)


async def test_a_retry_is_answered_as_the_first_try_was(site: Site) -> None:
    async with visiting(site.key) as (v, _):
        for n in (1, 2, 1, 2, 3, 1):
            v.say(say(n))
        seqs: dict[str, int] = {}
        for _ in range(6):
            acked = await v.expect(visitor.Acked)
            assert seqs.setdefault(acked.id, acked.seq) == acked.seq
        assert sorted(seqs.values()) == [1, 2, 3]


async def test_coming_back_with_a_cursor_brings_exactly_what_was_missed(site: Site) -> None:
    async with visiting(site.key) as (v, greeting):
        for n in range(5):
            v.say(say(n))
        last = await v.expect(visitor.Acked, lambda e: e.seq == 5)
    known = last.conversation
    async with visiting(site.key, token=greeting.token, conversation=known, cursor=3) as (_, again):
        assert again.token is None
        assert again.conversation
        assert [e.seq for e in again.conversation.entries] == [4, 5]
        assert again.conversation.earlier


async def test_closing_frees_the_slot_and_writing_reopens(site: Site, ana: Staff) -> None:
    async with answering(site.key, ana.session) as (a, _), visiting(site.key) as (v, _):
        v.say(say(1))
        row = (await a.expect(agent.Rows, lambda e: e.rows[0].state == "ringing")).rows[0]
        a.say(agent.Close(id="client-id-c", conversation=row.id))
        await a.expect(agent.Rows, lambda e: e.rows[0].state == "closed")
        assert (await v.expect(visitor.Stands, lambda e: e.standing.state == "closed")).standing.faces[0].name == "Ana"
        v.say(say(2))
        again = await a.expect(agent.Rows, lambda e: e.rows[0].state == "ringing")
        assert (again.rows[0].id, again.rows[0].because) == (row.id, "was_theirs")


async def test_leaving_ends_it_at_once_and_gives_a_receipt(site: Site, ana: Staff) -> None:
    async with answering(site.key, ana.session) as (a, _), visiting(site.key) as (v, _):
        v.say(say(1))
        row = (await a.expect(agent.Rows, lambda e: e.rows[0].state == "ringing")).rows[0]
        v.say(visitor.Leave(id="client-id-l"))
        left = await v.expect(visitor.Left)
        assert left.conversation == row.id
        assert left.number
        assert (await a.expect(agent.Rows, lambda e: e.rows[0].state == "left")).rows[0].agent is None
        v.say(visitor.Leave(id="client-id-l"))
        assert (await v.expect(visitor.Left)).number == left.number
        v.say(visitor.Why(id="client-id-w", departure=left.departure, reason="too_hard", words="<b>"))
        await v.expect(visitor.Thanked)
        v.say(say(2))
        assert (await v.expect(visitor.Acked, lambda e: e.id == "client-id-2")).conversation != row.id


async def test_two_tabs_of_a_visitor_see_the_same(site: Site) -> None:
    async with visiting(site.key) as (one, greeting), visiting(site.key, token=greeting.token) as (two, _):
        one.say(say(1, "from one"))
        heard = await two.expect(visitor.Added)
        assert heard.entry.body == Message(text="from one", html=None)
        two.say(say(2, "from two"))
        await one.expect(visitor.Added, lambda e: e.entry.seq == 2)


async def test_only_the_one_who_has_it_may_reply(site: Site, ana: Staff, tom: Staff) -> None:
    async with answering(site.key, ana.session) as (a, _), visiting(site.key) as (v, _):
        v.say(say(1))
        row = (await a.expect(agent.Rows, lambda e: e.rows[0].state == "ringing")).rows[0]
        async with answering(site.key, tom.session) as (t, _):
            t.say(agent.Reply(id="client-id-t", conversation=row.id, text="me too"))
            assert (await t.expect(Refused)).code == "not_yours"
            t.say(agent.PickUp(id="client-id-p", conversation=row.id, offer=None))
            assert (await t.expect(Refused)).code == "already_taken"
            t.say(agent.WriteNote(id="client-id-n", conversation=row.id, text="psst"))
            await t.expect(agent.Acked)


async def test_an_agent_at_capacity_may_still_pick_up_what_waits(site: Site, ana: Staff) -> None:
    async with answering(site.key, ana.session) as (a, _), visiting(site.key) as (v, _):
        a.say(agent.SetPresence(presence="away", capacity=1))
        await a.expect(agent.Presence)
        v.say(say(1))
        row = (await a.expect(agent.Rows, lambda e: e.rows[0].state == "waiting")).rows[0]
        a.say(agent.PickUp(id="client-id-p", conversation=row.id, offer=None))
        await a.expect(agent.Acked)
        await v.expect(visitor.Stands, lambda e: e.standing.state == "engaged")


async def test_who_notes_has_read_and_the_visitor_is_told_of_the_reading_alone(site: Site, ana: Staff) -> None:
    async with answering(site.key, ana.session) as (a, _), visiting(site.key) as (v, _):
        v.say(say(1))
        row = (await a.expect(agent.Rows, lambda e: e.rows[0].state == "ringing")).rows[0]
        a.say(agent.WriteNote(id="client-id-n", conversation=row.id, text="secret of the team"))
        await a.expect(agent.Acked)
        assert (await v.expect(visitor.ReadByTeam)).seq == 1
        assert not any("secret" in raw for raw in v.raw)
