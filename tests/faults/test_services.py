"""Services die, freeze and come back; no acknowledged word is lost, and none is stored twice."""

import asyncio
import json
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from server.wire import nouns, visitor
from tests.support.postgres import running_postgres
from tests.support.proxy import running_proxy
from tests.support.redis import running_redis
from tests.support.server import Server, running_server
from tests.support.sockets import Visitor, new_id

SITE = "fernhill"


def words(welcome: visitor.Welcome) -> list[str]:
    assert welcome.conversation
    return [e.body.text for e in welcome.conversation.entries if isinstance(e.body, nouns.Message)]


def health(server: Server) -> dict[str, Any]:
    with urllib.request.urlopen(f"{server.shop}/health/ready", timeout=10) as answer:
        found: dict[str, Any] = json.load(answer)
        return found


async def say_until_acked(caller: Visitor, text: str) -> visitor.Acked:
    """What a client does: the same words with the same id, again after each failure."""
    client_id = new_id()
    while True:
        await caller.say(visitor.Say(id=client_id, conversation=caller.conversation, text=text))
        answer = await caller.expect_either(visitor.Acked, nouns.Failed, within_s=40)
        if isinstance(answer, visitor.Acked):
            caller.conversation = answer.conversation
            return answer
        assert answer.about == client_id
        await asyncio.sleep(answer.retry_ms / 1000)


async def test_without_redis_words_are_still_stored_and_the_server_says_so(tmp_path: Path) -> None:
    with running_redis() as redis, running_server(tmp_path, services={"REDIS_URL": redis.url}) as server:
        async with Visitor(server.url, SITE) as caller, Visitor(server.url, SITE) as other_tab:
            await caller.hello()
            other_tab.token = caller.token
            await other_tab.hello()
            await caller.write("Before")
            assert health(server)["redis"] == "ok"
            redis.kill()
            await caller.write("Without Redis")
            assert health(server)["redis"] != "ok"
            redis.start()
            redis.freeze()
            await caller.write("With a frozen Redis")
            redis.thaw()
            await caller.write("After")
            await other_tab.expect(visitor.Added, lambda a: a.entry.id is not None and words_of(a) == "After")
            assert words(await other_tab.hello_anew()) == ["Before", "Without Redis", "With a frozen Redis", "After"]


def words_of(added: visitor.Added) -> str | None:
    return added.entry.body.text if isinstance(added.entry.body, nouns.Message) else None


async def test_a_database_that_dies_is_told_and_nothing_is_doubled_when_it_is_back(tmp_path: Path) -> None:
    with running_postgres(durable=True) as postgres:
        url = postgres.create_database("house")
        with running_server(tmp_path, services={"DATABASE_URL": url}) as server:
            async with Visitor(server.url, SITE) as caller:
                await caller.hello()
                await caller.write("Before")
                postgres.stop("immediate")
                saying = asyncio.create_task(say_until_acked(caller, "While it was down"))
                await asyncio.sleep(2)
                assert not saying.done()
                postgres.start()
                await saying
                await caller.write("After")
                assert words(await caller.hello_anew()) == ["Before", "While it was down", "After"]


async def test_a_frozen_database_only_delays(tmp_path: Path) -> None:
    with running_postgres() as postgres:
        url = postgres.create_database("house")
        with running_server(tmp_path, services={"DATABASE_URL": url}) as server:
            async with Visitor(server.url, SITE) as caller:
                await caller.hello()
                await caller.write("Before")
                postgres.freeze_backends()
                saying = asyncio.create_task(say_until_acked(caller, "While it was frozen"))
                await asyncio.sleep(1)
                assert not saying.done()
                postgres.thaw_backends()
                await saying
                assert words(await caller.hello_anew()) == ["Before", "While it was frozen"]


@pytest.mark.both
async def test_what_a_line_swallows_comes_when_it_heals(server: Server) -> None:
    async with running_proxy(server.port) as proxy:
        caller = Visitor(server.url, SITE)
        caller.url = caller.url.replace(str(server.port), str(proxy.port))
        async with caller:
            await caller.hello()
            proxy.delay_s = 0.2
            await caller.write("Slowly")
            proxy.delay_s = 0
            proxy.blackhole()
            saying = asyncio.create_task(caller.write("Into the dark"))
            await asyncio.sleep(1)
            assert not saying.done()
            proxy.heal()
            await saying
            assert words(await caller.hello_anew()) == ["Slowly", "Into the dark"]
