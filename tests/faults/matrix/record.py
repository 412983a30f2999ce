"""What was written down while things broke: nothing that a server knows and did not tell. Times are seconds of the loop."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from server.wire.nouns import PublicEntry, TeamEntry

Entry = PublicEntry | TeamEntry


@dataclass(frozen=True, slots=True)
class Said:
    """Words that somebody put into their outbox. `by` is a client, by its name in the record."""

    id: str
    by: str
    text: str
    at: float


@dataclass(frozen=True, slots=True)
class Heard:
    """An acknowledgement. `seq` counts as its hearer counts: a visitor public entries alone, the team all."""

    id: str
    by: str
    conversation: str
    seq: int
    at: float


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands on one screen at the end, of one conversation. What is before its first entry is further back."""

    by: str
    conversation: str
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Ended:
    """A connection that ended, and the code: 1006 where nobody said goodbye."""

    by: str
    code: int
    at: float


@dataclass
class Record:
    """One run."""

    clients: dict[str, str] = field(default_factory=dict)
    """Client → its site's key."""
    visitors: dict[str, str | None] = field(default_factory=dict)
    """Client that is a visitor → its conversation, once it has one. The others are the team's."""
    said: dict[str, Said] = field(default_factory=dict)
    heard: list[Heard] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    """Ids of which the server told that it could not store them just now."""
    refused: dict[str, str] = field(default_factory=dict)
    """Ids that were refused for good, and the code."""
    told_of: dict[str, set[str]] = field(default_factory=dict)
    """Client → every conversation that any frame told it of."""
    ended: list[Ended] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    """HTTP statuses of handshakes that failed."""
    shown: list[Shown] = field(default_factory=list)
    logs: dict[str, Sequence[TeamEntry]] = field(default_factory=dict)
    """Conversation → its whole log, as a fresh console reads it."""
    public: dict[str, Sequence[PublicEntry]] = field(default_factory=dict)
    """The same, as a fresh client of its visitor reads it."""
    site_of: dict[str, str] = field(default_factory=dict)
    """Conversation → its site's key, as the fresh console of that site read it."""

    @property
    def slowest_s(self) -> float:
        """The longest that anybody waited for their first acknowledgement."""
        first: dict[str, float] = {}
        for heard in self.heard:
            first.setdefault(heard.id, heard.at - self.said[heard.id].at)
        return max(first.values(), default=0.0)

    @property
    def codes(self) -> set[int]:
        """How connections ended."""
        return {e.code for e in self.ended}
