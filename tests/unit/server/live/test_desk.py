"""What agents do at the desk, and what visitors wish of it, by their sockets: each told to whom it concerns, and done once."""

from typing import Any

import pytest

from server.desk import actions as desk
from server.live import watched
from server.live.offload import offload
from server.people.models import Visitor
from server.sites.models import Site, Team
from server.wire import agent, visitor
from server.wire.base import Frame
from server.wire.nouns import Chose, Escalated, Held, Message, PickedUp, Reach, Refused
from tests.protocol.clock import pass_time
from tests.unit.server.chat.logs import sound_logs
from tests.unit.server.conftest import Staff, set_rules
from tests.unit.server.live.talk import Talk, answering, hello, open_visitor, visiting

pytestmark = pytest.mark.both


def say(n: int) -> visitor.Say:
    return visitor.Say(id=f"client-id-{n}", conversation=None, text=f"word {n}")


async def rings(v: Talk, a: Talk, n: int = 1) -> agent.Row:
    """The visitor writes, and it rings for this agent."""
    v.say(say(n))
    return (await a.expect(agent.Rows, lambda e: e.rows[0].state == "ringing")).rows[0]


async def acked(talk: Talk, command: Any) -> agent.Acked:
    talk.say(command)
    return await talk.expect(agent.Acked, lambda e: e.id == command.id)


async def refused(talk: Talk, command: Any) -> str:
    talk.say(command)
    return (await talk.expect(Refused, lambda e: e.about == command.id)).code


async def entries(site: Site) -> list[str]:
    (log,) = (await offload(sound_logs, site)).values()
    return [type(line.body).__name__ for line in log]


# A sign of the agent


@pytest.fixture
def signs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Of which conversations the desk was told that somebody turned to them."""
    told: list[str] = []
    real = desk.sign_of

    def sign_of(site: str, conversation: str, by: Any) -> None:
        told.append(conversation)
        real(site, conversation, by)

    monkeypatch.setattr(desk, "sign_of", sign_of)
    return told


async def test_typing_where_it_rings_picks_up_also_in_a_conversation_that_is_open_already(
    site: Site, ana: Staff, signs: list[str]
) -> None:
    async with answering(site.key, ana.session) as (a, _), visiting(site.key) as (v, _):
        row = await rings(v, a)
        a.say(agent.Open(conversation=row.id, after=0))
        await a.expect(agent.Opened)
        for _ in range(10):
            a.say(agent.Write(conversation=row.id))
        await acked(a, agent.Reply(id="client-id-r", conversation=row.id, text="hello"))
        assert len(signs) == 2, "opening, and the first sign of writing; not every stroke of a key"
        await acked(a, agent.Close(id="client-id-c", conversation=row.id))
        assert (await rings(v, a, 2)).id == row.id
        a.say(agent.Write(conversation=row.id))
        again = await a.expect(agent.Added, lambda e: isinstance(e.entry.body, PickedUp) and e.entry.seq > 5)
        assert again.entry.by.id == ana.id


async def test_a_sign_is_passed_on_again_after_a_while_in_case_the_news_of_a_ring_was_lost(
    site: Site, ana: Staff, signs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with answering(site.key, ana.session) as (a, _), visiting(site.key) as (v, _):
        row = await rings(v, a)
        a.say(agent.Open(conversation=row.id, after=0))
        await a.expect(agent.Opened)
        monkeypatch.setattr(watched, "SIGN_S", 0.0)
        for _ in range(3):
            a.say(agent.Write(conversation=row.id))
        await acked(a, agent.Reply(id="client-id-r", conversation=row.id, text="hello"))
        assert len(signs) == 5


async def test_a_reply_is_a_sign_too_and_comes_after_the_pick_up(site: Site, ana: Staff) -> None:
    """As from an outbox that is emptied after a reconnect, where nothing was opened yet."""
    async with answering(site.key, ana.session) as (a, _), visiting(site.key) as (v, _):
        row = await rings(v, a)
        await acked(a, agent.Reply(id="client-id-r", conversation=row.id, text="hello"))
        assert await entries(site) == ["Message", "Connected", "PickedUp", "Message"]


async def test_where_the_site_rings_only_the_number_of_the_ring_picks_up(site: Site, ana: Staff) -> None:
    await offload(set_rules, site.id, mode="ring")
    async with answering(site.key, ana.session) as (a, welcomed), visiting(site.key) as (v, _):
        assert welcomed.mode == "ring"
        row = await rings(v, a)
        a.say(agent.Open(conversation=row.id, after=0))
        assert (await a.expect(agent.Opened)).row.state == "ringing"
        a.say(agent.Write(conversation=row.id))
        assert await refused(a, agent.Reply(id="client-id-r", conversation=row.id, text="hello")) == "not_yours"
        assert (
            await refused(a, agent.PickUp(id="client-id-p", conversation=row.id, offer=row.offer + 1)) == "offer_over"
        )
        assert await entries(site) == ["Message", "Connected"]
        await acked(a, agent.PickUp(id="client-id-q", conversation=row.id, offer=row.offer))
        assert await entries(site) == ["Message", "Connected", "PickedUp"]


# Twice is once


async def test_each_act_said_twice_is_done_once(site: Site, ana: Staff, tom: Staff) -> None:
    async with (
        answering(site.key, ana.session) as (a, _),
        visiting(site.key) as (v, _),
    ):
        row = await rings(v, a)
        to: dict[str, Any] = {"conversation": row.id}
        async with answering(site.key, tom.session) as (t, _):
            acts: list[tuple[Talk, Frame, str | None]] = [
                (a, agent.PickUp(id="client-id-1", offer=row.offer, **to), "PickedUp"),
                (a, agent.Hold(id="client-id-2", **to), "Held"),
                (a, agent.Resume(id="client-id-3", **to), "Resumed"),
                (a, agent.BringIn(id="client-id-4", whom=tom.id, why="", **to), "Asked"),
                (t, agent.Decline(id="client-id-5", offer=2, **to), "NotComing"),
                (a, agent.BringIn(id="client-id-6", whom=tom.id, why="", **to), "Asked"),
                (a, agent.Uninvite(id="client-id-7", whom=tom.id, **to), "NotComing"),
                (a, agent.BringIn(id="client-id-8", whom=tom.id, why="", **to), "Asked"),
                (t, agent.PickUp(id="client-id-9", offer=4, **to), "Joined"),
                (t, agent.StepOut(id="client-id-a", **to), "SteppedOut"),
                (a, agent.HandOver(id="client-id-b", whom=tom.id, team=None, why="", **to), "Asked"),
                (t, agent.PickUp(id="client-id-c", offer=5, **to), "HandedOver"),
                (t, agent.Close(id="client-id-d", **to), "Closed"),
            ]
            for talk, act, entry in acts:
                first = await acked(talk, act)
                before = await entries(site)
                assert before[-1] == entry
                talk.say(act)
                second = await talk.expect(agent.Acked, lambda e, act=act: e.id == act.id)  # type: ignore[misc]
                assert second.seq == first.seq
                assert entry in before[first.seq - 1 :], "the entry that keeps the id, or what followed from it"
                assert await entries(site) == before


async def test_an_act_does_not_overtake_the_words_before_it(site: Site, ana: Staff) -> None:
    async with answering(site.key, ana.session) as (a, _), visiting(site.key) as (v, _):
        row = await rings(v, a)
        for n in range(20):
            a.say(agent.Reply(id=f"reply-id-{n}", conversation=row.id, text=f"answer {n}"))
        await acked(a, agent.Hold(id="client-id-h", conversation=row.id))
    (log,) = (await offload(sound_logs, site)).values()
    assert isinstance(log[-1].body, Held)
    assert [line.text for line in log if isinstance(line.body, Message)][1:] == [f"answer {n}" for n in range(20)]


# Who is told


async def test_what_concerns_one_agent_no_other_hears(site: Site, ana: Staff, tom: Staff) -> None:
    async with answering(site.key, ana.session) as (a, _), visiting(site.key) as (v, _):
        row = await rings(v, a)
        a.say(agent.Open(conversation=row.id, after=0))
        await a.expect(agent.Opened)
        async with answering(site.key, tom.session) as (t, _):
            await offload(pass_time, site.key, 45_000)
            assert (await a.expect(agent.Nudge)).conversation == row.id
            await offload(pass_time, site.key, 45_000)
            gone = await a.expect(agent.Presence)
            assert (gone.me.presence, gone.me.away_because) == ("away", "no_answer")
            await t.expect(agent.Rows, lambda e: e.rows[0].agent == tom.id)
            await t.heard_nothing_of(agent.Nudge, agent.Presence)
            a.say(agent.SetPresence(presence="available", capacity=3))
            assert (await a.expect(agent.Presence)).me.away_because is None


# What visitors wish


async def test_asking_for_somebody_who_can_fix_it_begins_a_conversation_and_is_asked_once(
    site: Site, ana: Staff
) -> None:
    async with answering(site.key, ana.session) as (a, _), visiting(site.key) as (v, _):
        for _ in range(3):
            v.say(visitor.Escalate(id="client-id-e"))
        seen = [await v.expect(visitor.Acked) for _ in range(3)]
        assert {(e.conversation, e.seq) for e in seen} == {(seen[0].conversation, 1)}
        await v.expect(visitor.Added, lambda e: isinstance(e.entry.body, Escalated))
        row = (await a.expect(agent.Rows, lambda e: e.rows[0].state == "ringing")).rows[0]
        assert (row.id, row.last, row.escalated is not None) == (seen[0].conversation, None, True)
        assert (await entries(site)).count("Escalated") == 1


async def test_how_the_answer_shall_come_is_told_to_agents_and_keeps_the_place(site: Site, ana: Staff) -> None:
    async with visiting(site.key) as (v, _):
        v.say(say(1))
        conversation = (await v.expect(visitor.Acked)).conversation
        before = await v.expect(visitor.Stands, lambda e: e.standing.place == 1)
        reach = Reach(kind="call", address="+44 20 7946 0000", due=None)
        for _ in range(2):
            v.say(visitor.Choose(id="client-id-c", conversation=conversation, reach=reach))
            assert (await v.expect(visitor.Acked)).seq == 2
        chosen = await v.expect(visitor.Added, lambda e: isinstance(e.entry.body, Chose))
        assert chosen.entry.body == Chose(reach=reach)
        after = await v.expect(visitor.Stands, lambda e: e.standing.reach == reach)
        assert (after.standing.place, after.standing.since) == (1, before.standing.since)
        async with answering(site.key, ana.session) as (_, welcomed):
            assert [row.reach for row in welcomed.rows] == [reach]
        assert await entries(site) == ["Message", "Chose", "Connected"]


async def test_a_visitor_learns_who_is_here_and_who_theirs_is(site: Site, ana: Staff, tom: Staff) -> None:
    async with answering(site.key, ana.session):
        async with visiting(site.key) as (v, greeting):
            assert [p.face.name for p in greeting.presence.here] == ["Ana"]
            assert (greeting.presence.ids, greeting.presence.free, greeting.person) == ((ana.id,), True, None)
            for n, person in enumerate((tom.id, tom.id, None, tom.id)):
                v.say(visitor.SetPerson(id=f"client-id-{n}", person=person))
                await v.expect(visitor.PersonIs, lambda e, p=person: (e.person and e.person.face.id) == p)  # type: ignore[misc]
            v.say(visitor.SetPerson(id="client-id-s", person="nobody-of-this-team"))
            assert (await v.expect(Refused)).code == "unknown_person"
        async with visiting(site.key, token=greeting.token) as (_, again):
            assert again.person
            assert again.person.face.name == "Tom"


async def test_the_page_may_ask_for_a_team_by_name(site: Site) -> None:
    team = await offload(lambda: Team.objects.create(site=site, name="Bills"))
    async with open_visitor() as v:
        asks = hello(site.key)
        v.say(visitor.Hello(**{f: getattr(asks, f) for f in asks.__struct_fields__} | {"team": "Bills"}))
        greeting = await v.expect(visitor.Welcome)
    assert await offload(lambda: Visitor.objects.get(id=greeting.visitor.id).team_id) == team.id
