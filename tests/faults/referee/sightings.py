"""What people wrote down: nothing that a server knows and did not tell. Times are milliseconds."""

import time
from dataclasses import dataclass, field
from typing import Literal

from server.wire import agent
from server.wire.base import Frame
from server.wire.nouns import TeamEntry

STALL = "Stall, please."
"""Words at which a server that stalls freezes, while it stores them."""


def now() -> int:
    """The machine's own clock, which servers and database read as well."""
    return time.time_ns() // 1_000_000


def kind_of(command: Frame) -> str:
    """Its name on the wire."""
    return str(command.__struct_config__.tag)


@dataclass(frozen=True, slots=True)
class Told:
    """Rows as of a revision of a site's lists: those that changed; or all there are, as `asked` for at that moment."""

    site: str
    revision: int
    rows: tuple[agent.Row, ...]
    asked: int | None = None


@dataclass(frozen=True, slots=True)
class Presence:
    """An agent is `available` with so many places, is `away` by their own word, or `vanished`: nobody hears of them any more.

    `lost`, and `found` again: the others were told that they are offline. A starved machine answers no beats for a while.
    """

    at: int
    agent: str
    state: Literal["available", "away", "vanished", "lost", "found"]
    capacity: int = 0


@dataclass(frozen=True, slots=True)
class Try:
    """A command and its answer: `acked`, a refusal's code, or `unheard`. `seq` is the place that was told with an `acked`."""

    by: str
    kind: str
    id: str
    conversation: str | None
    answer: str
    seq: int = 0
    offer: int | None = None


@dataclass(frozen=True, slots=True)
class Rollcall:
    """After a fault: where a visitor with an open conversation stands, as told to them; null: they were told of none."""

    after: str
    conversation: str
    state: str | None


@dataclass
class Sightings:
    """Everything that was seen in one house."""

    lease_ms: int = 30_000
    ended_at: int = 0
    logs: dict[str, list[TeamEntry]] = field(default_factory=dict)
    """Conversation → its whole log, as a console reads it at the end."""
    told: list[Told] = field(default_factory=list)
    presences: list[Presence] = field(default_factory=list)
    tries: list[Try] = field(default_factory=list)
    rollcalls: list[Rollcall] = field(default_factory=list)
