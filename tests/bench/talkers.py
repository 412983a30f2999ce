"""Who talks on the path: visitors with a few messages in flight each, and whoever hears them."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import msgspec

from tests.bench.bare import Bare
from tests.bench.common import hello, until
from tests.bench.load import Talker
from tests.bench.subject import Subject

SOCKETS = 40
WORDS = "My rear wheel clicks when I pedal hard. It started after Monday's service."
CONNECTS_WITHIN_S = 30.0


class Caller(Bare):
    """A connection whose events all go to `told`. Of ours, it answers beats."""

    def __init__(self, port: int, path: str, told: Callable[["Caller", Any], None], cookie: str = "") -> None:
        super().__init__(port)
        self.path, self.cookie = path, cookie
        self._told = told
        self._open = asyncio.get_running_loop().create_future()

    async def connect(self) -> None:
        """Until the handshake is answered."""
        await asyncio.get_running_loop().create_connection(lambda: self, "127.0.0.1", self._port)
        await self._open

    def upgraded(self) -> None:
        """It is."""
        self._open.set_result(None)

    def hear(self, text: bytes) -> None:
        """Events, one a line."""
        for line in text.split(b"\n"):
            event = msgspec.json.decode(line)
            if event["type"] == "beat":
                self.say({"type": "beat", "n": event["n"]})
            self._told(self, event)

    def say(self, command: dict[str, object]) -> None:
        """A command."""
        self.transmit(_json(command))

    def hang_up(self) -> None:
        """Be gone."""
        if self.transport:
            self.transport.abort()


def _json(command: dict[str, object]) -> bytes:
    """As JSON.stringify writes it in a panel."""
    return json.dumps(command, separators=(",", ":"), ensure_ascii=False).encode()


def _frame_of(n: int) -> Callable[[int], tuple[str, bytes]]:
    def frame(i: int) -> tuple[str, bytes]:
        key = f"client-id-{n}-{i}"
        return key, _json({"type": "say", "id": key, "conversation": None, "text": WORDS})

    return frame


@asynccontextmanager
async def _connected(callers: Sequence[Caller]) -> AsyncIterator[Sequence[Caller]]:
    try:
        async with asyncio.timeout(CONNECTS_WITHIN_S):
            for caller in callers:
                await caller.connect()
        yield callers
    finally:
        for caller in callers:
            caller.hang_up()


@asynccontextmanager
async def echo_talkers(subject: Subject) -> AsyncIterator[list[Talker]]:
    """Each hears its own words back."""
    by_caller: dict[Caller, Talker] = {}
    callers = [Caller(subject.port, "/", lambda c, e: by_caller[c].arrived(e["id"])) for _ in range(SOCKETS)]
    async with _connected(callers):
        by_caller |= {c: Talker(c.transmit, _frame_of(n)) for n, c in enumerate(callers)}
        yield list(by_caller.values())


class Both:
    """A message has arrived when both its acknowledgement and the other side's copy have."""

    def __init__(self) -> None:
        self._half: set[str] = set()
        self._talkers: dict[str, Talker] = {}

    def talk(self, callers: Sequence[Caller]) -> list[Talker]:
        """They do from now on."""
        talkers = [Talker(c.transmit, _frame_of(n)) for n, c in enumerate(callers)]
        self._talkers = {f"client-id-{n}": t for n, t in enumerate(talkers)}
        return talkers

    def half(self, key: str) -> None:
        """One of the two."""
        if key in self._half:
            self._half.remove(key)
            self._talkers[key.rsplit("-", 1)[0]].arrived(key)
        else:
            self._half.add(key)


@asynccontextmanager
async def naive_talkers(subject: Subject) -> AsyncIterator[list[Talker]]:
    """A visitor and an agent in each room."""
    both = Both()

    def visitor_hears(_: Caller, event: Any) -> None:
        if event["type"] == "acked":
            both.half(event["id"])

    def agent_hears(_: Caller, event: Any) -> None:
        both.half(event["id"])

    visitors, agents = (
        [Caller(subject.port, f"/room/{n}", hears) for n in range(SOCKETS)] for hears in (visitor_hears, agent_hears)
    )
    async with _connected(visitors), _connected(agents):
        yield both.talk(visitors)


@asynccontextmanager
async def our_talkers(subject: Subject) -> AsyncIterator[list[Talker]]:
    """Visitors over the public protocol, and one agent who has every conversation open."""
    prepared = json.loads((subject.data / "prepared.json").read_text())
    both = Both()
    conversations: dict[Caller, str] = {}
    opened: set[str] = set()

    def visitor_hears(who: Caller, event: Any) -> None:
        if event["type"] == "acked":
            if who in conversations:
                both.half(event["id"])
            conversations[who] = event["conversation"]

    def agent_hears(_: Caller, event: Any) -> None:
        match event["type"]:
            case "entry" if event["entry"]["id"] and event["entry"]["body"]["type"] == "message":
                both.half(event["entry"]["id"])
            case "opened":
                opened.add(event["row"]["id"])

    visitors = [Caller(subject.port, "/ws/v1/visitor", visitor_hears) for _ in range(SOCKETS)]
    agent = Caller(subject.port, "/ws/v1/agent", agent_hears, prepared["cookie"])
    async with _connected(visitors), _connected([agent]):
        for n, visitor in enumerate(visitors):
            visitor.say(hello(prepared["site"]))
            visitor.transmit(_frame_of(n)(0)[1])
        await until(lambda: len(conversations) == SOCKETS)
        agent.say({"type": "hello", "site": prepared["site"], "cursors": {}})
        for conversation in conversations.values():
            agent.say({"type": "open", "conversation": conversation, "after": 0})
        await until(lambda: len(opened) == SOCKETS)
        yield both.talk(visitors)
