"""Scripted visitors and agents: they speak the wire over a real socket and remember what they heard.

Long, because visitors and agents are two ends of one script.
"""

import asyncio
import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, Literal, Self, TypeVar

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from server.wire import agent, nouns, visitor
from server.wire.base import Frame
from server.wire.codec import AGENT_EVENTS, VISITOR_EVENTS, Codec, encode

if TYPE_CHECKING:
    # Scripted clients know the wire alone; nothing of the server runs with them.
    from server.live.at_the_desk import DeskCommand

    Command = agent.Reply | agent.WriteNote | DeskCommand

E = TypeVar("E", bound=Frame)
F = TypeVar("F", bound=Frame)
U = TypeVar("U")

PATIENCE_S = 10.0


def new_id() -> str:
    """A client's own id for a command."""
    return secrets.token_urlsafe(12)


class Client(Generic[U]):
    """One socket. It answers beats by itself; everything else waits in `heard` for `expect`."""

    def __init__(self, url: str, codec: Codec[U], answer: Callable[[int], Frame], headers: dict[str, str]) -> None:
        self.url = url
        self.headers = headers
        self.heard: list[Any] = []
        """Events heard and not yet expected, oldest first."""
        self.beats: list[Any] = []
        self.deaf = False
        """Whether beats go unanswered."""
        self._codec = codec
        self._answer = answer
        self._news = asyncio.Event()
        self._socket: ClientConnection | None = None
        self._listening: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def open(self) -> None:
        """Connect. Nothing is said yet."""
        headers = dict(self.headers)
        origin = headers.pop("Origin", None)
        self._socket = await connect(self.url, origin=origin, additional_headers=headers, compression=None)  # type: ignore[arg-type]
        self._listening = asyncio.create_task(self._listen(self._socket))

    async def close(self) -> None:
        """Hang up politely."""
        if self._socket:
            await self._socket.close()
        if self._listening:
            await self._listening

    def drop(self) -> None:
        """Hang up as a pulled plug does."""
        assert self._socket
        self._socket.transport.abort()

    @property
    def closed(self) -> int | None:
        """The close code, once the socket is closed."""
        return self._socket.close_code if self._socket else None

    async def say(self, frame: Frame) -> None:
        """Send one command."""
        await self.say_raw(encode(frame))

    async def say_raw(self, text: str | bytes) -> None:
        """Send whatever this is."""
        assert self._socket
        await self._socket.send(text)

    def hear(self, event: Any) -> None:
        """An event came: keep it for `expect`."""
        self.heard.append(event)

    async def expect(
        self, kind: type[E], where: Callable[[E], bool] = lambda _: True, within_s: float = PATIENCE_S
    ) -> E:
        """The first event of this kind (for which `where` holds) not expected before. What stands before it stays."""
        found: E = await self._expect(lambda event: isinstance(event, kind) and where(event), kind.__name__, within_s)
        return found

    async def expect_either(self, one: type[E], other: type[F], within_s: float = PATIENCE_S) -> E | F:
        """The first event of one of the two kinds."""
        names = f"{one.__name__} or {other.__name__}"
        found: E | F = await self._expect(lambda event: isinstance(event, one | other), names, within_s)
        return found

    async def _expect(self, fits: Callable[[Any], bool], name: str, within_s: float) -> Any:
        async with asyncio.timeout(within_s) as waiting:
            try:
                while True:
                    for event in self.heard:
                        if fits(event):
                            self.heard.remove(event)
                            return event
                    self._news.clear()
                    await self._news.wait()
            except asyncio.CancelledError:
                if waiting.expired():
                    raise AssertionError(f"No {name} came. Heard: {self.heard}. Closed: {self.closed}.") from None
                raise

    async def expect_close(self, within_s: float = PATIENCE_S) -> int:
        """Wait until the server hangs up; the code it gave."""
        assert self._listening
        await asyncio.wait_for(asyncio.shield(self._listening), within_s)
        assert self.closed is not None
        return self.closed

    async def _listen(self, socket: ClientConnection) -> None:
        try:
            async for raw in socket:
                event: Any = self._codec.decode(raw)
                if event.__struct_config__.tag == "beat":
                    self.beats.append(event)
                    if not self.deaf:
                        await socket.send(encode(self._answer(event.n)))
                else:
                    self.hear(event)
                self._news.set()
        except ConnectionClosed:
            pass


class Visitor(Client[visitor.VisitorEvent]):
    """A visitor of the site with this key."""

    def __init__(self, server_url: str, site: str) -> None:
        socket_url = server_url.replace("http", "ws", 1) + "/ws/v1/visitor"
        super().__init__(socket_url, VISITOR_EVENTS, lambda n: visitor.Answer(n=n), {"Origin": server_url})
        self.site = site
        self.token: str | None = None
        self.conversation: str | None = None
        self.team: str | None = None
        """The team that the page asks for."""

    async def hello(self, cursor: int = 0) -> visitor.Welcome:
        """Say who this is, as before; keep what the welcome tells."""
        await self.say(
            visitor.Hello(
                site=self.site,
                token=self.token,
                conversation=self.conversation,
                cursor=cursor,
                page=None,
                language="en-GB",
                zone="Europe/London",
                told=(),
                team=self.team,
            )
        )
        welcome = await self.expect(visitor.Welcome)
        self.token = welcome.token or self.token
        if welcome.conversation:
            self.conversation = welcome.conversation.id
        return welcome

    async def hello_anew(self) -> visitor.Welcome:
        """Connect again, as somebody who holds nothing yet."""
        await self.close()
        await self.open()
        return await self.hello()

    async def write(self, text: str, client_id: str | None = None) -> visitor.Acked:
        """Say something and wait until it is durable."""
        client_id = client_id or new_id()
        await self.say(visitor.Say(id=client_id, conversation=self.conversation, text=text))
        acked = await self.expect(visitor.Acked, lambda a: a.id == client_id)
        self.conversation = acked.conversation
        return acked

    async def escalate(self, client_id: str | None = None) -> visitor.Acked:
        """Ask for somebody who can fix this, and wait until that is durable."""
        client_id = client_id or new_id()
        await self.say(visitor.Escalate(id=client_id))
        acked = await self.expect(visitor.Acked, lambda a: a.id == client_id)
        self.conversation = acked.conversation
        return acked

    async def choose(self, kind: Literal["here", "write", "call"], address: str = "") -> visitor.Acked:
        """Say how the answer shall come."""
        assert self.conversation
        client_id, reach = new_id(), nouns.Reach(kind=kind, address=address, due=None)
        await self.say(visitor.Choose(id=client_id, conversation=self.conversation, reach=reach))
        return await self.expect(visitor.Acked, lambda a: a.id == client_id)


class Agent(Client[agent.AgentEvent]):
    """An agent of the site with this key, signed in by this session cookie."""

    def __init__(self, server_url: str, site: str, session: str) -> None:
        socket_url = server_url.replace("http", "ws", 1) + "/ws/v1/agent"
        headers = {"Origin": server_url, "Cookie": f"sessionid={session}"}
        super().__init__(socket_url, AGENT_EVENTS, lambda n: agent.Answer(n=n), headers)
        self.site = site

    async def hello(self, cursors: dict[str, int] | None = None) -> agent.Welcome:
        """Say which site, and how far the copies go."""
        await self.say(agent.Hello(site=self.site, cursors=cursors or {}))
        return await self.expect(agent.Welcome)

    async def available(self, capacity: int = 3) -> agent.Presence:
        """Take calls."""
        await self.say(agent.SetPresence(presence="available", capacity=capacity))
        return await self.expect(agent.Presence, lambda p: p.me.presence == "available")

    async def away(self, capacity: int = 3) -> agent.Presence:
        """Take no calls."""
        await self.say(agent.SetPresence(presence="away", capacity=capacity))
        return await self.expect(agent.Presence, lambda p: p.me.presence == "away")

    async def reply(self, conversation: str, text: str) -> agent.Acked:
        """Say something to the visitor and wait until it is durable."""
        return await self.acked(agent.Reply(id=new_id(), conversation=conversation, text=text))

    async def pick_up(self, conversation: str, offer: int | None = None) -> agent.Acked:
        """Answer a ring, or take what waits."""
        return await self.acked(agent.PickUp(id=new_id(), conversation=conversation, offer=offer))

    async def acked(self, command: "Command") -> agent.Acked:
        """Say it, and wait until it is done."""
        await self.say(command)
        return await self.expect(agent.Acked, lambda a: a.id == command.id)

    async def refused(self, command: "Command") -> nouns.Refused:
        """Say it, and wait until it is refused."""
        await self.say(command)
        return await self.expect(nouns.Refused, lambda r: r.about == command.id)

    async def row(self, where: Callable[[agent.Row], bool], within_s: float = PATIENCE_S) -> agent.Row:
        """The next row of this kind that is told."""
        rows = await self.expect(agent.Rows, lambda r: any(map(where, r.rows)), within_s)
        return next(filter(where, rows.rows))
