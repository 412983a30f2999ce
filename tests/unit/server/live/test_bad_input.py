"""Bad input gets a named refusal, the socket stays open, and the next good command works. Only abuse ends it."""

import json
from typing import Any

import pytest

from server.live import newcomer as newcomer_module
from server.live.agent import AgentSocket
from server.live.offload import offload
from server.sites.models import Site
from server.wire import agent, visitor
from server.wire.closing import Closing
from server.wire.codec import AGENT_EVENTS, encode
from server.wire.limits import FRAME_FATAL, FRAME_MAX, TEXT_MAX
from server.wire.nouns import RefusalCode, Refused
from tests.unit.server.chat.logs import sound_logs
from tests.unit.server.conftest import Staff
from tests.unit.server.live.talk import answering, hello, open_agent, open_visitor, talking, visiting

pytestmark = pytest.mark.both


def say(n: int, text: str = "words") -> visitor.Say:
    return visitor.Say(id=f"client-id-{n}", conversation=None, text=text)


def raw(**fields: Any) -> str:
    return json.dumps({"type": "say", "id": "client-id-0", "conversation": None, "text": "x"} | fields)


BAD: list[tuple[str, RefusalCode]] = [
    ("{", "malformed"),
    ("ping", "malformed"),
    ("", "malformed"),
    ("[]", "wrong_type"),
    (raw(type="shout"), "unknown_type"),
    (raw(type="reply"), "unknown_type"),
    (raw(type="note"), "unknown_type"),
    (raw(type="set_presence"), "unknown_type"),
    (raw(private=True), "unknown_field"),
    (raw(user_id="somebody"), "unknown_field"),
    (raw(by={"kind": "agent", "id": "a", "name": "Ana"}), "unknown_field"),
    (raw(text={"$ne": None}), "wrong_type"),
    (raw(text=""), "out_of_bounds"),
    (raw(text="x" * (TEXT_MAX + 1)), "out_of_bounds"),
    (raw(id="short"), "out_of_bounds"),
    (raw(text="a\0b"), "forbidden_character"),
    (raw(text="\ud800"), "forbidden_character"),
    (raw()[:-1] + ', "text": "y"}', "duplicate_key"),
    ('{"type": "say"}', "missing_field"),
    ('{"a":' * 2_000 + "1" + "}" * 2_000, "too_deep"),
    (raw() + " " * FRAME_MAX, "frame_too_large"),
    (encode(hello("another")), "hello_twice"),
    (encode(visitor.Fetch(conversation="no-such-conversation", after=0)), "unknown_conversation"),
    (encode(visitor.Earlier(conversation="no-such-conversation", before=9)), "unknown_conversation"),
    (
        encode(visitor.Why(id="client-id-w", departure="no-such-departure", reason=None, words="")),
        "unknown_departure",
    ),
]


async def test_each_bad_frame_of_a_visitor_is_named_and_the_next_good_one_works(site: Site) -> None:
    async with visiting(site.key) as (v, _):
        for n, (frame, code) in enumerate(BAD):
            v.say_raw(frame)
            assert (await v.expect(Refused)).code == code, frame[:80]
            v.say(say(n))
            assert (await v.expect(visitor.Acked)).seq == n + 1
        assert v.closed is None
    (log,) = (await offload(sound_logs, site)).values()
    assert [line.text for line in log if line.text] == ["words"] * len(BAD)


async def test_each_bad_frame_of_an_agent_is_named_and_the_next_good_one_works(site: Site, ana: Staff) -> None:
    nowhere = "no-such-conversation"
    bad: list[tuple[str, RefusalCode, str | None]] = [
        ("{", "malformed", None),
        ('{"type":"leave","id":"client-id-0"}', "unknown_type", None),
        ('{"type":"set_presence","presence":"offline","capacity":1}', "unknown_type", None),
        ('{"type":"set_presence","presence":"away","capacity":0}', "out_of_bounds", None),
        ('{"type":"refresh","as":"somebody"}', "unknown_field", None),
        (encode(agent.Hello(site=site.key, cursors={})), "hello_twice", None),
        (encode(agent.Open(conversation=nowhere, after=0)), "unknown_conversation", None),
        (encode(agent.Fetch(conversation=nowhere, after=0)), "unknown_conversation", None),
        (encode(agent.Earlier(conversation=nowhere, before=0)), "unknown_conversation", None),
        (
            encode(agent.PickUp(id="client-id-1", conversation=nowhere, offer=None)),
            "unknown_conversation",
            "client-id-1",
        ),
        (encode(agent.Close(id="client-id-2", conversation=nowhere)), "unknown_conversation", "client-id-2"),
        (encode(agent.Reply(id="client-id-3", conversation=nowhere, text="x")), "unknown_conversation", "client-id-3"),
        (
            encode(agent.WriteNote(id="client-id-4", conversation=nowhere, text="x")),
            "unknown_conversation",
            "client-id-4",
        ),
    ]
    async with answering(site.key, ana.session) as (a, _):
        for frame, code, about in bad:
            a.say_raw(frame)
            refused = await a.expect(Refused)
            assert (refused.code, refused.about) == (code, about)
            a.say(agent.Refresh())
            await a.expect(agent.Lists)
        assert a.closed is None


async def test_a_binary_frame_is_refused_and_the_socket_stays(site: Site) -> None:
    async with visiting(site.key) as (v, _):
        v.say_bytes(encode(say(1)).encode())
        assert (await v.expect(Refused)).code == "not_text"
        v.say(say(2))
        assert (await v.expect(visitor.Acked)).seq == 1


async def test_whoever_is_refused_again_and_again_is_closed_by_name(site: Site) -> None:
    async with visiting(site.key) as (v, _):
        v.say(say(1))
        await v.expect(visitor.Acked)
        for _ in range(200):
            v.say_raw("{")
        assert await v.expect_close() == Closing.ABUSED
        assert 20 <= sum(isinstance(e, Refused) for e in v.heard) <= 40
    async with visiting(site.key) as (again, _):
        again.say(say(2))
        await again.expect(visitor.Acked)


@pytest.mark.parametrize("character", ["x", "漢"])
async def test_a_monstrous_frame_ends_the_connection_by_name(site: Site, character: str) -> None:
    """Counted in bytes, whatever the script."""
    async with visiting(site.key) as (v, _):
        v.say_raw(character * (FRAME_FATAL // len(character.encode())))
        assert (await v.expect(Refused)).code == "frame_too_large"
        v.say(say(1))
        await v.expect(visitor.Acked)
        v.say_raw(character * (FRAME_FATAL // len(character.encode()) + 1))
        assert (await v.expect(Refused)).code == "frame_too_large"
        assert await v.expect_close() == Closing.FRAME_TOO_LARGE


async def test_too_many_commands_at_once_are_refused_by_their_ids_and_may_be_said_again(site: Site) -> None:
    async with visiting(site.key) as (v, _):
        for n in range(80):
            v.say(say(n))
        refused = await v.expect(Refused)
        assert refused.code == "too_fast"
        assert refused.about is not None
        n = int(refused.about.removeprefix("client-id-"))
        await v.expect(visitor.Acked, lambda e: e.id == f"client-id-{n - 1}")
        assert not any(isinstance(e, visitor.Acked) and e.id == refused.about for e in v.heard)
        async with visiting(site.key, token=None) as (other, _):
            other.say(say(1))
            assert (await other.expect(visitor.Acked)).seq == 1


@pytest.mark.parametrize(
    "origin", [None, "https://evil.example", "null", "http://127.0.0.1:8001", "http://127.0.0.1:8000.evil.example"]
)
async def test_a_foreign_page_is_told_so_and_closed(site: Site, ana: Staff, origin: str | None) -> None:
    async with open_visitor(origin) as v:
        v.say(hello(site.key))
        assert (await v.expect(Refused)).code == "foreign_origin"
        assert await v.expect_close() == Closing.FOREIGN_ORIGIN
        await v.heard_nothing_of(visitor.Welcome, for_s=0.05)
    async with talking(AgentSocket.app, AGENT_EVENTS, origin, f"sessionid={ana.session}") as a:
        a.say(agent.Hello(site=site.key, cursors={}))
        assert await a.expect_close() == Closing.FOREIGN_ORIGIN
        await a.heard_nothing_of(agent.Welcome, for_s=0.05)


async def test_nothing_is_done_before_hello(site: Site, ana: Staff) -> None:
    async with open_visitor() as v:
        for command in (
            say(1),
            visitor.Leave(id="client-id-l"),
            visitor.Write(),
            visitor.Read(conversation="x" * 8, seq=1),
        ):
            v.say(command)
            assert (await v.expect(Refused)).code == "hello_first"
        v.say(hello(site.key))
        await v.expect(visitor.Welcome)
        v.say(say(1))
        assert (await v.expect(visitor.Acked)).seq == 1
    async with open_agent(ana.session) as a:
        a.say(agent.Refresh())
        assert (await a.expect(Refused)).code == "hello_first"
        a.say(agent.Hello(site=site.key, cursors={}))
        await a.expect(agent.Welcome)


async def test_whoever_never_says_hello_is_closed_by_name(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(newcomer_module, "HELLO_MS", 1_500)
    async with open_visitor() as v:
        v.say_raw("{")
        assert await v.expect_close() == Closing.NO_HELLO
    async with visiting(site.key) as (greeted, _):
        await greeted.heard_nothing_of(Refused, for_s=1.8)
        assert greeted.closed is None


async def test_a_wrong_site_or_token_is_named_and_hello_may_be_said_again(site: Site, elsewhere: Site) -> None:
    async with visiting(elsewhere.key) as (_, greeting):
        token = greeting.token
    async with open_visitor() as v:
        v.say(hello("no-such-site"))
        refused = await v.expect(Refused)
        assert (refused.code, refused.field) == ("unknown_site", "site")
        for unknown in ("x", "' OR 1=1--", token):
            v.say(hello(site.key, unknown))
            refused = await v.expect(Refused)
            assert (refused.code, refused.field) == ("unknown_token", "token")
        v.say(hello(site.key))
        welcome = await v.expect(visitor.Welcome)
        assert welcome.token
        v.say(say(1))
        assert (await v.expect(visitor.Acked)).seq == 1


async def test_words_that_look_like_anything_else_arrive_as_they_are(site: Site, ana: Staff) -> None:
    texts = [
        "<script>alert(1)</script>",
        "**not bold**",
        "\\u0000",
        "😀 \u202eevil\u202c",
        "{{7*7}}",
        "'; --",
        "a\r\nb\t\x01",
    ]
    async with answering(site.key, ana.session) as (a, _), visiting(site.key) as (v, _):
        v.say(say(0, texts[0]))
        row = (await a.expect(agent.Rows, lambda e: e.rows[0].state == "ringing")).rows[0]
        a.say(agent.Open(conversation=row.id, after=0))
        await a.expect(agent.Opened)
        for n, text in enumerate(texts[1:], start=1):
            v.say(say(n, text))
            heard = await a.expect(agent.Added, lambda e, n=n: e.entry.id == f"client-id-{n}")  # type: ignore[misc]
            own = await v.expect(visitor.Added, lambda e, n=n: e.entry.id == f"client-id-{n}")  # type: ignore[misc]
            assert heard.entry.body == own.entry.body
            assert (own.entry.body.text, own.entry.body.html) == (text, None)  # type: ignore[union-attr]
