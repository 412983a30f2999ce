"""Hostile frames, on every kind of socket: each is refused by the field's name, the socket stays open, and abuse alone ends it."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest
from django.conf import settings

from server.desk import insiders
from server.live.insider import InsiderSocket
from server.live.offload import offload
from server.sites.models import Site
from server.wire import agent, insider, visitor
from server.wire.base import Frame
from server.wire.closing import Closing
from server.wire.codec import INSIDER_EVENTS
from server.wire.limits import FRAME_FATAL, FRAME_MAX
from server.wire.nouns import RefusalCode, Refused
from tests.unit.server.conftest import Staff
from tests.unit.server.live.talk import Talk, answering, hello, open_agent, open_visitor, talking, visiting

pytestmark = pytest.mark.both
KINDS = ("visitor", "agent", "insider")


def fetch(**fields: Any) -> str:
    """A command that all of them have, with something in it that is not right."""
    return json.dumps({"type": "fetch", "conversation": "no-such-conversation", "after": 0} | fields)


def deep(levels: int) -> str:
    """The same, with so many lists within one another."""
    return fetch(after="here").replace('"here"', "[" * levels + "]" * levels)


HOSTILE: list[tuple[str, RefusalCode, str | None]] = [
    ("{", "malformed", None),
    (fetch(conversation="a\0b"), "out_of_bounds", "conversation"),
    (fetch(conversation="\ud800"), "forbidden_character", "conversation"),
    (fetch(after=float("nan")), "malformed", "after"),
    (fetch(after=2**53), "out_of_bounds", "after"),
    (fetch()[:-1] + ', "after": 1}', "duplicate_key", "after"),
    (deep(17), "wrong_type", "after"),
    (deep(3_000), "wrong_type", "after"),
    ('{"after":' * 1_500 + "1" + "}" * 1_500, "too_deep", None),
    (fetch(conversation={"$regex": "^a"}), "wrong_type", "conversation"),
    (fetch(conversation={"$ne": None}), "wrong_type", "conversation"),
    (fetch(conversation=True), "wrong_type", "conversation"),
    (fetch(conversation=[]), "wrong_type", "conversation"),
    (fetch(after="0e1"), "wrong_type", "after"),
    (fetch(after=0.5), "wrong_type", "after"),
    (fetch(user_id="somebody"), "unknown_field", "user_id"),
    (fetch(private=True), "unknown_field", "private"),
    (fetch(by={"kind": "agent", "id": "a", "name": "Ana"}), "unknown_field", "by"),
    (fetch(type="entry"), "unknown_type", "type"),
    (fetch(type="system"), "unknown_type", "type"),
    (fetch(type={"$ne": None}), "wrong_type", "type"),
    (fetch() + " " * FRAME_MAX, "frame_too_large", None),
    (fetch(), "unknown_conversation", None),
]


@asynccontextmanager
async def sockets(site: Site, ana: Staff) -> AsyncIterator[dict[str, tuple[Talk, str]]]:
    """One of each kind, each greeted, and the conversation that all of them are in."""
    async with AsyncExitStack() as here:
        a, _ = await here.enter_async_context(answering(site.key, ana.session))
        v, _ = await here.enter_async_context(visiting(site.key))
        v.say(visitor.Say(id="client-id-1", conversation=None, text="My wheel is bent."))
        conversation = (await v.expect(visitor.Acked)).conversation
        await a.expect(agent.Rows, lambda r: r.rows[0].state == "ringing")
        a.say(agent.Open(conversation=conversation, after=0))
        await a.expect(agent.Opened)
        _, key = await offload(insiders.make, site.id, conversation, ana.id, "Rui", "", 2)
        guest = talking(InsiderSocket.app, INSIDER_EVENTS, settings.PUBLIC_URL, None)
        i = await here.enter_async_context(guest)
        i.say(insider.Hello(key=key, cursor=0))
        await i.expect(insider.Welcome)
        yield {kind: (talk, conversation) for kind, talk in zip(KINDS, (v, a, i), strict=True)}


async def test_each_hostile_frame_is_refused_by_name_and_the_next_good_one_is_heard(site: Site, ana: Staff) -> None:
    async with sockets(site, ana) as all_:
        for kind, (talk, conversation) in all_.items():
            for frame, code, field in HOSTILE:
                talk.say_raw(frame)
                refused = await talk.expect(Refused)
                assert (refused.code, refused.field) == (code, field), (kind, frame[:80])
                assert refused.message.endswith(".")
            talk.say(agent.Fetch(conversation=conversation, after=0))
            fetched = await talk.expect(Frame, lambda e: isinstance(e, visitor.Fetched | agent.Fetched))
            assert fetched.entries  # type: ignore[attr-defined]
            assert talk.closed is None


@pytest.mark.parametrize("frame", ["{", fetch(after=True), fetch(), "x" * (FRAME_MAX + 1)])
async def test_on_every_kind_of_socket_repeated_abuse_is_ended_by_name(site: Site, ana: Staff, frame: str) -> None:
    async with sockets(site, ana) as all_:
        for talk, _ in all_.values():
            for _ in range(60):
                talk.say_raw(frame)
            assert await talk.expect_close() == Closing.ABUSED
            assert 20 <= sum(isinstance(event, Refused) for event in talk.heard) <= 40


@pytest.mark.parametrize("kind", KINDS)
async def test_on_every_kind_of_socket_a_monstrous_frame_is_its_last(site: Site, ana: Staff, kind: str) -> None:
    async with sockets(site, ana) as all_:
        talk, _ = all_[kind]
        talk.say_raw("x" * (FRAME_FATAL + 1))
        assert (await talk.expect(Refused)).code == "frame_too_large"
        assert await talk.expect_close() == Closing.FRAME_TOO_LARGE


@pytest.mark.parametrize("token", ["0", "true", "null", "", "0e1", "[]", "%00", "{}", "' OR '1'='1", "x" * 100])
async def test_no_token_is_loose_enough_to_fit(site: Site, token: str) -> None:
    """What others took for equal to a hash, or for no token at all."""
    async with open_visitor() as v:
        v.say(hello(site.key, token))
        assert (await v.expect(Refused)).code == "unknown_token"
    async with talking(InsiderSocket.app, INSIDER_EVENTS, settings.PUBLIC_URL, None) as i:
        i.say(insider.Hello(key=token, cursor=0))
        assert (await i.expect(Refused)).code == "pass_ended"
        assert await i.expect_close() == Closing.PASS_ENDED
    async with open_agent(token) as a:
        a.say(agent.Hello(site=site.key, cursors={}))
        assert (await a.expect(Refused)).code == "signed_out"
        assert await a.expect_close() == Closing.SIGNED_OUT
