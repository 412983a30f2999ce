"""What breaks on our side, or arrives late, doubled or never, is told or mended; the socket goes on."""

import asyncio
import time
import traceback
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, OperationalError

from server import bus
from server.live import newcomer as newcomer_module
from server.live import welcome
from server.live.agent import AgentSocket
from server.live.offload import offload
from server.live.socket import SocketFailed
from server.live.visitor import VisitorSocket
from server.people.models import Visitor
from server.sites.models import Site
from server.wire import agent, visitor
from server.wire.closing import Closing
from server.wire.codec import AGENT_EVENTS
from server.wire.nouns import Failed, Message, Refused
from tests.unit.server.conftest import Staff, soon
from tests.unit.server.live.talk import Talk, answering, open_agent, open_visitor, talking, visiting
from tests.unit.server.live.talk import hello as hello_of

pytestmark = pytest.mark.both


def say(n: int) -> visitor.Say:
    return visitor.Say(id=f"client-id-{n}", conversation=None, text=f"word {n}")


def seqs(talk: Talk, conversation: str) -> list[int]:
    """The entries this client was sent of a conversation, in the order they came."""
    return [e.entry.seq for e in talk.heard if isinstance(e, visitor.Added) and e.conversation == conversation]


async def ringing(a: Talk, v: Talk) -> str:
    v.say(say(1))
    return (await a.expect(agent.Rows, lambda e: e.rows[0].state == "ringing")).rows[0].id


def failing_once(real: Any) -> Any:
    left = [True]

    def fail(*args: Any) -> Any:
        if left:
            left.pop()
            raise OperationalError("The database is away.")
        return real(*args)

    return fail


async def test_an_opening_that_fails_is_told_and_the_socket_goes_on_hearing(
    site: Site, ana: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with answering(site.key, ana.session) as (a, _), visiting(site.key) as (v, _):
        conversation = await ringing(a, v)
        monkeypatch.setattr(welcome, "opened", failing_once(welcome.opened))
        a.say(agent.Open(conversation=conversation, after=0))
        assert (await a.expect(Failed)).code == "unavailable"
        v.say(say(2))
        await a.expect(agent.Touched, lambda e: e.last.text == "word 2")
        a.say(agent.Open(conversation=conversation, after=0))
        await a.expect(agent.Opened)
        v.say(say(3))
        await a.expect(agent.Added, lambda e: e.entry.body == Message(text="word 3", html=None))
        assert a.closed is None


async def test_words_that_come_while_a_conversation_is_opened_are_not_missed_and_not_doubled(
    site: Site, ana: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = welcome.opened

    def slowly(*args: Any) -> Any:
        time.sleep(0.2)
        found = real(*args)
        time.sleep(0.2)
        return found

    async with answering(site.key, ana.session) as (a, _), visiting(site.key) as (v, _):
        conversation = await ringing(a, v)
        monkeypatch.setattr(welcome, "opened", slowly)
        a.say(agent.Open(conversation=conversation, after=0))
        for n in range(2, 12):
            v.say(say(n))
            await asyncio.sleep(0.05)
        opened = await a.expect(agent.Opened)
        await a.expect(agent.Added, lambda e: e.entry.id == "client-id-11")
        await asyncio.sleep(0.1)
        added = [e for event in [opened] for e in event.entries]
        added += [e.entry for e in a.heard if isinstance(e, agent.Added)]
        got = [e.seq for e in added]
        assert sorted({*got, 13}) == list(range(1, 14))
        assert len(got) == len(set(got))


async def test_a_socket_that_opens_slowly_is_not_taken_for_one_without_hello(
    site: Site, ana: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = welcome.opened

    def slowly(*args: Any) -> Any:
        time.sleep(0.5)
        return real(*args)

    monkeypatch.setattr(newcomer_module, "HELLO_MS", 400)
    async with answering(site.key, ana.session) as (a, _), visiting(site.key) as (v, _):
        conversation = await ringing(a, v)
        monkeypatch.setattr(welcome, "opened", slowly)
        a.say(agent.Open(conversation=conversation, after=0))
        await a.expect(agent.Opened)
        assert a.closed is None


async def test_a_hello_that_fails_ends_by_name_and_another_connection_works(
    site: Site, ana: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(welcome, "agent", failing_once(welcome.agent))
    async with open_agent(ana.session) as a:
        a.say(agent.Hello(site=site.key, cursors={}))
        await a.expect(Failed)
        assert await a.expect_close() == Closing.UNAVAILABLE
    monkeypatch.setattr(welcome, "visitors", failing_once(welcome.visitors))
    async with open_visitor() as v:
        v.say(hello_of(site.key))
        await v.expect(Failed)
        assert await v.expect_close() == Closing.UNAVAILABLE
    async with answering(site.key, ana.session), visiting(site.key) as (again, _):
        again.say(say(1))
        await again.expect(visitor.Acked)


@pytest.mark.parametrize(
    "other", ['prefs={"a": [1, 2]}', "x=y z", "broken", "=", 'a="unclosed', "ключ=значение", "a=b;;c"]
)
async def test_other_applications_cookies_do_not_sign_anybody_out(site: Site, ana: Staff, other: str) -> None:
    name = settings.SESSION_COOKIE_NAME
    for cookie in (f"{other}; {name}={ana.session}", f"{name}={ana.session}; {other}"):
        raw = cookie.encode().decode("latin-1").encode("latin-1").decode("utf-8")
        async with talking(AgentSocket.app, AGENT_EVENTS, settings.PUBLIC_URL, raw) as a:
            a.say(agent.Hello(site=site.key, cursors={}))
            await a.expect(agent.Welcome)


@pytest.mark.parametrize(
    "cookie", [None, "", "sessionid=", "sessionid=x", "sessionid=../../x", "sessionid=" + "x" * 9_000]
)
async def test_without_a_standing_session_nobody_comes_in(site: Site, cookie: str | None) -> None:
    async with talking(AgentSocket.app, AGENT_EVENTS, settings.PUBLIC_URL, cookie) as a:
        a.say(agent.Hello(site=site.key, cursors={}))
        assert (await a.expect(Refused)).code == "signed_out"
        assert await a.expect_close() == Closing.SIGNED_OUT


async def test_an_expired_token_is_named_and_words_may_go_on_without_it(site: Site) -> None:
    async with visiting(site.key) as (_, greeting):
        pass
    await offload(lambda: Visitor.objects.update(token_expires_at=Visitor.objects.get().created_at))
    async with open_visitor() as v:
        v.say(hello_of(site.key, greeting.token))
        assert (await v.expect(Refused)).code == "expired_token"
        v.say(hello_of(site.key))
        again = await v.expect(visitor.Welcome)
        assert again.visitor.id != greeting.visitor.id
        v.say(say(1))
        await v.expect(visitor.Acked)


async def test_a_doubled_hint_of_what_was_left_brings_nothing_back(site: Site) -> None:
    """Two tabs in two processes: the news of the old conversation's end may come after the new one began."""
    heard: list[bus.AnyHint] = []

    class Ear:
        def hear(self, hint: bus.AnyHint) -> None:
            heard.append(hint)

    async with visiting(site.key) as (v, greeting):
        hub = bus.hub()
        hub.join(hub.visitors, greeting.visitor.id, Ear(), site.id)
        for n in range(1, 4):
            v.say(say(n))
        old = (await v.expect(visitor.Acked, lambda e: e.seq == 3)).conversation
        v.say(visitor.Leave(id="client-id-l"))
        await v.expect(visitor.Left)
        v.say(say(4))
        new = (await v.expect(visitor.Acked, lambda e: e.id == "client-id-4")).conversation
        await soon(lambda: seqs(v, new) == [1])
        hub.deliver([h for h in heard if isinstance(h, bus.Posted)])
        v.say(say(5))
        await v.expect(visitor.Acked, lambda e: e.id == "client-id-5")
        hub.deliver([h for h in heard if isinstance(h, bus.Posted)])
        await asyncio.sleep(0.2)
        assert seqs(v, new) == [1, 2]
        assert seqs(v, old) == [1, 2, 3, 4]


async def test_hints_lost_early_and_doubled_on_a_socket_are_each_sent_once_in_order(site: Site, ana: Staff) -> None:
    """What the process publishes is taken, shuffled, and given back in part."""
    taken: list[bus.AnyHint] = []
    hub = bus.hub()
    deliver = hub.deliver

    async with visiting(site.key) as (v, greeting), visiting(site.key, token=greeting.token) as (w, _):
        hub.deliver = taken.extend  # type: ignore[method-assign,assignment]
        for n in range(1, 31):
            v.say(say(n))
        await v.expect(visitor.Acked, lambda e: e.seq == 30)
        posted = [h for h in taken if isinstance(h, bus.Posted)]
        conversation = posted[0].conversation
        for hint in [*posted[5:15:2], *posted[3:9], *posted[3:9], *posted[25:20:-1], posted[29], posted[29]]:
            deliver([hint])
            await asyncio.sleep(0.005)
        await w.expect(visitor.Added, lambda e: e.entry.seq == 30)
        w.heard.clear()
        await asyncio.sleep(0.1)
        assert seqs(w, conversation) == []
        order = [raw for raw in w.raw if '"type":"entry"' in raw]
        assert [f"word {n}" in raw for n, raw in enumerate(order, start=1)] == [True] * 30
        assert seqs(v, conversation) == list(range(1, 31))
        hub.deliver = deliver  # type: ignore[method-assign]
        v.say(say(31))
        await w.expect(visitor.Added, lambda e: e.entry.seq == 31)


async def test_a_socket_that_fails_tells_the_server_below_no_words(hub: None) -> None:
    async def receive() -> dict[str, Any]:
        raise IntegrityError("Failing row contains (secret)")

    async def send(_: dict[str, Any]) -> None: ...

    with pytest.raises(SocketFailed) as raised:
        await VisitorSocket({"headers": []}, receive, send).run()
    assert "secret" not in "".join(traceback.format_exception(raised.value))
