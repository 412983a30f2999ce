"""On a full disk nothing can be written. Whoever is known still comes in and reads; what they write is refused, and kept by them."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from typing import Any

import pytest
from django.db import OperationalError
from django.db.backends.utils import CursorWrapper

from server.desk.models import Place
from server.live import heart as heart_module
from server.live import reception as reception_module
from server.live.offload import offload
from server.live.welcome import Greeted
from server.people import actions as people
from server.people.models import Lease, Visitor
from server.sites.models import Site
from server.wire import agent, visitor
from server.wire.closing import Closing
from server.wire.nouns import Failed, Page
from tests.unit.server.conftest import Staff
from tests.unit.server.live.talk import Talk, answering, hello, open_visitor, visiting

pytestmark = pytest.mark.both
Disk = Callable[[], Any]


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> Disk:
    """The disk is full for the time of a block."""

    @contextmanager
    def filled() -> Iterator[None]:
        with monkeypatch.context() as patch:
            for name in ("execute", "executemany"):
                patch.setattr(CursorWrapper, name, _unless_it_writes(getattr(CursorWrapper, name)))
            yield

    return filled


def _unless_it_writes(real: Any) -> Any:
    def run(self: Any, sql: str, *args: Any) -> Any:
        if sql.split(None, 1)[0] in {"INSERT", "UPDATE", "DELETE"}:
            raise OperationalError("database or disk is full")
        return real(self, sql, *args)

    return run


def say(n: int, text: str) -> visitor.Say:
    return visitor.Say(id=f"client-id-{n}", conversation=None, text=text)


async def said(talk: Talk, n: int, text: str) -> visitor.Acked:
    talk.say(say(n, text))
    return await talk.expect(visitor.Acked)


def elsewhere(site: str, token: str | None) -> visitor.Hello:
    """From another page than before, so that there is something to write down."""
    plain = hello(site, token)
    fields = {name: getattr(plain, name) for name in plain.__struct_fields__}
    return visitor.Hello(**fields | {"page": Page(url="https://shop.example/cart", title="Cart")})


async def at_the_desk(conversation: str) -> None:
    """Wait until it stands in line, which is written after its words."""
    async with asyncio.timeout(5):
        while not await offload(Place.objects.filter(conversation_id=conversation).exists):
            await asyncio.sleep(0.01)


async def test_a_visitor_who_is_known_reads_and_what_they_write_is_refused_until_there_is_room(
    site: Site, full: Disk
) -> None:
    async with visiting(site.key) as (v, greeting):
        await said(v, 1, "before")
    with full():
        async with open_visitor() as back:
            back.say(elsewhere(site.key, greeting.token))
            welcome = await back.expect(visitor.Welcome)
            assert welcome.visitor == greeting.visitor
            assert welcome.conversation
            assert [e.id for e in welcome.conversation.entries] == ["client-id-1"]
            back.say(say(2, "no room"))
            failed = await back.expect(Failed)
            assert (failed.about, failed.retry_ms > 0) == ("client-id-2", True)
            assert "safe to send it again" in failed.message
            back.say(visitor.Earlier(conversation=welcome.conversation.id, before=9))
            assert (await back.expect(visitor.History)).entries == welcome.conversation.entries
            assert back.closed is None
    async with visiting(site.key, token=greeting.token) as (v, _):
        assert (await said(v, 2, "no room")).seq == 2


async def test_a_newcomer_is_asked_to_come_again(site: Site, full: Disk) -> None:
    with full():
        async with open_visitor() as v:
            v.say(hello(site.key))
            await v.expect(Failed)
            assert await v.expect_close() == Closing.UNAVAILABLE
    async with visiting(site.key):
        pass


async def test_newcomers_in_the_same_moment_do_not_keep_out_who_is_known(site: Site, full: Disk) -> None:
    async with visiting(site.key) as (v, greeting):
        await said(v, 1, "before")
    with full():
        known, new = await offload(reception_module.known, [hello(site.key, greeting.token), hello(site.key)])
        assert isinstance(known, Greeted)
        assert known.facts.face == greeting.visitor
        assert isinstance(new, OperationalError)
        again, same, never = await offload(
            reception_module.known,
            [hello(site.key), hello(site.key, greeting.token), hello("nowhere")],
        )
        assert isinstance(again, OperationalError)
        assert isinstance(same, Greeted)
        assert isinstance(never, reception_module.UnknownSite)


async def test_a_disk_that_is_full_is_found_out_once_for_all_who_come_together(
    site: Site, full: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens = []
    for _ in range(3):
        async with visiting(site.key) as (_, greeting):
            tokens.append(greeting.token)
    tries: list[bool] = []
    save = Visitor.save

    def counted(self: Visitor, *, force_insert: bool) -> None:
        tries.append(force_insert)
        save(self, force_insert=force_insert)

    monkeypatch.setattr(Visitor, "save", counted)
    with full():
        asked = [*(elsewhere(site.key, token) for token in tokens), hello(site.key), hello(site.key)]
        answers = await offload(reception_module.known, asked)
    assert [isinstance(answer, Greeted) for answer in answers] == [True] * 3 + [False] * 2
    assert tries == [False]


async def test_where_nothing_can_be_read_nobody_else_who_came_waits_as_long(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[str] = []

    def gone(site_id: str, *_: object) -> None:
        tries.append(site_id)
        raise OperationalError("gone")

    monkeypatch.setattr(people, "welcome_visitor", gone)
    answers = await offload(reception_module.known, [hello(site.key) for _ in range(3)])
    assert all(isinstance(answer, OperationalError) for answer in answers)
    assert len(tries) == 1


async def test_a_hello_that_breaks_the_reading_makes_no_newcomer_twice(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = people.welcome_visitor

    def broken(site_id: str, token: str | None, *told: Any) -> Any:
        if token == "broken":
            raise ValueError(token)
        return real(site_id, token, *told)

    monkeypatch.setattr(people, "welcome_visitor", broken)
    answers = await offload(reception_module.known, [hello(site.key), hello(site.key, "broken"), hello(site.key)])
    assert [type(answer) for answer in answers] == [Greeted, ValueError, Greeted]
    assert await offload(Visitor.objects.count) == 2


async def test_an_agent_who_is_signed_in_reads_and_is_at_the_desk_once_there_is_room(
    site: Site, ana: Staff, full: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heart_module, "BEAT_MS", 100)
    async with visiting(site.key) as (v, _):
        conversation = (await said(v, 1, "before")).conversation
    await at_the_desk(conversation)
    with full():
        async with answering(site.key, ana.session) as (a, welcome):
            assert [row.id for row in welcome.rows] == [conversation]
            a.say(agent.Open(conversation=conversation, after=0))
            assert [e.id for e in (await a.expect(agent.Opened)).entries] == ["client-id-1"]
            a.say(agent.WriteNote(id="client-id-n", conversation=conversation, text="no room"))
            assert (await a.expect(Failed)).about == "client-id-n"
            assert a.closed is None
    assert await offload(Lease.objects.count) == 0
    async with AsyncExitStack() as here:
        with full():
            a, _ = await here.enter_async_context(answering(site.key, ana.session))
        a.answer = lambda n: agent.Answer(n=n)
        # The beats that follow can write, and make up for it.
        await a.expect(agent.Team, lambda t: any(c.id == ana.id and c.presence == "available" for c in t.team))
        assert await offload(Lease.objects.count) == 1


async def test_a_conversation_that_rings_is_shown_though_it_cannot_be_picked_up(
    site: Site, ana: Staff, full: Disk
) -> None:
    async with answering(site.key, ana.session) as (a, _), visiting(site.key) as (v, _):
        conversation = (await said(v, 1, "before")).conversation
        await a.expect(agent.Rows, lambda r: r.rows[0].state == "ringing")
        with full():
            a.say(agent.Open(conversation=conversation, after=0))
            assert (await a.expect(agent.Opened)).row.state == "ringing"
        a.say(agent.Open(conversation=conversation, after=0))
        await a.expect(agent.Rows, lambda r: r.rows[0].state == "engaged")
