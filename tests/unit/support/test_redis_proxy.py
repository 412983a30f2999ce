"""The proxy before Redis: messages are lost and repeated as told, and nothing else is touched."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from redis.asyncio import Redis as Client

from tests.support.ports import free_port
from tests.support.redis import Redis, running_redis
from tests.support.redis_proxy import FAITHFUL, RedisProxy, frame_end, is_message, running_redis_proxy

CHANNEL = "channel"
MESSAGE = b">3\r\n$7\r\nmessage\r\n$7\r\nchannel\r\n$4\r\n\r\n>3\r\n"
OLD_MESSAGE = b"*4\r\n$8\r\npmessage\r\n$2\r\nc*\r\n$7\r\nchannel\r\n$0\r\n\r\n"
OTHERS = [
    b"+OK\r\n",
    b"-ERR message\r\n",
    b":42\r\n",
    b"_\r\n",
    b"#t\r\n",
    b",3.14\r\n",
    b"(3492890328409238509324850943850943825024385\r\n",
    b"$-1\r\n",
    b"*-1\r\n",
    b"*0\r\n",
    b"$7\r\nmessage\r\n",
    b"$70000\r\n" + b"\r\n" * 35_000 + b"\r\n",
    b"!5\r\nERR x\r\n",
    b"=7\r\ntxt:$9\n\r\n",
    b"*3\r\n*2\r\n:1\r\n*1\r\n$-1\r\n%1\r\n+a\r\n~2\r\n:1\r\n:2\r\n$2\r\n\r\n\r\n",
    b"|1\r\n+ttl\r\n:3600\r\n*2\r\n:1\r\n:2\r\n",
    b">3\r\n$9\r\nsubscribe\r\n$7\r\nmessage\r\n:1\r\n",
]
FRAMES = [*OTHERS, MESSAGE, OLD_MESSAGE]


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: repr(frame[:20]))
def test_a_frame_ends_where_it_ends_and_not_before(frame: bytes) -> None:
    cuts = range(len(frame)) if len(frame) < 1000 else (*range(20), *range(len(frame) - 20, len(frame)))
    assert {frame_end(frame[:cut]) for cut in cuts} == {None}
    assert frame_end(frame) == len(frame)
    assert frame_end(b"+before\r\n" + frame + b"+after\r\n", 9) == 9 + len(frame)


def test_messages_are_told_from_everything_else() -> None:
    assert [frame for frame in FRAMES if is_message(frame)] == [MESSAGE, OLD_MESSAGE]


def test_what_is_no_resp_is_said_to_be_none() -> None:
    with pytest.raises(ValueError, match="No frame"):
        frame_end(b"HTTP/1.1 200 OK\r\n")


@asynccontextmanager
async def answering(pieces: Sequence[bytes]) -> AsyncIterator[int]:
    """The port of somebody who answers whoever connects with these pieces, and ends."""

    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0)
        writer.close()

    port = free_port()
    async with await asyncio.start_server(answer, "127.0.0.1", port):
        yield port


@pytest.mark.parametrize("size", [1, 7, 1_000_000])
async def test_however_it_is_cut_all_but_messages_passes_as_it_is(size: int) -> None:
    whole = b"".join([MESSAGE, *OTHERS, OLD_MESSAGE, MESSAGE])
    pieces = [whole[at : at + size] for at in range(0, len(whole), size)]
    async with answering(pieces) as port, running_redis_proxy(port, lambda: ()) as proxy:
        reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
        assert await reader.read(-1) == b"".join(OTHERS)
        writer.close()
    assert proxy.disturbed == 3


@pytest.fixture
def redis() -> Iterator[Redis]:
    with running_redis() as running:
        yield running


@asynccontextmanager
async def client(url: str, protocol: int) -> AsyncIterator[Any]:
    """It speaks RESP2 or RESP3."""
    async with Client.from_url(url, protocol=protocol, decode_responses=True) as ours:
        yield ours


async def heard(proxy: RedisProxy, protocol: int, speak: Callable[[], object], last: str) -> list[str]:
    """What a subscriber behind the proxy hears of it, up to the last word."""
    words: list[str] = []
    async with client(proxy.url, protocol) as ours, ours.pubsub() as subscriber, asyncio.timeout(10):
        await subscriber.subscribe(CHANNEL)
        while True:
            message = await subscriber.get_message(timeout=1)
            if message and message["type"] == "subscribe":
                speak()
            if message and message["type"] == "message":
                words.append(message["data"])
                if words[-1] == last:
                    return words


@pytest.mark.parametrize("protocol", [2, 3])
async def test_messages_of_a_real_redis_are_lost_repeated_and_late(redis: Redis, protocol: int) -> None:
    fates = iter([FAITHFUL, (), (0.0, 0.0), (0.0, 0.2), (0.1,), FAITHFUL, (0.5,)])

    def speak() -> None:
        for word in "abcdefg":
            redis.command("PUBLISH", CHANNEL, word)

    async with running_redis_proxy(redis.port, lambda: next(fates)) as proxy:
        assert await heard(proxy, protocol, speak, "g") == [*"accdfedg"]
    assert proxy.disturbed == 5


@pytest.mark.parametrize("protocol", [2, 3])
async def test_a_real_redis_answers_through_it_as_without(redis: Redis, protocol: int) -> None:
    async with (
        running_redis_proxy(redis.port, lambda: ()) as proxy,
        client(proxy.url, protocol) as through,
        client(redis.url, protocol) as straight,
    ):
        await through.set("big", "message\r\n" * 200_000)
        await through.hset("hash", mapping={"a": "1", "b": "2"})
        for words in (("GET", "big"), ("HGETALL", "hash"), ("COMMAND",), ("GET", "nothing")):
            assert await through.execute_command(*words) == await straight.execute_command(*words)
    assert proxy.disturbed == 0
