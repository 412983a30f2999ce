"""Where streams are opened and spoken to: `POST /stream/v1/KIND`, and then `POST /stream/v1/KIND/say`.

A request may reach another process than the one that holds its stream. That one is then asked through Redis, by the
name of its process in the stream's key, and its answer is the request's.
"""

import asyncio
import re
import secrets
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Final

from django.conf import settings

from server import bus
from server.bus import AnyHint, Hub, PostedTo, Taken
from server.ids import new_id
from server.live.socket import Receive, Scope, Socket
from server.live.speaker import Send
from server.live.stream import Stream
from server.wire.limits import FRAME_FATAL

ANSWER_S: Final = 5.0
"""How long another process may take to answer: Redis' own patience."""
ASKED_MAX: Final = 250
"""Requests that wait for another process. Whoever makes keys up fills no more memory than these."""
_KEY: Final = re.compile(r"([0-9a-f]{16})\.[\w-]{32}", re.ASCII)
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,9}", re.ASCII)


class Streams:
    """This process's streams, by key."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self._open: dict[str, Stream] = {}
        self._asked: dict[str, asyncio.Future[HTTPStatus]] = {}
        hub.process.add(self)

    async def open(
        self, kind: type[Socket[Any]], scope: Scope, frames: Sequence[str], ends: tuple[Receive, Send]
    ) -> None:
        """Let a socket of this kind live behind a stream, until either side ends it."""
        receive, send = ends
        key = f"{self.hub.origin}.{secrets.token_urlsafe(24)}"
        stream = self._open[key] = Stream(key, frames, send)
        watch = asyncio.create_task(stream.watch(receive))
        try:
            await kind.app(scope, stream.receive, stream.send)
        finally:
            del self._open[key]
            watch.cancel()
            await stream.finish()

    async def say(self, key: str, number: int, frames: Sequence[str]) -> HTTPStatus:
        """Hand frames to the stream with this key, wherever it is: 202 once it has them."""
        stream = self._open.get(key)
        if stream:
            return stream.take(number, frames)
        named = _KEY.fullmatch(key)
        if named is None or named[1] == self.hub.origin or self.hub.relay is None:
            return HTTPStatus.GONE
        if len(self._asked) >= ASKED_MAX:
            return HTTPStatus.SERVICE_UNAVAILABLE
        if not await self.hub.relay.settled():
            return HTTPStatus.GONE
        ticket = new_id()
        answer = self._asked[ticket] = self.hub.loop.create_future()
        posted = PostedTo(_channel(named[1]), key, number, tuple(frames), self.hub.origin, ticket)
        self.hub.relay.send([posted])
        try:
            return await asyncio.wait_for(answer, ANSWER_S)
        except TimeoutError:
            return HTTPStatus.SERVICE_UNAVAILABLE
        finally:
            del self._asked[ticket]

    def hear(self, hint: AnyHint) -> None:
        """Another process asks on somebody's behalf, or answers."""
        match hint:
            case PostedTo() if self.hub.relay:
                stream = self._open.get(hint.key)
                status = stream.take(hint.number, hint.frames) if stream else HTTPStatus.GONE
                self.hub.relay.send([Taken(_channel(hint.asker), hint.ticket, status)])
            case Taken():
                answer = self._asked.get(hint.ticket)
                if answer and not answer.done():
                    answer.set_result(HTTPStatus(hint.status))


_streams: Streams | None = None


def streams() -> Streams:
    """The streams of the running event loop, made on first use."""
    global _streams  # noqa: PLW0603  one a process, as the hub is
    hub = bus.hub()
    if _streams is None or _streams.hub is not hub:
        _streams = Streams(hub)
    return _streams


def opening(kind: type[Socket[Any]]) -> Any:
    """The ASGI application that opens streams of this kind."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        frames = await _frames(scope, receive)
        if isinstance(frames, HTTPStatus):
            await _answer(send, frames)
        else:
            await streams().open(kind, scope, frames, (receive, send))

    return app


async def say(scope: Scope, receive: Receive, send: Send) -> None:
    """The ASGI application that takes commands for streams of any kind. It knows nobody but by a stream's key."""
    headers = dict(scope["headers"])
    frames = await _frames(scope, receive)
    number = headers.get(b"stream-number", b"").decode("latin-1")
    if isinstance(frames, HTTPStatus):
        await _answer(send, frames)
    elif headers.get(b"origin", b"").decode("latin-1") != settings.PUBLIC_URL:
        await _answer(send, HTTPStatus.FORBIDDEN)
    elif not _NUMBER.fullmatch(number):
        await _answer(send, HTTPStatus.BAD_REQUEST)
    else:
        key = headers.get(b"stream-key", b"").decode("latin-1")
        await _answer(send, await streams().say(key, int(number), frames))


async def _frames(scope: Scope, receive: Receive) -> list[str] | HTTPStatus:
    """The request's frames, one a line; or why it has none that we take."""
    if scope["method"] != "POST":
        return HTTPStatus.METHOD_NOT_ALLOWED
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return HTTPStatus.BAD_REQUEST
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > FRAME_FATAL:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    try:
        return [line for line in body.decode().split("\n") if line]
    except UnicodeDecodeError:
        return HTTPStatus.BAD_REQUEST


async def _answer(send: Send, status: HTTPStatus) -> None:
    headers = [(b"content-length", b"0"), (b"cache-control", b"no-store")]
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        headers.append((b"allow", b"POST"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def _channel(process: str) -> str:
    """What stands in a site's place where a hint is for one process: each hears the channel of its own name."""
    return f"process:{process}"
