"""A week as somebody describes it in TOML or JSON, and back."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Final, Literal, TypeVar

import msgspec
from msgspec import Meta, Struct

from routing.weeks import Agent, Customers, Week
from server.cli.mistake import Mistake

DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Day = Literal[
    "everyday", "weekdays", "weekend", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"
]
Name = Annotated[str, Meta(min_length=1, max_length=100)]
Seconds = Annotated[float, Meta(gt=0, le=86_400)]
MaybeSeconds = Annotated[float, Meta(ge=0, le=86_400)]
Rate = Annotated[float, Meta(ge=0, le=10_000)]
Share = Annotated[float, Meta(ge=0, le=1)]
_SPAN: Final = re.compile(r"(\d{1,2}):([0-5]\d)\s*[-–]\s*(\d{1,2}):([0-5]\d)")


T = TypeVar("T")


class _Described(Struct, forbid_unknown_fields=True):
    """What nobody knows is refused, by name."""


class AgentIn(_Described):
    """Somebody who answers. Without hours: always there."""

    name: Name
    hours: dict[Day, list[str]] | None = None
    capacity: Annotated[int, Meta(ge=1, le=20)] = 3
    teams: list[Name] = []
    languages: list[Name] = []
    lead: bool = False


class CustomersIn(_Described):
    """A share of the visitors, with people of their own, or with a wish."""

    share: Share
    advocate: Name | None = None
    backup: Name | None = None
    team: Name | None = None
    language: Name | None = None
    priority: Annotated[int, Meta(ge=0, le=2)] = 0


class WeekIn(_Described):
    """See `routing.weeks.Week`. `arrivals`: by day, how many come in each hour from midnight on."""

    arrivals: dict[Day, Annotated[list[Rate], Meta(min_length=24, max_length=24)]]
    agents: Annotated[list[AgentIn], Meta(max_length=1000)]
    customers: list[CustomersIn] = []
    spread: Annotated[float, Meta(ge=0, le=4)] = 0.0
    service_s: Seconds = 360.0
    service_spread: Annotated[float, Meta(ge=0, le=9)] = 1.0
    beta: Annotated[float, Meta(ge=0, le=2)] = 0.0
    patience_s: Seconds | None = 300.0
    pick_up_s: MaybeSeconds = 0.0
    words_s: MaybeSeconds = 0.0
    goal_s: Seconds = 15.0
    overflow_s: MaybeSeconds = 30.0


_PLAIN: Final = [name for name in WeekIn.__struct_fields__ if name not in {"arrivals", "agents", "customers"}]
"""Those that are the same in `routing.weeks.Week`."""


def read(path: str) -> Week:
    """The week that a file describes: TOML if its name says so, else JSON."""
    try:
        text = Path(path).read_text("utf-8")
    except OSError as error:
        raise Mistake(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise Mistake(f"{path} is not text in UTF-8.") from None
    try:
        described: Any = tomllib.loads(text) if path.endswith(".toml") else json.loads(text)
        return week(msgspec.convert(described, WeekIn))
    except (tomllib.TOMLDecodeError, json.JSONDecodeError) as error:
        kind = "TOML" if path.endswith(".toml") else "JSON (a file of TOML ends in .toml)"
        raise Mistake(f"{path} is not {kind}: {error}.") from None
    except (msgspec.ValidationError, RecursionError) as error:
        raise Mistake(f"{path}: {error}. `bluephone simulate --example` prints a week as it may be.") from None


def week(told: WeekIn) -> Week:
    """The same, to be simulated."""
    _check(told)
    return Week(
        arrivals=tuple(rate for day in _by_day(told.arrivals, [0.0] * 24) for rate in day),
        agents=tuple(_agent(agent) for agent in told.agents),
        customers=tuple(Customers(**msgspec.structs.asdict(group)) for group in told.customers),
        **{name: getattr(told, name) for name in _PLAIN},
    )


def written(found: Week) -> str:
    """A week as JSON that `read` understands."""
    told = {
        "arrivals": {day: [round(n, 2) for n in found.arrivals[24 * i : 24 * i + 24]] for i, day in enumerate(DAYS)},
        "agents": [
            {
                "name": agent.name,
                "hours": {day: [_span(*span) for span in spans] for day, spans in zip(DAYS, agent.hours, strict=True)},
                "capacity": agent.capacity,
                "teams": sorted(agent.teams),
                "languages": sorted(agent.languages),
                "lead": agent.lead,
            }
            for agent in found.agents
        ],
        "customers": [asdict(group) for group in found.customers],
        **{name: getattr(found, name) for name in _PLAIN},
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _check(told: WeekIn) -> None:
    """What a type cannot say."""
    names = [agent.name for agent in told.agents]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise msgspec.ValidationError(f"Two agents are called {twice!r}")
    own = {name for group in told.customers for name in (group.advocate, group.backup) if name is not None}
    if unknown := sorted(own.difference(names)):
        raise msgspec.ValidationError(f"Customers have {unknown[0]!r} for their own, whom `agents` does not name")
    if sum(group.share for group in told.customers) > 1 + 1e-9:
        raise msgspec.ValidationError("The shares of `customers` are more than 1 together")


def _agent(told: AgentIn) -> Agent:
    hours = {"everyday": ["0:00-24:00"]} if told.hours is None else told.hours
    days = tuple(tuple(_minutes(span) for span in day) for day in _by_day(hours, []))
    return Agent(told.name, days, told.capacity, frozenset(told.teams), frozenset(told.languages), told.lead)


def _by_day(told: Mapping[Any, list[T]], otherwise: list[T]) -> list[list[T]]:
    """Monday first. A day's own name goes before weekdays and weekend, and these before every day."""
    return [
        next((told[name] for name in (day, "weekdays" if n < 5 else "weekend", "everyday") if name in told), otherwise)
        for n, day in enumerate(DAYS)
    ]


def _minutes(span: str) -> tuple[int, int]:
    found = _SPAN.fullmatch(span.strip())
    if found:
        begin, end = int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])
        if begin < end <= 24 * 60:
            return begin, end
    raise msgspec.ValidationError(f"{span!r} are no hours: write 9:00-17:30, at most until 24:00")


def _span(begin: int, end: int) -> str:
    return f"{begin // 60}:{begin % 60:02}-{end // 60}:{end % 60:02}"
