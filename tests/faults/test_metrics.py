"""What `/metrics` says of real servers: of one, and of several that answer as one."""

import asyncio
import urllib.request
from contextlib import AsyncExitStack

import pytest
from prometheus_client.parser import text_string_to_metric_families

from server.wire import visitor
from tests.support.server import Server, sign_in
from tests.support.sockets import Agent, Visitor

SITE = "fernhill"


def read(server: Server) -> dict[str, float]:
    """Each series, by its name and the values of its labels."""
    with urllib.request.urlopen(f"{server.shop}/metrics", timeout=10) as answer:
        families = text_string_to_metric_families(answer.read().decode())
        return {
            " ".join((s.name, *(s.labels[name] for name in sorted(s.labels)))): s.value
            for f in families
            for s in f.samples
        }


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
        await asyncio.sleep(1.1)
        # Whichever process answers, it answers for all.
        for _ in range(4):
            found = await asyncio.to_thread(read, server)
            assert found["bluephone_sockets visitor"] == 3
            assert found["bluephone_sockets agent"] == 1
            assert found["bluephone_append_batch_size_sum"] == 4
            assert found["bluephone_delivery_seconds_count stored"] == found["bluephone_append_seconds_count"]
            assert found["bluephone_delivery_seconds_count sent"] == found["bluephone_delivery_seconds_count published"]
            assert found["bluephone_first_word_seconds_count here"] == 1
            assert found["bluephone_offers_total picked_up ring"] == 1
            assert found["bluephone_offers_total began ring"] == 3
            assert found["bluephone_dispatch_seconds_count"] >= 4
            assert found["bluephone_database_up"] == 1
        if server.services:
            assert found["bluephone_redis_up hints"] == 1
            assert found["bluephone_delivery_seconds_count relayed"] > 0
    await asyncio.sleep(0.3)
    found = await asyncio.to_thread(read, server)
    assert found["bluephone_sockets visitor"] == found["bluephone_sockets agent"] == 0
    assert found["bluephone_sockets_closed_total peer"] == 4
