"""Commands to Redis that are given up midway: whoever asks after them over the same connections gets an answer of their own.

What the relay asks is answered by numbers that nobody reads, and hints name whom they are for. So this is about the client
that it has, used as `Relay._publish` uses it, with answers that can be told from each other.
"""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from redis.asyncio import Connection, Redis
from redis.exceptions import ResponseError

from server.relay import Relay
from tests.support.proxy import running_proxy
from tests.support.redis import running_redis

ROUNDS, AT_ONCE = 15, 10
ANSWER_S = 0.02
"""How long an answer is on its way at least: long enough for many to be given up by then."""


@dataclass
class Tally:
    """What came of those who asked."""

    own: int = 0
    anothers: int = 0
    given_up: int = 0


@asynccontextmanager
async def client() -> AsyncIterator[Redis]:
    """A relay's client, to a Redis that is slow to answer."""
    with running_redis() as redis:
        async with running_proxy(redis.port) as proxy:
            url = f"redis://{proxy.host}:{proxy.port}/0"
            relay = Relay(asyncio.get_running_loop(), "origin", lambda hints: None, url)
            proxy.delay_s = ANSWER_S / 2
            yield relay._redis
            await relay.close()


async def ask(of: Redis, who: str, patience_s: float, tally: Tally) -> None:
    words = [f"{who}, {n}".encode() for n in range(3)]
    try:
        async with asyncio.timeout(patience_s), of.pipeline(transaction=False) as pipe:
            for word in words:
                pipe.echo(word)
            answers = await pipe.execute()
    except TimeoutError:
        tally.given_up += 1
    except ResponseError:
        # What was answered is no answer to an echo: it was meant for the greeting of somebody who gave that up.
        tally.anothers += 1
    else:
        tally.own += answers == words
        tally.anothers += answers != words


async def asked(of: Redis) -> Tally:
    """Many ask at once, again and again; some of them have no patience."""
    tally = Tally()
    for turn in range(ROUNDS):
        hasty = [ask(of, f"hasty {turn}.{n}", random.random() * 2 * ANSWER_S, tally) for n in range(AT_ONCE)]
        patient = [ask(of, f"patient {turn}.{n}", 20, tally) for n in range(AT_ONCE)]
        await asyncio.gather(*hasty, *patient)
    return tally


async def test_after_commands_that_were_given_up_everybody_gets_their_own_answer() -> None:
    async with client() as ours:
        tally = await asked(ours)
    assert tally.anothers == 0
    assert tally.given_up > ROUNDS
    assert tally.own >= ROUNDS * AT_ONCE


async def test_a_client_that_keeps_a_connection_with_an_answer_to_come_is_found_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read = Connection.read_response

    async def read_and_keep(self: Connection, *args: Any, **kwargs: Any) -> Any:
        return await read(self, *args, **kwargs | {"disconnect_on_error": False})

    monkeypatch.setattr(Connection, "read_response", read_and_keep)
    async with client() as ours:
        tally = await asked(ours)
    assert tally.anothers > 0
