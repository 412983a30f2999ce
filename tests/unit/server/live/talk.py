"""A socket of ours without a network: the ASGI application, fed and read by hand."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, TypeVar

from django.conf import settings

from server.live.agent import AgentSocket
from server.live.visitor import VisitorSocket
from server.wire import agent, visitor
from server.wire.base import Frame
from server.wire.codec import AGENT_EVENTS, VISITOR_EVENTS, Codec, encode

E = TypeVar("E", bound=Frame)


class Talk:
    """One connection. What was said and not yet expected stands in `heard`."""

    def __init__(self, codec: Codec[Any]) -> None:
        self.heard: list[Any] = []
        self.raw: list[str] = []
        self.closed: int | None = None
        self.over = asyncio.Event()
        """Set when the server has done with this connection."""
        self._codec = codec
        self._incoming: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._news = asyncio.Event()
        self.answer: Callable[[int], Frame] | None = None
        """How beats are answered, by who answers them."""

    async def receive(self) -> dict[str, Any]:
        return await self._incoming.get()

    async def send(self, message: dict[str, Any]) -> None:
        if message["type"] == "websocket.send":
            for raw in message["text"].split("\n"):
                self._hear(raw)
        elif message["type"] == "websocket.close":
            self.closed = message["code"]
            self._incoming.put_nowait({"type": "websocket.disconnect", "code": message["code"]})
        self._news.set()

    def _hear(self, raw: str) -> None:
        self.raw.append(raw)
        event = self._codec.decode(raw)
        self.heard.append(event)
        if self.answer and isinstance(event, visitor.Beat | agent.Beat):
            self.say(self.answer(event.n))

    def say(self, frame: Frame) -> None:
        self.say_raw(encode(frame))

    def say_raw(self, text: str) -> None:
        self._incoming.put_nowait({"type": "websocket.receive", "text": text})

    def say_bytes(self, data: bytes) -> None:
        self._incoming.put_nowait({"type": "websocket.receive", "bytes": data})

    def hang_up(self, code: int = 1001) -> None:
        self._incoming.put_nowait({"type": "websocket.disconnect", "code": code})

    async def expect(self, kind: type[E], where: Callable[[E], bool] = lambda _: True, within_s: float = 5) -> E:
        found: E = await self._until(
            lambda: next((e for e in self.heard if isinstance(e, kind) and where(e)), None), within_s
        )
        return found

    async def sees(self, kind: type[E], where: Callable[[E], bool], within_s: float = 5) -> E:
        """The same, and it stays among what was heard."""
        found = await self.expect(kind, where, within_s)
        self.heard.append(found)
        return found

    async def expect_close(self, within_s: float = 5) -> int:
        code: int = await self._until(lambda: self.closed, within_s)
        return code

    async def _until(self, found: Callable[[], Any], within_s: float) -> Any:
        try:
            async with asyncio.timeout(within_s):
                while (event := found()) is None:
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise AssertionError(f"It did not come. Heard: {self.heard}; closed: {self.closed}") from None
        if event in self.heard:
            self.heard.remove(event)
        return event

    async def heard_nothing_of(self, *kinds: type[Frame], for_s: float = 0.2) -> None:
        """Nothing of these comes, however long one listens; or not for a while."""
        await asyncio.sleep(for_s)
        assert [e for e in self.heard if isinstance(e, kinds)] == []

    def nothing(self, kind: type[Frame]) -> bool:
        return not any(isinstance(e, kind) for e in self.heard)


@asynccontextmanager
async def talking(
    app: Any, codec: Codec[Any], origin: str | None, cookie: str | None, address: str = "127.0.0.1"
) -> AsyncIterator[Talk]:
    talk = Talk(codec)
    headers = [(b"origin", origin.encode())] if origin else []
    if cookie:
        headers.append((b"cookie", cookie.encode()))
    scope = {"type": "websocket", "path": "/ws", "headers": headers, "client": (address, 1)}
    talk._incoming.put_nowait({"type": "websocket.connect"})
    task = asyncio.create_task(app(scope, talk.receive, talk.send))
    task.add_done_callback(lambda _: talk.over.set())
    try:
        yield talk
    finally:
        if not task.done():
            talk.hang_up()
        await asyncio.wait_for(task, 5)


def hello(site: str, token: str | None = None, conversation: str | None = None, cursor: int = 0) -> visitor.Hello:
    return visitor.Hello(
        site=site,
        token=token,
        conversation=conversation,
        cursor=cursor,
        page=None,
        language="en-GB",
        zone="Europe/London",
        told=(),
        team=None,
    )


def open_visitor(
    origin: str | None = settings.PUBLIC_URL, address: str = "127.0.0.1"
) -> AbstractAsyncContextManager[Talk]:
    return talking(VisitorSocket.app, VISITOR_EVENTS, origin, None, address)


def open_agent(session: str) -> AbstractAsyncContextManager[Talk]:
    cookie = f"{settings.SESSION_COOKIE_NAME}={session}"
    return talking(AgentSocket.app, AGENT_EVENTS, settings.PUBLIC_URL, cookie)


@asynccontextmanager
async def visiting(
    site: str,
    token: str | None = None,
    conversation: str | None = None,
    cursor: int = 0,
    address: str = "127.0.0.1",
) -> AsyncIterator[tuple[Talk, visitor.Welcome]]:
    async with open_visitor(address=address) as talk:
        talk.say(hello(site, token, conversation, cursor))
        yield talk, await talk.expect(visitor.Welcome)


@asynccontextmanager
async def answering(
    site: str, session: str, cursors: dict[str, int] | None = None
) -> AsyncIterator[tuple[Talk, agent.Welcome]]:
    async with open_agent(session) as talk:
        talk.say(agent.Hello(site=site, cursors=cursors or {}))
        yield talk, await talk.expect(agent.Welcome)
