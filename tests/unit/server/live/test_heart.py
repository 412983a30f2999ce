"""Beats keep sockets and leases alive, tell what was lost, and end whoever is gone.

Long, because whatever a beat carries is tried on sockets of both sides.
"""

import asyncio
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone

from server import bus
from server.chat.batch import Addition, store
from server.clock import now_ms
from server.desk.models import Place
from server.live import heart as heart_module
from server.live.heart import CHECK_S, heart
from server.live.offload import offload
from server.live.process import MOVE_WITHIN_MS, Process
from server.people import queries as people
from server.people.models import Agent, Lease, User
from server.sites.models import Site
from server.wire import agent, visitor
from server.wire.closing import Closing
from server.wire.codec import encode
from server.wire.limits import GRACE_MS, WINDOW
from server.wire.nouns import Message, Moving, PublicEntry, Refused
from tests.unit.server.chat.logs import notes, says, sound_logs
from tests.unit.server.conftest import Staff, soon
from tests.unit.server.desk.office import face, write
from tests.unit.server.live.talk import Talk, answering, open_agent, visiting

pytestmark = pytest.mark.both


@pytest.fixture
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """A beat takes a tenth of a second, and what follows from it in proportion."""
    monkeypatch.setattr(heart_module, "BEAT_MS", 100)
    monkeypatch.setattr(heart_module, "ANSWERED_S", 0.12)
    monkeypatch.setattr(heart_module, "LEASE_MS", 1_500)


def alive(talk: Talk) -> Talk:
    """Answers every beat."""
    talk.answer = lambda n: visitor.Answer(n=n)
    return talk


def say(n: int, text: str = "") -> visitor.Say:
    return visitor.Say(id=f"client-id-{n}", conversation=None, text=text or f"word {n}")


def store_unheard(site: Site, *additions: Addition) -> None:
    """Stored by a process that died before it published: no hint will ever come."""
    with transaction.atomic(), connection.cursor() as cursor:
        store(cursor, additions)


def ring_unheard(conversation: str, staff: Staff) -> None:
    """Put it before somebody as another process does whose hints are lost."""
    Agent.objects.filter(id=staff.id).update(online=True)
    Lease.objects.create(agent_id=staff.id, process="another", expires_at=timezone.now() + timedelta(minutes=1))
    Place.objects.filter(conversation_id=conversation).update(state="ringing", agent_id=staff.id)


async def test_a_visitors_beat_tells_of_words_whose_hint_was_lost(site: Site, ana: Staff, fast: None) -> None:
    async with visiting(site.key) as (v, greeting):
        alive(v)
        v.say(say(1))
        first = await v.expect(visitor.Acked)
        await v.expect(visitor.Beat, lambda e: (e.conversation, e.head) == (first.conversation, 1))
        lost = [says(site, greeting.visitor, "client-id-2", "lost"), says(site, greeting.visitor, "client-id-3", "too")]
        await offload(store_unheard, site, *lost)
        beat = await v.expect(visitor.Beat, lambda e: e.head == 3)
        assert not any(isinstance(e, visitor.Added) and e.entry.seq > 1 for e in v.heard)
        v.say(visitor.Fetch(conversation=beat.conversation or "", after=1))
        fetched = await v.expect(visitor.Fetched)
        assert ([e.seq for e in fetched.entries], fetched.head) == ([2, 3], 3)


async def test_a_visitors_beats_tell_where_the_conversation_stands_when_that_hint_was_lost(
    site: Site, ana: Staff, fast: None
) -> None:
    async with visiting(site.key) as (v, _):
        alive(v)
        v.say(say(1))
        conversation = (await v.expect(visitor.Acked)).conversation
        await v.expect(visitor.Stands, lambda e: e.standing.place == 1)
        await offload(ring_unheard, conversation, ana)
        stands = await v.expect(visitor.Stands, lambda e: e.standing.state == "ringing")
        assert [f.name for f in stands.standing.faces] == ["Ana"]


async def test_who_is_far_back_hears_by_beats_that_the_line_moves_also_while_it_moves(site: Site, fast: None) -> None:
    """No hint is sent so far back, and no two beats find the same place."""
    ahead = [await offload(write, site) for _ in range(20)]
    async with visiting(site.key) as (v, _):
        alive(v)
        v.say(say(1))
        await v.expect(visitor.Stands, lambda e: e.standing.place == 21)
        for conversation in ahead:
            await offload(Place.objects.filter(conversation_id=conversation).update, state="wrapped")
            await asyncio.sleep(0.08)
        told = {e.standing.place for e in v.heard if isinstance(e, visitor.Stands)}
        assert len(told - {1, 21, None}) >= 4


async def test_an_agents_beat_tells_of_words_and_lists_whose_hints_were_lost(
    site: Site, ana: Staff, fast: None
) -> None:
    async with answering(site.key, ana.session) as (a, _), visiting(site.key) as (v, _):
        alive(a)
        v.say(say(1))
        rows = await a.expect(agent.Rows, lambda e: e.rows[0].state == "ringing")
        conversation = rows.rows[0].id
        a.say(agent.Open(conversation=conversation, after=0))
        opened = await a.expect(agent.Opened)
        head = opened.entries[-1].seq
        await a.expect(agent.Beat, lambda e: e.heads == {conversation: head} and e.revision > rows.revision)
        await offload(store_unheard, site, notes(site, face(ana), "client-id-n", "lost", conversation))
        await a.expect(agent.Beat, lambda e: e.heads == {conversation: head + 1})
        a.say(agent.Fetch(conversation=conversation, after=head))
        assert [e.id for e in (await a.expect(agent.Fetched)).entries] == ["client-id-n"]


async def test_an_agents_beat_tells_of_a_note_in_an_ended_conversation_that_is_open_here(
    site: Site, ana: Staff, fast: None
) -> None:
    async with answering(site.key, ana.session) as (a, _), visiting(site.key) as (v, _):
        alive(a)
        v.say(say(1))
        conversation = (await a.expect(agent.Rows, lambda e: e.rows[0].state == "ringing")).rows[0].id
        a.say(agent.Open(conversation=conversation, after=0))
        a.say(agent.Close(id="client-id-c", conversation=conversation))
        head = (await a.expect(agent.Acked)).seq
        await offload(store_unheard, site, notes(site, face(ana), "client-id-n", "lost", conversation))
        await a.expect(agent.Beat, lambda e: e.heads == {conversation: head + 1})


async def test_who_answers_lives_and_who_does_not_is_closed_by_name(site: Site, ana: Staff, fast: None) -> None:
    async with (
        visiting(site.key) as (silent, _),
        visiting(site.key) as (living, _),
        answering(site.key, ana.session) as (a, _),
    ):
        alive(living)
        assert await silent.expect_close() == Closing.SILENT
        assert await a.expect_close() == Closing.SILENT
        await living.heard_nothing_of(Refused, for_s=0.5)
        assert living.closed is None
        living.say(say(1))
        await living.expect(visitor.Acked)


async def test_answers_renew_the_lease_and_silence_does_not(site: Site, ana: Staff, tom: Staff, fast: None) -> None:
    def expiry(staff: Staff) -> object:
        return Lease.objects.get(agent_id=staff.id).expires_at

    async with answering(site.key, ana.session) as (a, _), answering(site.key, tom.session):
        alive(a)
        await a.expect(agent.Beat, lambda e: e.n >= 2)
        before = [await offload(expiry, s) for s in (ana, tom)]
        await a.expect(agent.Beat, lambda e: e.n >= 4)
        after = [await offload(expiry, s) for s in (ana, tom)]
        assert after[0] != before[0]
        assert after[1] == before[1]


@pytest.mark.parametrize("how", ["signed out", "agent switched off", "account switched off", "session expired"])
async def test_whoever_may_no_longer_be_here_is_closed_by_name(
    site: Site, ana: Staff, tom: Staff, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heart_module, "CHECK_S", 0.1)

    def end() -> None:
        match how:
            case "signed out":
                Session.objects.filter(session_key=ana.session).delete()
            case "session expired":
                Session.objects.filter(session_key=ana.session).update(expire_date=timezone.now())
            case "agent switched off":
                Agent.objects.filter(id=ana.id).update(active=False)
            case "account switched off":
                User.objects.filter(agents__id=ana.id).update(is_active=False)

    async with answering(site.key, ana.session) as (a, _), answering(site.key, tom.session) as (t, _):
        await offload(end)
        assert (await a.expect(Refused)).code == "signed_out"
        assert await a.expect_close() == Closing.SIGNED_OUT
        assert t.closed is None
    left_s = await offload(
        lambda: (Lease.objects.get(agent_id=ana.id).expires_at - timezone.now()) / timedelta(seconds=1)
    )
    assert left_s <= GRACE_MS / 1000, "somebody who may not answer counts as here for a whole lease"


def test_an_ended_session_is_noticed_within_five_seconds() -> None:
    assert CHECK_S < 5


async def test_nobody_comes_in_again_with_what_was_taken_from_them(site: Site, ana: Staff) -> None:
    await offload(Agent.objects.filter(id=ana.id).update, active=False)
    async with open_agent(ana.session) as a:
        a.say(agent.Hello(site=site.key, cursors={}))
        assert (await a.expect(Refused)).code == "not_a_member"
    await offload(Session.objects.all().delete)
    async with open_agent(ana.session) as a:
        a.say(agent.Hello(site=site.key, cursors={}))
        assert (await a.expect(Refused)).code == "signed_out"
        assert await a.expect_close() == Closing.SIGNED_OUT


async def test_when_the_database_is_away_beats_go_on_and_nobody_is_closed_for_it(
    site: Site, ana: Staff, fast: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with answering(site.key, ana.session) as (a, _), visiting(site.key) as (v, _):
        alive(a)
        alive(v)
        v.say(say(1))
        acked = await v.expect(visitor.Acked)

        async def refused(*_: object) -> None:
            raise OSError("The database is away.")

        monkeypatch.setattr(heart_module, "offload", refused)
        seen = (await v.expect(visitor.Beat)).n
        await v.expect(visitor.Beat, lambda e: e.n > seen + 8 and (e.conversation, e.head) == (acked.conversation, 1))
        monkeypatch.setattr(heart_module, "offload", offload)
        seen = (await a.expect(agent.Beat, lambda e: e.n > seen + 8)).n
        await a.expect(agent.Beat, lambda e: e.n > seen + 2 and e.revision > 0)
        assert (a.closed, v.closed) == (None, None)


# Going


async def test_a_drain_asks_to_move_takes_the_last_words_and_closes_by_name(
    site: Site, ana: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[str] = []
    process = Process(asyncio.get_running_loop())
    async with visiting(site.key) as (v, _), answering(site.key, ana.session) as (a, _):
        for n in range(20):
            v.say(say(n))
        stopping = asyncio.create_task(
            process.stop(lambda: ended.append("listening"), 0.5, lambda: ended.append("everything"))
        )
        assert (await v.expect(Moving)).within_ms == MOVE_WITHIN_MS
        await a.expect(Moving)
        assert ended == ["listening"]
        for n in range(20, 30):
            v.say(say(n))
        for n in range(30):
            await v.expect(visitor.Acked, lambda e, n=n: e.id == f"client-id-{n}")  # type: ignore[misc]
        assert await v.expect_close() == Closing.MOVING
        assert await a.expect_close() == Closing.MOVING
        await stopping
        assert ended == ["listening", "everything"]
    (log,) = (await offload(sound_logs, site)).values()
    assert [line.text for line in log if isinstance(line.body, Message)] == [f"word {n}" for n in range(30)]
    here = await offload(people.presence, site.id, now_ms(), True)
    assert here.ids == (ana.id,), "a deploy made an agent go"


async def test_a_drain_waits_for_nobody_who_has_moved(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    loop = asyncio.get_running_loop()
    async with visiting(site.key) as (v, _):
        stopping = asyncio.create_task(Process(loop).stop(lambda: None, 30, lambda: None))
        await v.expect(Moving)
        v.hang_up()
        async with asyncio.timeout(5):
            await stopping
    assert heart.sockets == set()


# Deafness


async def test_who_does_not_read_is_closed_by_name_and_others_hear_everything(site: Site) -> None:
    async with visiting(site.key) as (deaf, _), visiting(site.key) as (hearing, greeting):
        alive(hearing)
        body = Message(text="x" * 4_000, html=None)
        entry = PublicEntry(seq=1, at=1, by=greeting.visitor, id=None, body=body)
        frame = encode(visitor.Added(conversation="conversation", entry=entry))
        count = WINDOW // len(frame) + 50
        for _ in range(count):
            bus.publish([bus.ToVisitors(site=site.id, frame=frame)])
            await asyncio.sleep(0.0005)
        assert await deaf.expect_close() == Closing.DEAF
        assert sum(map(len, deaf.raw)) <= WINDOW
        await soon(lambda: hearing.raw.count(frame) == count)
        hearing.say(say(1))
        await hearing.expect(visitor.Acked)
        assert hearing.closed is None
