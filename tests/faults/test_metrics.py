"""What `/metrics` says of real servers: of one, and of several that answer as one."""

import asyncio
import json
import os
import signal
import sqlite3
import urllib.request
from collections.abc import Sequence
from contextlib import AsyncExitStack, closing
from pathlib import Path
from typing import Any

import pytest

from server.api import health
from server.wire import visitor
from tests.support.figures import figures, until
from tests.support.server import Server, sign_in
from tests.support.sockets import Agent, Visitor, new_id

SITE = "fernhill"


def ready(server: Server) -> dict[str, Any]:
    with urllib.request.urlopen(f"{server.shop}/health/ready", timeout=10) as answer:
        found: dict[str, Any] = json.load(answer)
        return found


@pytest.mark.both
async def test_a_conversation_shows_in_the_figures_of_all_processes(server: Server) -> None:
    async with AsyncExitStack() as here:
        ana = await here.enter_async_context(Agent(server.url, SITE, sign_in(server)))
        await ana.hello()
        await ana.available()
        for _ in range(3):
            caller = await here.enter_async_context(Visitor(server.url, SITE))
            await caller.hello()
            acked = await caller.write("Hello")
            await ana.row(lambda row, c=acked.conversation: row.id == c and row.state == "ringing")  # type: ignore[misc]
        await ana.pick_up(acked.conversation)
        await ana.reply(acked.conversation, "Good day")
        await caller.expect(visitor.Added, lambda a: getattr(a.entry.body, "text", "") == "Good day")
        await until(server.shop, lambda found: found.get("bluephone_first_word_seconds_count here") == 1)
        sent, published = (f"bluephone_delivery_seconds_count {hop}" for hop in ("sent", "published"))
        await until(server.shop, lambda found: found[sent] == found[published])
        # Whichever process answers, it answers for all.
        for _ in range(4):
            found = await asyncio.to_thread(figures, server.shop)
            assert found["bluephone_sockets visitor"] == 3
            assert found["bluephone_sockets agent"] == 1
            assert found["bluephone_append_batch_size_sum"] == 4
            assert found["bluephone_delivery_seconds_count stored"] == found["bluephone_append_seconds_count"]
            assert found["bluephone_offers_total picked_up ring"] == 1
            assert found["bluephone_offers_total began ring"] == 3
            assert found["bluephone_dispatch_seconds_count"] >= 4
            assert found["bluephone_database_up"] == 1
        if server.services:
            assert found["bluephone_redis_up hints"] == 1
        came = 4
        # By chance all of them are with one process; sooner or later somebody comes to the other.
        while server.services and not found["bluephone_delivery_seconds_count relayed"]:
            came += 1
            assert came < 40
            caller = await here.enter_async_context(Visitor(server.url, SITE))
            await caller.hello()
            await caller.write("Hello")
            found = await asyncio.to_thread(figures, server.shop)
    found = await until(server.shop, lambda found: found.get("bluephone_sockets_closed_total peer") == came)
    assert found["bluephone_sockets visitor"] == found["bluephone_sockets agent"] == 0


async def test_a_database_that_is_held_up_shows_while_it_lasts(server: Server) -> None:
    with closing(sqlite3.connect(server.data / "bluephone.sqlite3", isolation_level=None)) as other:
        async with Visitor(server.url, SITE) as caller, Visitor(server.url, SITE) as second:
            await caller.hello()
            await second.hello()
            # Their conversations have begun, so that what they say next goes straight to the writer.
            await caller.write("Before")
            await second.write("Before")
            other.execute("BEGIN EXCLUSIVE")
            await caller.say(visitor.Say(id=new_id(), conversation=caller.conversation, text="Held up"))
            await asyncio.sleep(0.2)
            await second.say(visitor.Say(id=new_id(), conversation=second.conversation, text="Behind it"))
            await asyncio.sleep(health.STUCK_S + 0.3)
            assert "have waited for" in (await asyncio.to_thread(ready, server))["writing"]
            assert (await asyncio.to_thread(figures, server.shop))["bluephone_writer_queue"] == 1
            other.execute("ROLLBACK")
            await caller.expect(visitor.Acked)
            await second.expect(visitor.Acked)
            assert (await asyncio.to_thread(ready, server))["writing"] == "ok"


@pytest.mark.both
async def test_a_process_that_died_holds_no_sockets(server: Server) -> None:
    if not server.services:
        return
    async with AsyncExitStack() as here:
        callers = [await here.enter_async_context(Visitor(server.url, SITE)) for _ in range(8)]
        for caller in callers:
            await caller.hello()
        assert (await asyncio.to_thread(figures, server.shop))["bluephone_sockets visitor"] == 8
        assert server.process
        children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
        # Which of them holds how many is chance, and one may hold none.
        for child in children:
            os.kill(int(child), signal.SIGKILL)
            while Path(f"/proc/{child}").exists():
                await asyncio.sleep(0.05)
            await asyncio.sleep(0.5)
            await until(server.shop, lambda found: found.get("bluephone_sockets visitor", 0) == here_still(callers))
        assert here_still(callers) == 0


def here_still(callers: Sequence[Visitor]) -> int:
    """How many of them have a socket."""
    return sum(caller.closed is None for caller in callers)
