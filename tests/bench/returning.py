"""A visitor's panel, as light as can be: thousands live in one process. It comes back as the pages do.

What it says it keeps until that is acknowledged; it dials anew after a random pause below a bound that doubles with each failure
(`widget/src/link`).
"""

import asyncio
import json
import random
import secrets
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from tests.bench.bare import Bare

FIRST_S: Final = 1.0
CAP_S: Final = 15.0
"""The bounds of the pauses: `widget/src/link/backoff.ts`."""
SILENCE_S: Final = 25.0
"""Two and a half beats."""
BEAT_S: Final = 10.0


@dataclass
class Count:
    """What all of them met."""

    dials: int = 0
    statuses: dict[int, int] = field(default_factory=dict)
    """How handshakes were answered."""
    codes: dict[int, int] = field(default_factory=dict)
    """How sockets were closed; 1006 where nobody said goodbye."""


class Panel(Bare):
    """One visitor. `home_at` is when they were welcomed, had caught up and had everything acknowledged; set to None, it is told anew."""

    path = "/ws/v1/visitor"

    def __init__(self, port: int, site: str, count: Count) -> None:
        super().__init__(port)
        self._site, self._count = site, count
        self._loop = asyncio.get_running_loop()
        self._greeted = False
        self._dialling: asyncio.Task[Any] | None = None
        self._tries = 0
        self._least_s = 0.0
        self._heard_at = 0.0
        self._token: str | None = None
        self._conversation: str | None = None
        self._cursor = self._head = 0
        self.outbox: dict[str, float] = {}
        """What is not acknowledged yet, by when it was put here."""
        self.acked: dict[str, float] = {}
        """Seconds until it was."""
        self.home_at: float | None = None

    def say(self) -> str:
        """Keep words, and send them as soon as the line allows. Their id."""
        key = secrets.token_urlsafe(9)
        self.outbox[key] = self._loop.time()
        if self._greeted:
            self._say(key)
        return key

    def dial_within(self, seconds: float) -> None:
        """Dial, after a random pause."""
        self._loop.call_later(random.random() * seconds, self._dial)

    def stop(self) -> None:
        """Hang up for good."""
        self._tries = -1
        if self.transport:
            self.transport.abort()

    # The line

    def _dial(self) -> None:
        if self._tries >= 0:
            self._count.dials += 1
            self._dialling = self._loop.create_task(self._connect())

    async def _connect(self) -> None:
        try:
            await self._loop.create_connection(lambda: self, "127.0.0.1", self._port)
        except OSError:
            self._again()

    def _again(self) -> None:
        if self._tries >= 0:
            self.dial_within(max(self._least_s, min(CAP_S, FIRST_S * 2**self._tries)))
            self._tries += 1

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The server took the connection."""
        super().connection_made(transport)
        self._heard_at = self._loop.time()
        self._loop.call_later(SILENCE_S, self._watch, transport)

    def connection_lost(self, error: Exception | None) -> None:
        """However it ended, dial again."""
        super().connection_lost(error)
        self._greeted = False
        self._again()

    def _watch(self, transport: asyncio.BaseTransport) -> None:
        if self.transport and self.transport is transport:
            left = self._heard_at + SILENCE_S - self._loop.time()
            if left <= 0:
                self.transport.abort()
            else:
                self._loop.call_later(left, self._watch, transport)

    def data_received(self, data: bytes) -> None:
        """Bytes, whatever they are, show that the server lives."""
        self._heard_at = self._loop.time()
        super().data_received(data)

    def upgraded(self) -> None:
        """Greet."""
        self._count.statuses[101] = self._count.statuses.get(101, 0) + 1
        self._hello()

    def turned_away(self, status: int) -> None:
        """Count it."""
        self._count.statuses[status] = self._count.statuses.get(status, 0) + 1

    def hear(self, text: bytes) -> None:
        """A frame has an event a line."""
        for event in text.split(b"\n"):
            self._hear(msgspec.json.decode(event))

    def dismissed(self, code: int) -> None:
        """Count it."""
        self._count.codes[code] = self._count.codes.get(code, 0) + 1

    # What is said and heard

    def _hello(self) -> None:
        known = dict.fromkeys(("page", "team"))
        self._transmit(
            {"type": "hello", "site": self._site, "token": self._token, "conversation": self._conversation,
             "cursor": self._cursor, "told": [], "language": "en-GB", "zone": "Europe/London", **known}
        )  # fmt: skip

    def _hear(self, event: Any) -> None:
        match event["type"]:
            case "welcome":
                self._greeted, self._least_s = True, 0.0
                self._token = event["token"] or self._token
                if talk := event["conversation"]:
                    self._conversation, self._head = talk["id"], talk["head"]
                    self._caught_up(talk["entries"])
                self._say_again()
            case "acked":
                self._conversation, self._head = event["conversation"], max(self._head, event["seq"])
                since = self.outbox.pop(event["id"], None)
                if since is not None:
                    self.acked[event["id"]] = self._loop.time() - since
            case "entry":
                self._caught_up([event["entry"]])
            case "fetched":
                self._caught_up(event["entries"])
            case "beat":
                self._tries = 0
                self._transmit({"type": "beat", "n": event["n"]})
                self._head = max(self._head, event["head"])
                if self._head > self._cursor:
                    self._transmit({"type": "fetch", "conversation": self._conversation, "after": self._cursor})
                self._say_again(BEAT_S)
            case "failed" if not self._greeted:
                self._least_s = event["retry_ms"] / 1000
            case "failed":
                self._loop.call_later(event["retry_ms"] / 1000, self._say_again)
            case "moving":
                assert self.transport
                self._loop.call_later(random.random() * event["within_ms"] / 1000, self.transport.close)
        if self.home_at is None and self._greeted and not self.outbox and self._cursor >= self._head:
            self.home_at = self._loop.time()

    def _caught_up(self, entries: list[Any]) -> None:
        for entry in entries:
            if entry["seq"] == self._cursor + 1:
                self._cursor = entry["seq"]

    def _say_again(self, age_s: float = 0.0) -> None:
        if self._greeted:
            for key in [k for k, at in self.outbox.items() if self._loop.time() - at >= age_s]:
                self._say(key)

    def _say(self, key: str) -> None:
        self._transmit({"type": "say", "id": key, "conversation": self._conversation, "text": "Are you there again?"})

    def _transmit(self, command: dict[str, object]) -> None:
        if self.transport:
            self.transmit(json.dumps(command).encode())
