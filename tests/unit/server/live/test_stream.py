"""A stream is a WebSocket to whoever speaks through it."""

import asyncio
from http import HTTPStatus
from typing import Any

import pytest

from server.live import stream as module
from server.live.stream import WAITING_BYTES, WAITING_MAX, Stream


class Reader:
    """The far end of a response."""

    def __init__(self) -> None:
        self.started: dict[str, Any] | None = None
        self.text = ""
        self.over = False
        self.gone = asyncio.Event()

    async def send(self, message: dict[str, Any]) -> None:
        assert not self.over
        if message["type"] == "http.response.start":
            self.started = message
        else:
            self.text += message["body"].decode()
            self.over = not message["more_body"]

    async def receive(self) -> dict[str, Any]:
        await self.gone.wait()
        return {"type": "http.disconnect"}


async def begun(*frames: str) -> tuple[Reader, Stream]:
    reader = Reader()
    stream = Stream("the-key", frames, reader.send)
    assert await stream.receive() == {"type": "websocket.connect"}
    await stream.send({"type": "websocket.accept"})
    return reader, stream


def frame(text: str) -> dict[str, Any]:
    return {"type": "websocket.receive", "text": text}


def end(code: int) -> dict[str, Any]:
    return {"type": "websocket.disconnect", "code": code}


async def test_what_is_sent_comes_as_events_after_the_key_and_the_end_with_its_code() -> None:
    reader, stream = await begun()
    assert reader.started
    assert reader.started["status"] == 200
    headers = dict(reader.started["headers"])
    assert headers[b"content-type"].startswith(b"text/event-stream")
    assert headers[b"x-accel-buffering"] == b"no"
    assert headers[b"cache-control"] == b"no-store, no-transform"
    await stream.send({"type": "websocket.send", "text": '{"a":"\u2028é"}'})
    await stream.send({"type": "websocket.close", "code": 4003})
    assert reader.text == 'event: stream\ndata: the-key\n\ndata: {"a":"\u2028é"}\n\nevent: close\ndata: 4003\n\n'
    assert reader.over
    assert await stream.receive() == end(4003)
    await stream.finish()
    assert reader.text.count("event: close") == 1


async def test_what_the_stream_began_with_is_heard_before_what_is_posted() -> None:
    _, stream = await begun("hello")
    assert stream.take(1, ["one", "two"]) == HTTPStatus.ACCEPTED
    assert stream.take(2, ["three"]) == HTTPStatus.ACCEPTED
    assert [await stream.receive() for _ in range(4)] == [frame(t) for t in ("hello", "one", "two", "three")]


async def test_a_request_is_heard_once_and_never_before_its_elder() -> None:
    _, stream = await begun()
    assert stream.take(2, ["two"]) == HTTPStatus.CONFLICT
    for _ in range(2):
        assert stream.take(1, ["one"]) == HTTPStatus.ACCEPTED
    assert stream.take(2, ["two"]) == HTTPStatus.ACCEPTED
    assert stream.take(1, ["one"]) == HTTPStatus.ACCEPTED
    assert [await stream.receive() for _ in range(2)] == [frame("one"), frame("two")]
    assert stream.take(3, []) == HTTPStatus.ACCEPTED
    assert await stream.receive() == end(1000)


async def test_who_posts_faster_than_is_heard_is_held_up_and_may_say_it_again() -> None:
    _, stream = await begun()
    assert stream.take(1, ["x"] * WAITING_MAX) == HTTPStatus.ACCEPTED
    assert stream.take(2, ["y"]) == HTTPStatus.TOO_MANY_REQUESTS
    await stream.receive()
    assert stream.take(2, ["y"]) == HTTPStatus.ACCEPTED


async def test_what_waits_is_bounded_in_size_too() -> None:
    _, stream = await begun()
    half = "x" * (WAITING_BYTES // 2)
    assert stream.take(1, [half]) == HTTPStatus.ACCEPTED
    assert stream.take(2, [half]) == HTTPStatus.ACCEPTED
    assert stream.take(3, ["y"]) == HTTPStatus.TOO_MANY_REQUESTS
    await stream.receive()
    assert stream.take(3, [half]) == HTTPStatus.ACCEPTED
    assert stream.take(4, ["y"]) == HTTPStatus.TOO_MANY_REQUESTS


@pytest.mark.parametrize(("goodbye", "code"), [(True, 1000), (False, 1006)])
async def test_a_reader_who_is_gone_may_have_said_goodbye_on_another_way(
    goodbye: bool, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "GOODBYE_WITHIN_S", 0.05)
    reader, stream = await begun()
    reader.gone.set()
    watch = asyncio.create_task(stream.watch(reader.receive))
    await asyncio.sleep(0.01)
    if goodbye:
        stream.take(1, [])
    assert await stream.receive() == end(code)
    await watch
