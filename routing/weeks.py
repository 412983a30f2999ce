"""A week to be simulated: who comes when, how patiently, and who is there to answer."""

from dataclasses import dataclass
from typing import Final

HOURS: Final = 7 * 24
Hours = tuple[tuple[tuple[int, int], ...], ...]
"""Seven days, Monday first, each with its spans [from, until) in minutes of the day."""
ALWAYS: Final[Hours] = (((0, 24 * 60),),) * 7


@dataclass(frozen=True, slots=True)
class Agent:
    """Somebody who answers, in their hours."""

    name: str
    hours: Hours = ALWAYS
    capacity: int = 3
    teams: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Customers:
    """A share of the visitors, with their own human, or who ask for a team or a language."""

    share: float
    advocate: str | None = None
    backup: str | None = None
    team: str | None = None
    language: str | None = None
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Week:
    """Times are in seconds, rates an hour.

    `arrivals` has 168 means, Monday's midnight first; `spread` is the squared coefficient of variation of an hour's rate from week
    to week. A conversation takes `service_s` on average of a human with nothing else (`service_spread` as above: 1 is
    exponential, 0 always the same), and β more for each other one. Who waits gives up after `patience_s` on average; None: never.
    Humans open a ring after `pick_up_s` and write the first words `words_s` later.
    """

    arrivals: tuple[float, ...]
    agents: tuple[Agent, ...]
    customers: tuple[Customers, ...] = ()
    spread: float = 0.0
    service_s: float = 360.0
    service_spread: float = 1.0
    beta: float = 0.0
    patience_s: float | None = 300.0
    pick_up_s: float = 0.0
    words_s: float = 0.0
    goal_s: float = 15.0
    overflow_s: float = 30.0
