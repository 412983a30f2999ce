"""A request reaches a stream wherever it is, and nobody speaks through a key that is none."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from server import bus
from server.bus import Hub
from server.live import heart as heart_module
from server.live import streams as module
from server.live.agent import AgentSocket
from server.live.offload import offload
from server.live.socket import Socket
from server.live.streams import Streams
from server.people.models import Lease
from server.sites.models import Site
from server.wire import agent
from server.wire.closing import Closing
from server.wire.codec import encode
from server.wire.limits import GRACE_MS, LEASE_MS
from tests.support.redis import Redis, running_redis
from tests.unit.server.conftest import Staff, soon


@pytest.fixture
def redis() -> Iterator[Redis]:
    with running_redis() as running:
        yield running


class Ear(Socket[str]):
    """Says what it heard, and nothing else."""

    @classmethod
    async def app(cls, scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] == "websocket.receive":
            await send({"type": "websocket.send", "text": message["text"]})


class Reader:
    """The far end of a response that stays."""

    def __init__(self) -> None:
        self.text = ""
        self.gone = asyncio.Event()

    async def receive(self) -> dict[str, Any]:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, Any]) -> None:
        self.text += message.get("body", b"").decode()

    @property
    def key(self) -> str:
        return self.text.split()[3]

    @property
    def heard(self) -> list[str]:
        return [e.removeprefix("data: ") for e in self.text.split("\n\n") if e.startswith("data: ")]


@asynccontextmanager
async def processes(url: str | None) -> AsyncIterator[tuple[Streams, Streams]]:
    """Two, as behind a proxy that sends a request to either."""
    loop = asyncio.get_running_loop()
    one, other = (Streams(Hub(loop, url)) for _ in range(2))
    relays = [s.hub.relay for s in (one, other) if s.hub.relay]
    await soon(lambda: all(relay.healthy for relay in relays))
    try:
        yield one, other
    finally:
        await asyncio.gather(*(relay.close() for relay in relays))


@asynccontextmanager
async def stream(on: Streams) -> AsyncIterator[Reader]:
    """Somebody who reads one, and has said hello."""
    reader = Reader()
    task = asyncio.create_task(on.open(Ear, {}, ["hello"], (reader.receive, reader.send)))
    await soon(lambda: reader.heard == ["hello"])
    try:
        yield reader
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_requests_through_either_process_are_heard_once_and_in_order(redis: Redis) -> None:
    async with processes(redis.url) as (one, other), stream(one) as reader:
        for number, process in enumerate([other, one, other, other, one], start=1):
            for _ in range(2):
                assert await process.say(reader.key, number, [str(number)]) == HTTPStatus.ACCEPTED
        await soon(lambda: reader.heard == ["hello", "1", "2", "3", "4", "5"])
        assert await other.say(reader.key, 9, ["too early"]) == HTTPStatus.CONFLICT


async def test_a_goodbye_through_another_process_ends_it_and_then_it_is_gone_everywhere(redis: Redis) -> None:
    async with processes(redis.url) as (one, other), stream(one) as reader:
        assert await other.say(reader.key, 1, []) == HTTPStatus.ACCEPTED
        await soon(lambda: reader.text.endswith("event: close\ndata: 1000\n\n"))
        assert await other.say(reader.key, 2, ["late"]) == HTTPStatus.GONE
        assert await one.say(reader.key, 2, ["late"]) == HTTPStatus.GONE


async def test_a_process_that_is_no_more_is_not_waited_for_without_end(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ANSWER_S", 0.1)
    async with processes(redis.url) as (one, other), stream(one) as reader:
        assert one.hub.relay
        await one.hub.relay.close()
        assert await other.say(reader.key, 1, ["x"]) == HTTPStatus.SERVICE_UNAVAILABLE
        monkeypatch.setattr(module, "ASKED_MAX", 0)
        assert await other.say(reader.key, 1, ["x"]) == HTTPStatus.SERVICE_UNAVAILABLE


async def test_a_process_that_has_just_begun_finds_the_others_first(redis: Redis) -> None:
    async with processes(redis.url) as (one, _), stream(one) as reader:
        new = Streams(Hub(asyncio.get_running_loop(), redis.url))
        assert new.hub.relay
        try:
            assert await new.say(reader.key, 1, ["early"]) == HTTPStatus.ACCEPTED
        finally:
            await new.hub.relay.close()


async def test_where_redis_is_not_to_be_had_nobody_waits_for_it() -> None:
    nowhere = Streams(Hub(asyncio.get_running_loop(), "redis://127.0.0.1:1"))
    assert nowhere.hub.relay
    try:
        async with asyncio.timeout(3):
            assert await nowhere.say(f"{'0' * 16}.{'A' * 32}", 1, ["x"]) == HTTPStatus.GONE
    finally:
        await nowhere.hub.relay.close()


async def test_without_redis_only_its_own_process_takes_a_request() -> None:
    async with processes(None) as (one, other), stream(one) as reader:
        assert await other.say(reader.key, 1, ["x"]) == HTTPStatus.GONE
        assert await one.say(reader.key, 1, ["x"]) == HTTPStatus.ACCEPTED


async def test_a_key_that_is_none_reaches_nobody_and_no_channel(redis: Redis) -> None:
    async with processes(redis.url) as (one, other), stream(one) as reader:
        process, secret = reader.key.split(".")
        for key in ("", "x", secret, f"{process}.{secret[:-1]}", f"site.{secret}", f"{process}.{secret}\n"):
            assert await other.say(key, 1, ["x"]) == HTTPStatus.GONE
        assert await other.say(f"{process}.{'A' * 32}", 1, ["x"]) == HTTPStatus.GONE
        assert reader.heard == ["hello"]


@asynccontextmanager
async def answering(site: Site, staff: Staff) -> AsyncIterator[tuple[Streams, Reader, "asyncio.Task[None]"]]:
    """An agent who reads a stream, and was welcomed."""
    here, reader = Streams(bus.hub()), Reader()
    cookie = f"{settings.SESSION_COOKIE_NAME}={staff.session}"
    scope = {"headers": [(b"origin", settings.PUBLIC_URL.encode()), (b"cookie", cookie.encode())]}
    hello = encode(agent.Hello(site=site.key, cursors={}))
    task = asyncio.create_task(here.open(AgentSocket, scope, [hello], (reader.receive, reader.send)))
    await soon(lambda: any('"type":"welcome"' in event for event in reader.heard))
    yield here, reader, task
    await asyncio.wait_for(task, 5)


async def left_ms(staff: Staff) -> float:
    lease = await offload(Lease.objects.get, agent_id=staff.id)
    return (lease.expires_at - timezone.now()).total_seconds() * 1000


@pytest.mark.both
async def test_a_goodbye_leaves_an_agent_ten_seconds_and_a_lost_line_the_whole_lease(
    site: Site, ana: Staff, tom: Staff
) -> None:
    async with answering(site, ana) as (here, reader, _):
        assert await here.say(reader.key, 1, []) == HTTPStatus.ACCEPTED
    assert await left_ms(ana) <= GRACE_MS
    async with answering(site, tom) as (_, reader, _):
        reader.gone.set()
    assert GRACE_MS < await left_ms(tom) <= LEASE_MS


@pytest.mark.both
async def test_who_leaves_beats_unanswered_is_gone(site: Site, ana: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heart_module, "BEAT_MS", 100)
    monkeypatch.setattr(heart_module, "LEASE_MS", 500)
    async with answering(site, ana) as (_, reader, task):
        await asyncio.wait_for(asyncio.shield(task), 5)
        assert reader.text.endswith(f"event: close\ndata: {Closing.SILENT:d}\n\n")
