"""The scenes that transcripts are recorded from: real sockets over a real database, on a site with one agent, Ana."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

from server.wire.base import Frame
from server.wire.codec import encode
from tests.protocol.transcript import TIMES, Transcript
from tests.unit.server.live.talk import Talk, open_agent, open_visitor

MOMENT = 1_790_000_000_000
SETTLE_S = 0.4
"""How long a recorder waits for what a frame brings about."""


class Stage:
    """A visitor's and an agent's socket, of which one is written down."""

    def __init__(self, site: str, session: str, side: str, settle_s: float = SETTLE_S) -> None:
        self.site, self.session, self.side = site, session, side
        self.frames: list[dict[str, Any]] = []
        self.conversation = ""
        """The visitor's newest conversation, by either side's word."""
        self.token: str | None = None
        self._settle_s = settle_s
        self._cursors: dict[tuple[str, str], int] = {}
        self._stack = AsyncExitStack()
        self._talks: dict[str, Talk] = {}
        self._read = 0

    async def __aenter__(self) -> "Stage":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def connect(self, who: str) -> None:
        """`who` opens a socket."""
        opened = open_visitor() if who == "visitor" else open_agent(self.session)
        self._talks[who] = await self._stack.enter_async_context(opened)

    async def hang_up(self, who: str) -> None:
        """`who` closes theirs; what is said until they are back, they miss."""
        await self._settle()
        self._talks.pop(who).hang_up()
        if who == self.side:
            self._read = 0

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
        self._talks[who].say_raw(raw)
        await self._settle()

    def heard(self, kind: str) -> dict[str, Any]:
        """The newest event of that kind on the written-down side."""
        return next(f["frame"] for f in reversed(self.frames) if f["from"] == "server" and f["frame"]["type"] == kind)

    async def settle(self) -> None:
        """Before a fresh look: nothing may be on its way any more, however busy the machine is."""
        await self._settle(SETTLE_S * 2)

    async def _settle(self, quiet_s: float | None = None) -> None:
        """Until nothing more is heard."""
        count = -1
        while count != (count := sum(len(t.raw) for t in self._talks.values())):
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
                self.token = token
        match event:
            case {"type": "acked", "conversation": conversation} if who == "visitor":
                self.conversation = conversation
            case {"type": "entry", "conversation": conversation, "entry": {"seq": seq}}:
                self._hold(who, conversation, seq)
            case {"type": "welcome", "conversation": {"id": conversation, "entries": [*_, {"seq": seq}]}}:
                self._hold(who, conversation, seq)
            case {"type": "opened", "row": {"id": conversation}, "entries": [*_, {"seq": seq}]}:
                self._hold(who, conversation, seq)

    def _hold(self, who: str, conversation: str, seq: int) -> None:
        self._cursors[who, conversation] = max(seq, self._cursors.get((who, conversation), 0))


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


def say(n: int, text: str, conversation: str | None = None) -> dict[str, Any]:
    """A visitor's message."""
    return {"type": "say", "id": f"visitor-words-{n}", "conversation": conversation, "text": text}


async def visitor_conversation(stage: Stage) -> None:
    """First words, a ring, a pick-up, a reply, a closing, and words after it."""
    await _begin(stage)
    id_ = stage.heard("acked")["conversation"]
    await stage.says("agent", {"type": "open", "conversation": id_, "after": 0})
    await stage.says(
        "agent", {"type": "reply", "id": "agent-words-1", "conversation": id_, "text": "**Yes**, bring it in."}
    )
    await stage.says(
        "agent", {"type": "note", "id": "agent-words-2", "conversation": id_, "text": "Only the team sees this."}
    )
    await stage.says("visitor", {"type": "read", "conversation": id_, "seq": 3})
    await stage.says("visitor", say(2, "<script>alert(1)</script> *literally* 🚲 שלום"))
    await stage.says("agent", {"type": "read", "conversation": id_, "seq": 6})
    await stage.says("agent", {"type": "close", "id": "agent-words-3", "conversation": id_})
    await stage.says("visitor", say(3, "One more thing."))


async def visitor_retries(stage: Stage) -> None:
    """The same words sent again bring the same acknowledgement, and no second entry."""
    await _begin(stage)
    await stage.says("visitor", say(1, "My rear wheel clicks."))
    await stage.says("visitor", {"type": "fetch", "conversation": stage.heard("acked")["conversation"], "after": 0})
    await stage.says("visitor", {"type": "earlier", "conversation": stage.heard("acked")["conversation"], "before": 2})


async def visitor_leaves(stage: Stage) -> None:
    """Let me leave: a receipt at once, and a reason if they like."""
    await _begin(stage)
    await stage.says("visitor", {"type": "leave", "id": "visitor-leave-1"})
    why = {
        "type": "why",
        "id": "visitor-why-1",
        "departure": stage.heard("left")["departure"],
        "reason": "too_hard",
        "words": "Too many forms.",
    }
    await stage.says("visitor", why)


async def visitor_refusals(stage: Stage) -> None:
    """What is wrong is told by name, and the socket stays open."""
    await stage.connect("visitor")
    for raw in (
        "{",
        '{"type":"shout"}',
        '{"type":"leave","id":"visitor-leave-1","user_id":"1"}',
        '{"type":"leave"}',
        '{"type":"leave","id":7}',
        '{"type":"leave","id":"short"}',
        '{"type":"leave","id":"visitor-leave-1","id":"visitor-leave-2"}',
        '{"type":"say","id":"visitor-words-1","conversation":null,"text":"\\u0000"}',
        '{"type":"leave","id":"visitor-leave-1"}',
    ):
        await stage.says("visitor", raw)
    await stage.says("visitor", visitor_hello("no-such-site"))
    await stage.says("visitor", visitor_hello(stage.site, token="a-token-that-nobody-has"))
    await stage.says("visitor", visitor_hello(stage.site))
    await stage.says("visitor", say(1, "Now it works."))


async def agent_conversation(stage: Stage) -> None:
    """A console: it rings, is picked up, answered, noted in, and closed."""
    await _begin(stage)
    id_ = stage.heard("rows")["rows"][0]["id"]
    await stage.says("agent", {"type": "open", "conversation": id_, "after": 0})
    await stage.says(
        "agent", {"type": "reply", "id": "agent-words-1", "conversation": id_, "text": "**Yes**, bring it in."}
    )
    await stage.says(
        "agent", {"type": "note", "id": "agent-words-2", "conversation": id_, "text": "Only the team sees this."}
    )
    await stage.says("visitor", {"type": "read", "conversation": id_, "seq": 3})
    await stage.says("visitor", say(2, "At five?"))
    await stage.says("agent", {"type": "read", "conversation": id_, "seq": 6})
    await stage.says("agent", {"type": "set_presence", "presence": "away", "capacity": 2})
    await stage.says("agent", {"type": "reply", "id": "agent-words-4", "conversation": "nowhere-at-all", "text": "?"})
    await stage.says("agent", {"type": "close", "id": "agent-words-3", "conversation": id_})
    await stage.says("visitor", say(3, "One more thing."))
    await stage.says("agent", {"type": "pick_up", "id": "agent-words-5", "conversation": id_})


async def _begin(stage: Stage) -> None:
    await stage.connect("agent")
    await stage.says("agent", {"type": "hello", "site": stage.site, "cursors": {}})
    await stage.connect("visitor")
    await stage.says("visitor", visitor_hello(stage.site))
    await stage.says("visitor", say(1, "My rear wheel clicks."))


SCENES: dict[str, Callable[[Stage], Awaitable[None]]] = {
    "visitor-conversation": visitor_conversation,
    "visitor-retries": visitor_retries,
    "visitor-leaves": visitor_leaves,
    "visitor-refusals": visitor_refusals,
    "agent-conversation": agent_conversation,
}


async def record(name: str, site: str, session: str) -> Transcript:
    """Play a scene and write it down."""
    scene = SCENES[name]
    side = name.split("-", 1)[0]
    async with Stage(site, session, side) as stage:
        await scene(stage)
        fresh = await fresh_of(stage)
    naming = Naming({site: "site-key"})
    frames = naming.of(stage.frames)
    about = " ".join((scene.__doc__ or "").split())
    return Transcript(name, side, about, frames, naming.of(fresh), sorted(naming.names.values()))


async def fresh_of(stage: Stage) -> list[dict[str, Any]]:
    """What a client that comes anew is told, so that it knows all that this one knows."""
    if stage.side == "visitor":
        opened, hello = open_visitor(), visitor_hello(stage.site, stage.token)
    else:
        shown = [f["frame"]["row"]["id"] for f in stage.frames if f["frame"].get("type") == "opened"]
        cursors = dict.fromkeys(shown, 0)
        opened, hello = open_agent(stage.session), {"type": "hello", "site": stage.site, "cursors": cursors}
    async with opened as talk:
        talk.say_raw(json.dumps(hello))
        await asyncio.sleep(SETTLE_S)
        events = [json.loads(raw) for raw in talk.raw]
    return [e for e in events if e["type"] in {"welcome", "opened"}]


class Naming:
    """Gives ids, tokens, labels and receipts names that are the same in every recording."""

    def __init__(self, names: dict[str, str]) -> None:
        self.names = names

    def of(self, value: Any, key: str = "", beside: dict[str, Any] | None = None) -> Any:
        """The value with names in place of what differs each time, and round moments in place of times."""
        if isinstance(value, dict):
            return {self.of(k): self.of(v, k, value) for k, v in value.items()}
        if isinstance(value, list):
            return [self.of(v, key) for v in value]
        if key in TIMES and isinstance(value, int):
            return MOMENT
        kind = self._kind(value, key, beside or {})
        if kind and value not in self.names:
            self.names[value] = f"{kind}-{sum(n.startswith(kind) for n in self.names.values()) + 1}"
        return self.names.get(value, value) if isinstance(value, str) else value

    @staticmethod
    def _kind(value: Any, key: str, beside: dict[str, Any]) -> str | None:
        if not isinstance(value, str):
            return None
        if key == "name" and (beside.get("kind") == "visitor" or "nameless" in beside):
            return "nameless"
        if key == "number":
            return "receipt"
        if key == "token" and len(value) == 43:
            return "token"
        return "generated-id" if re.fullmatch(r"[\w-]{22}", value) else None
