"""Visitors and agents on real sockets over a real database, of whom one is written down."""

import asyncio
import json
from contextlib import AsyncExitStack
from typing import Any

from server.live.offload import offload
from server.wire.base import Frame
from server.wire.codec import encode
from tests.protocol.clock import is_busy, pass_time
from tests.unit.server.conftest import Staff, soon
from tests.unit.server.live.talk import Talk, open_agent, open_visitor

SETTLE_S = 0.4
"""How long a recorder waits for what a frame brings about."""
VISITORS = frozenset({"visitor", "passer"})
"""Who speaks on a visitor's socket; `agent` and `colleague` are at consoles, and `clock` only lets time pass."""

ANSWERS = {
    "hello": "welcome",
    "open": "opened",
    "fetch": "fetched",
    "earlier": "history",
    "set_presence": "presence",
}
"""Commands without an id, and what answers them."""
UNANSWERED = frozenset({"typing", "read", "look", "shut"})


class Stage:
    """The sockets of those who take part, of which one side is written down. `staff`: who is `agent`, and who `colleague`."""

    def __init__(self, site: str, staff: dict[str, Staff], side: str, settle_s: float = SETTLE_S) -> None:
        self.site, self.side = site, side
        self.ids = {who: one.id for who, one in staff.items()}
        self._sessions = {who: one.session for who, one in staff.items()}
        self.frames: list[dict[str, Any]] = []
        self.conversations: dict[str, str] = {}
        """Each visitor's newest conversation."""
        self.tokens: dict[str, str] = {}
        self._settle_s = settle_s
        self.rows: dict[str, dict[str, Any]] = {}
        """Conversations as an agent heard of them last."""
        self._cursors: dict[tuple[str, str], int] = {}
        self._stack = AsyncExitStack()
        self._talks: dict[str, Talk] = {}
        self._read = 0

    async def __aenter__(self) -> "Stage":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    @property
    def names(self) -> dict[str, str]:
        """What is known before anything was said → its name in every recording."""
        return {self.site: "site-key"} | {id_: f"{who}-id" for who, id_ in self.ids.items()}

    @property
    def conversation(self) -> str:
        """The visitor's."""
        return self.conversations.get("visitor", "")

    async def connect(self, who: str) -> None:
        """`who` opens a socket."""
        opened = open_visitor() if who in VISITORS else open_agent(self._sessions[who])
        self._talks[who] = await self._stack.enter_async_context(opened)

    async def comes(self, who: str) -> None:
        """`who` opens a socket and says hello, as somebody new."""
        await self.connect(who)
        hello = {"type": "hello", "site": self.site, "cursors": {}}
        await self.says(who, visitor_hello(self.site) if who in VISITORS else hello)

    async def hang_up(self, who: str) -> None:
        """`who` closes theirs; what is said until they are back, they miss."""
        await self._settle()
        talk = self._talks.pop(who)
        talk.hang_up()
        await talk.over.wait()
        if who == self.side:
            self._read = 0
        else:
            self.frames.append({"from": who, "frame": {"type": "hangs_up"}})
            await self._settle()

    def cursor(self, who: str, conversation: str | None = None) -> int:
        """How far `who`'s copy of the conversation goes."""
        return self._cursors.get((who, conversation or self.conversation), 0)

    async def says(self, who: str, frame: dict[str, Any] | Frame | str) -> None:
        """`who` says it; what the written-down side hears of it follows in its frames."""
        raw = frame if isinstance(frame, str) else _json(frame)
        speaker = "client" if who == self.side else who
        self.frames.append(
            {"from": speaker, "raw": raw} if isinstance(frame, str) else {"from": speaker, "frame": json.loads(raw)}
        )
        talk = self._talks[who]
        before = len(talk.raw)
        talk.say_raw(raw)
        if isinstance(frame, dict):
            await answered(talk, frame, before)
        await self._settle()

    async def passes(self, ms: int) -> None:
        """So much time passes for what is due."""
        self.frames.append({"from": "clock", "frame": {"type": "passes", "ms": ms}})
        await offload(pass_time, self.site, ms)
        await self._settle()

    def heard(self, kind: str) -> dict[str, Any]:
        """The newest event of that kind on the written-down side."""
        return next(f["frame"] for f in reversed(self.frames) if f["from"] == "server" and f["frame"]["type"] == kind)

    async def settle(self) -> None:
        """Before a fresh look: nothing may be on its way any more, however busy the machine is."""
        await self._settle(SETTLE_S * 2)

    async def fresh(self) -> list[dict[str, Any]]:
        """What a client that comes anew is told, so that it knows all that this one knows."""
        if self.side in VISITORS:
            opened, hello = open_visitor(), visitor_hello(self.site, self.tokens[self.side])
        else:
            shown = [f["frame"]["row"]["id"] for f in self.frames if f.get("frame", {}).get("type") == "opened"]
            cursors = dict.fromkeys(shown, 0)
            opened, hello = (
                open_agent(self._sessions[self.side]),
                {"type": "hello", "site": self.site, "cursors": cursors},
            )
        async with opened as talk:
            talk.say_raw(json.dumps(hello))
            # One welcome, and what it was asked to open.
            awaited = 1 + len(hello.get("cursors", ()))
            await soon(lambda: len(_greetings(talk)) >= awaited)
            return _greetings(talk)

    async def _settle(self, quiet_s: float | None = None) -> None:
        """Until nothing more is heard, and the desk has taken in what there is."""
        count = -1
        while count != (count := sum(len(t.raw) for t in self._talks.values())) or await offload(is_busy):
            await asyncio.sleep(quiet_s or self._settle_s)
        for who, talk in self._talks.items():
            for raw in talk.raw:
                self._note(who, json.loads(raw))
        if self.side in self._talks:
            raw_frames = self._talks[self.side].raw
            events = [json.loads(raw) for raw in raw_frames[self._read :]]
            # Beats come by the clock, so they belong to no place in a scene.
            self.frames += [{"from": "server", "frame": event} for event in events if event["type"] != "beat"]
            self._read = len(raw_frames)

    def _note(self, who: str, event: dict[str, Any]) -> None:
        """What a client would hold after this event."""
        match event:
            case {"type": "welcome", "token": str(token)}:
                self.tokens[who] = token
            case {"type": "rows", "rows": rows}:
                self.rows |= {row["id"]: row for row in rows}
        match event:
            case {"type": "acked", "conversation": conversation} if who in VISITORS:
                self.conversations[who] = conversation
            case {"type": "entry", "conversation": conversation, "entry": {"seq": seq}}:
                self._hold(who, conversation, seq)
            case {"type": "welcome", "conversation": {"id": conversation, "entries": [*_, {"seq": seq}]}}:
                self._hold(who, conversation, seq)
            case {"type": "opened", "row": {"id": conversation}, "entries": [*_, {"seq": seq}]}:
                self._hold(who, conversation, seq)

    def _hold(self, who: str, conversation: str, seq: int) -> None:
        self._cursors[who, conversation] = max(seq, self._cursors.get((who, conversation), 0))


async def answered(talk: Talk, said: dict[str, Any], before: int) -> None:
    """Wait for the answer to a command, if it has one. `before`: how many frames were heard before it was said."""
    if said["type"] not in UNANSWERED:
        await soon(lambda: any(_answers(said, json.loads(heard)) for heard in talk.raw[before:]))


def _answers(said: dict[str, Any], heard: dict[str, Any]) -> bool:
    """Whether an event is the answer to a command."""
    if said["type"] in ANSWERS:
        return heard["type"] in {ANSWERS[said["type"]], "refused"}
    if said["type"] == "set_person" and heard["type"] == "person":
        # Where no conversation is, there is nothing else to answer with.
        return True
    return said["id"] in {heard.get("id"), heard.get("about")}


def _greetings(talk: Talk) -> list[dict[str, Any]]:
    """What a hello is answered with."""
    return [event for event in map(json.loads, talk.raw) if event["type"] in {"welcome", "opened"}]


def _json(frame: dict[str, Any] | Frame) -> str:
    return encode(frame) if isinstance(frame, Frame) else json.dumps(frame)


def visitor_hello(
    site: str, token: str | None = None, conversation: str | None = None, cursor: int = 0
) -> dict[str, Any]:
    """A visitor's first command."""
    return {
        "type": "hello",
        "site": site,
        "token": token,
        "conversation": conversation,
        "cursor": cursor,
        "page": {"url": "https://fernhill.example/wheels", "title": "Wheels"},
        "language": "en-GB",
        "zone": "Europe/London",
        "told": [{"name": "order", "value": "20418"}],
        "team": None,
    }
