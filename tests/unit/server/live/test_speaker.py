"""The outgoing half of a socket, where the server below it fails."""

import asyncio
from typing import Any

import structlog

from server import log as logs
from server.live.speaker import FRAME_FULL, Speaker
from server.wire.closing import Closing
from server.wire.codec import encode
from server.wire.limits import WINDOW
from server.wire.nouns import Failed


def failed(message: str) -> Failed:
    return Failed(code="unavailable", message=message, about=None, retry_ms=1)


async def test_what_comes_at_once_goes_out_in_one_frame_an_event_a_line() -> None:
    went: list[str] = []

    async def send(message: dict[str, Any]) -> None:
        went.append(message.get("text", ""))

    speaker = Speaker(send)
    sent = [failed(f"event {n}") for n in range(5)]
    for event in sent:
        speaker.send(event)
    long = [failed("x" * (FRAME_FULL // 2 + n)) for n in range(5)]
    for event in long:
        speaker.send(event)
    speaker.close(Closing.UNAVAILABLE)
    async with asyncio.timeout(5):
        while "" not in went:
            await asyncio.sleep(0)
    assert went[-1] == ""
    assert "\n".join(went[:-1]).split("\n") == [encode(event) for event in (*sent, *long)]
    assert [len(frame.split("\n")) for frame in went] == [7, 2, 1, 1]


async def test_a_frame_that_cannot_be_sent_ends_the_connection_by_name() -> None:
    went: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        if "unheard" in message.get("text", ""):
            raise ValueError("This frame is too large.")
        went.append(message)

    speaker = Speaker(send)
    async with asyncio.timeout(5):
        speaker.send(failed("heard"))
        await asyncio.sleep(0)
        speaker.send(failed("unheard"))
        await asyncio.sleep(0)
        speaker.send(failed("behind it"))
        while len(went) < 2:
            await asyncio.sleep(0)
    assert [m["type"] for m in went] == ["websocket.send", "websocket.close"]
    assert went[-1]["code"] == Closing.UNAVAILABLE


async def test_how_far_behind_a_peer_may_be_is_counted_in_bytes_whatever_the_script() -> None:
    async def send(message: dict[str, Any]) -> None:
        raise AssertionError("Nobody waits for that here.")

    for script, bytes_each in (("x", 1), ("é", 2), ("\U0001f9f5", 4)):
        fits, too_much = (
            failed(script * ((WINDOW + more) // bytes_each)) for more in (-200 * bytes_each, 200 * bytes_each)
        )
        speaker = Speaker(send)
        speaker.send(fits)
        assert speaker.closing is None
        speaker = Speaker(send)
        speaker.send(too_much)
        assert speaker.closing == Closing.DEAF


async def test_who_has_nothing_to_say_holds_no_task_and_is_logged_as_itself_whoever_has_it_speak() -> None:
    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "websocket.send":
            raise ValueError

    with structlog.testing.capture_logs(processors=[structlog.contextvars.merge_contextvars]) as logged:
        with logs.about(socket="mine"):
            speaker = Speaker(send)
            speaker.speak_as_here()
        before = asyncio.all_tasks()
        with logs.about(socket="another"):
            speaker.send(failed("heard by nobody"))
            await asyncio.sleep(0)
        while asyncio.all_tasks() - before:
            await asyncio.sleep(0)
    assert [line["socket"] for line in logged] == ["mine"]
