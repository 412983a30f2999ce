"""A conversation that a console has open."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from server.live.tail import Tail
from server.wire.agent import Added
from server.wire.codec import encode
from server.wire.nouns import TeamEntry

SIGN_S: Final = 8.0
"""How often the desk hears of the same sign again, in case the news of another ring was lost."""


@dataclass(slots=True)
class Watched:
    """Its tail, whose conversation it is, and when a sign of its agent was last passed on."""

    tail: Tail
    visitor: str
    signed: float | None = None

    def heard(self, words: bool) -> None:
        """An entry came. Without words it tells that something happened: perhaps it rings anew, so that a sign counts again."""
        if not words:
            self.signed = None

    def wants_sign(self, now: float) -> bool:
        """Whether the desk should hear of what the agent just did; `now` counts as told."""
        if self.signed is not None and now - self.signed < SIGN_S:
            return False
        self.signed = now
        return True


def added(conversation: str, entries: Sequence[TeamEntry]) -> list[tuple[int, str]]:
    """Entries as the frames a tail sends."""
    return [(e.seq, encode(Added(conversation=conversation, entry=e))) for e in entries]
