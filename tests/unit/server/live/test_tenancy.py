"""Nothing crosses a site, and nobody's conversation is anybody else's: foreign looks exactly like nonexistent.

Long, because it lists all that might be asked of a foreign conversation.
"""

import asyncio
import time
from collections.abc import Callable
from typing import Any, get_args

import msgspec
import pytest

from server.live import welcome
from server.live.offload import offload
from server.people.models import Agent
from server.sites.models import Site
from server.wire import agent, visitor
from server.wire.base import Frame
from server.wire.codec import encode
from server.wire.nouns import Reach, Refused
from tests.unit.server.chat.logs import sound_logs
from tests.unit.server.conftest import Staff, soon
from tests.unit.server.live.talk import Talk, answering, hello, open_visitor, visiting

pytestmark = pytest.mark.both

NOWHERE = "no-such-conversation-id"


def about_a_conversation(union: Any) -> list[type[Frame]]:
    """The commands of a union that name a conversation: a new one is tried without being told of."""
    found = [s for s in get_args(union) if any(f.name == "conversation" for f in msgspec.structs.fields(s))]
    assert len(found) >= 4
    return found


def made(command: type[Frame], conversation: str) -> Frame:
    values: dict[str, Any] = {
        "conversation": conversation,
        "id": f"client-id-{time.monotonic_ns()}",
        "text": "psst",
        "seq": 1,
        "after": 0,
        "before": 2**50,
        "offer": 1,
        "whom": "no-such-agent",
        "team": None,
        "why": "psst",
        "reach": Reach(kind="write", address="psst@example.com", due=None),
        "person": True,
    }
    return command(**{f.name: values[f.name] for f in msgspec.structs.fields(command)})


def say(n: int, text: str) -> visitor.Say:
    return visitor.Say(id=f"client-id-{n}", conversation=None, text=text)


async def answers(talk: Talk, command: Frame) -> list[dict[str, Any]]:
    """What a socket says to a command, without what differs from one to the next.

    A second hello comes after it, and is refused by name: by then the command was obeyed. Words are answered once they are stored.
    """
    talk.heard.clear()
    talk.say(command)
    talk.say_raw('{"type":"hello"}')
    await soon(lambda: any(map(is_fence, talk.heard)))
    if hasattr(command, "text"):
        await soon(lambda: not all(map(is_fence, talk.heard)))
    told: list[dict[str, Any]] = []
    for event in talk.heard:
        if not is_fence(event):
            plain = msgspec.to_builtins(event)
            plain.pop("about", None)
            told.append(plain)
    return told


def is_fence(event: Any) -> bool:
    """The refusal of what is no whole hello."""
    return isinstance(event, Refused) and event.code == "missing_field"


@pytest.mark.parametrize("command", about_a_conversation(agent.AgentCommand))
async def test_to_an_agent_a_foreign_conversation_is_as_unknown_as_none(
    site: Site, ana: Staff, eve: Staff, elsewhere: Site, command: type[Frame]
) -> None:
    async with (
        answering(elsewhere.key, eve.session) as (e, _),
        visiting(elsewhere.key) as (v, _),
        answering(site.key, ana.session) as (a, _),
    ):
        v.say(say(1, "a secret"))
        conversation = (await v.expect(visitor.Acked)).conversation
        await e.expect(agent.Rows, lambda r: r.rows[0].state == "ringing")
        await v.expect(visitor.Stands, lambda s: s.standing.state == "ringing")
        await e.expect(agent.Team, lambda t: t.team[0].load == 1)
        before = await offload(sound_logs, elsewhere)
        e.heard.clear()
        v.heard.clear()
        foreign, none = await answers(a, made(command, conversation)), await answers(a, made(command, NOWHERE))
        assert foreign == none
        assert (e.heard, v.heard) == ([], [])
        assert await offload(sound_logs, elsewhere) == before
        assert not any("secret" in raw or conversation in raw for raw in a.raw)


@pytest.mark.parametrize("command", [c for c in about_a_conversation(visitor.VisitorCommand) if c is not visitor.Hello])
async def test_to_a_visitor_somebody_elses_conversation_is_as_unknown_as_none(site: Site, command: type[Frame]) -> None:
    async with visiting(site.key) as (v, _), visiting(site.key) as (stranger, _):
        v.say(say(1, "a secret"))
        conversation = (await v.expect(visitor.Acked)).conversation
        await v.expect(visitor.Added)
        v.heard.clear()
        if command is visitor.Say:
            # One's own words go into one's own conversation, whatever id is named.
            stranger.say(made(command, conversation))
            assert (await stranger.expect(visitor.Acked)).conversation != conversation
        else:
            foreign = await answers(stranger, made(command, conversation))
            assert foreign == await answers(stranger, made(command, NOWHERE))
        await v.heard_nothing_of(visitor.Added, visitor.Fetched, visitor.ReadByTeam, for_s=0.05)
        assert not any("secret" in raw for raw in stranger.raw)


async def test_a_hello_that_names_somebody_elses_conversation_brings_nothing_of_it(site: Site) -> None:
    async with visiting(site.key) as (v, _):
        v.say(say(1, "a secret"))
        conversation = (await v.expect(visitor.Acked)).conversation
        async with visiting(site.key, conversation=conversation, cursor=0) as (stranger, welcomed):
            assert welcomed.conversation is None
            v.say(say(2, "another secret"))
            await v.expect(visitor.Acked)
            await stranger.heard_nothing_of(visitor.Added, for_s=0.1)
            assert not any("secret" in raw for raw in stranger.raw)


async def test_somebody_elses_departure_is_as_unknown_as_none(site: Site) -> None:
    async with visiting(site.key) as (v, _), visiting(site.key) as (stranger, _):
        v.say(visitor.Leave(id="client-id-l"))
        departure = (await v.expect(visitor.Left)).departure
        for id_ in (departure, "no-such-departure"):
            stranger.say(visitor.Why(id="client-id-w", departure=id_, reason="broken", words="not mine"))
            assert (await stranger.expect(Refused)).code == "unknown_departure"


async def test_whatever_happens_on_one_site_no_socket_of_another_hears_of_it(
    site: Site, ana: Staff, tom: Staff, eve: Staff, elsewhere: Site
) -> None:
    async with (
        answering(elsewhere.key, eve.session) as (e, theirs),
        visiting(elsewhere.key) as (w, greeting),
    ):
        w.say(say(1, "elsewhere"))
        await e.expect(agent.Rows, lambda r: r.rows[0].state == "ringing")
        await w.expect(visitor.Stands, lambda s: s.standing.state == "ringing")
        await asyncio.sleep(0.1)
        e.heard.clear()
        w.heard.clear()
        async with answering(site.key, ana.session) as (a, _), visiting(site.key) as (v, _):
            v.say(say(1, "here"))
            row = (await a.expect(agent.Rows, lambda r: r.rows[0].state == "ringing")).rows[0]
            a.say(agent.Open(conversation=row.id, after=0))
            await a.expect(agent.Opened)
            a.say(agent.Reply(id="client-id-r", conversation=row.id, text="hello"))
            a.say(agent.WriteNote(id="client-id-n", conversation=row.id, text="note"))
            a.say(agent.Write(conversation=row.id))
            v.say(visitor.Write())
            a.say(agent.Read(conversation=row.id, seq=3))
            v.say(visitor.Read(conversation=row.id, seq=3))
            a.say(agent.SetPresence(presence="away", capacity=2))
            async with answering(site.key, tom.session) as (t, _):
                t.say(agent.PickUp(id="client-id-p", conversation=row.id, offer=None))
                await t.expect(Refused)
            a.say(agent.Close(id="client-id-c", conversation=row.id))
            await v.expect(visitor.Stands, lambda s: s.standing.state == "closed")
            v.say(visitor.Leave(id="client-id-l"))
            await v.expect(visitor.Left)
        await asyncio.sleep(0.2)
        assert (e.heard, w.heard) == ([], [])
        assert [c.name for c in theirs.team] == ["Eve"]
        assert [p.face.name for p in greeting.presence.here] == ["Eve"]


async def test_asking_for_a_foreign_conversation_hears_nothing_of_it_while_it_is_looked_up(
    site: Site, ana: Staff, eve: Staff, elsewhere: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slow database leaves time for words to come in between."""
    opened = welcome.opened

    def slowly(*args: Any) -> Any:
        time.sleep(0.4)
        return opened(*args)

    monkeypatch.setattr(welcome, "opened", slowly)
    async with visiting(elsewhere.key) as (v, _), answering(site.key, ana.session) as (a, _):
        v.say(say(1, "a secret"))
        conversation = (await v.expect(visitor.Acked)).conversation
        a.say(agent.Open(conversation=conversation, after=0))
        await asyncio.sleep(0.1)
        v.say(say(2, "another secret"))
        await v.expect(visitor.Acked)
        v.say(visitor.Write())
        assert (await a.expect(Refused)).code == "unknown_conversation"
        await asyncio.sleep(0.1)
        assert not any(conversation in raw for raw in a.raw)


async def test_an_agent_of_two_sites_hears_of_the_one_the_socket_is_on(
    site: Site, ana: Staff, eve: Staff, elsewhere: Site
) -> None:
    def join_both() -> None:
        Agent.objects.create(site=elsewhere, user_id=Agent.objects.get(id=ana.id).user_id, name="Ana elsewhere")

    await offload(join_both)
    async with answering(site.key, ana.session) as (a, _), answering(elsewhere.key, ana.session) as (b, there):
        assert there.me.name == "Ana elsewhere"
        async with visiting(elsewhere.key) as (v, _):
            a.heard.clear()
            v.say(say(1, "elsewhere"))
            row = (await b.expect(agent.Rows, lambda r: r.rows[0].state == "ringing")).rows[0]
            a.say(agent.Open(conversation=row.id, after=0))
            assert (await a.expect(Refused)).code == "unknown_conversation"
        assert not any(row.id in raw for raw in a.raw)


async def test_a_visitors_token_never_comes_back_and_is_nobody_elses(site: Site, ana: Staff) -> None:
    async with answering(site.key, ana.session) as (a, _), visiting(site.key) as (v, greeting):
        token = greeting.token
        assert token
        v.say(say(1, "hello"))
        row = (await a.expect(agent.Rows, lambda r: r.rows[0].state == "ringing")).rows[0]
        a.say(agent.Open(conversation=row.id, after=0))
        await a.expect(agent.Opened)
        async with visiting(site.key, token=token) as (again, welcomed):
            assert welcomed.token is None
            assert welcomed.visitor.id == greeting.visitor.id
            assert not any(token in raw for raw in again.raw)
        assert not any(token in raw for raw in a.raw)
        assert sum(token in raw for raw in v.raw) == 1


@pytest.mark.parametrize(
    "change",
    [str.lower, str.upper, lambda t: t[:-1], lambda t: t + " ", lambda t: ("y" if t[0] == "x" else "x") + t[1:]],
)
async def test_a_token_is_compared_exactly(site: Site, change: Callable[[str], str]) -> None:
    async with visiting(site.key) as (_, greeting):
        assert greeting.token
        wrong = change(greeting.token)
    async with open_visitor() as v:
        v.say(hello(site.key, wrong))
        assert (await v.expect(Refused)).code == "unknown_token"
    assert encode(hello(site.key, wrong))
