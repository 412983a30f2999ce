"""The facts that routing decides on, and the desk it reads them from.

Times are milliseconds. A desk shows the heads of its queues and its freest human, never a whole
queue, so that the cost of a decision does not grow with the line.
"""

from dataclasses import dataclass
from typing import Protocol

from routing.decisions import Decision


@dataclass(frozen=True, slots=True)
class Human:
    """An agent who takes calls and whose connection lives. `load` counts conversations they own, rung or picked up."""

    id: str
    capacity: int
    load: int
    last_connected: int

    @property
    def free(self) -> int:
        """Slots left; below zero after a lowered capacity."""
        return self.capacity - self.load


@dataclass(frozen=True, slots=True)
class Waiting:
    """A conversation in line. Rank 0 was already with somebody, 1 is ordinary; `known` had it before, if anybody did."""

    id: str
    rank: int
    entered: int
    sequence: int
    known: str | None

    @property
    def key(self) -> tuple[int, int, int]:
        """The place in line. It never changes while they wait, so nobody is overtaken by a later one of equal rank."""
        return (self.rank, self.entered, self.sequence)


@dataclass(frozen=True, slots=True)
class Stranded:
    """A conversation whose human is no longer there for it. `picked_up`: whether they had opened it."""

    id: str
    human: str
    picked_up: bool


class Desk(Protocol):
    """A site's routing state at one moment. `apply` makes a decision part of it, so that the next one sees it."""

    def stranded(self) -> Stranded | None:
        """One conversation whose human is gone (or went away before picking up), or None."""

    def first_in_line(self) -> Waiting | None:
        """The least `Waiting.key`, or None."""

    def human(self, agent: str) -> Human | None:
        """That agent, if available with a free slot."""

    def freest(self) -> Human | None:
        """The human with a free slot that `policy.preference` puts first, or None."""

    def apply(self, decision: Decision) -> None:
        """Make it so."""
