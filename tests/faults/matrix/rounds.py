"""Rounds of `kill -9` in great numbers, on both databases: resumable, judged stretch by stretch.

A stretch is a house of its own in which everybody writes while processes die; in every fifth of its rounds something happens
to its Redis besides, if it has one. At its end it is judged, and what came of it is added to a JSON file. Whoever is
interrupted loses one stretch at most.
"""

import asyncio
import itertools
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.faults.matrix import scenes
from tests.faults.matrix.checker import Breach, check
from tests.faults.matrix.crowd import Crowd, crowd
from tests.faults.matrix.mischief import MISCHIEF
from tests.faults.matrix.record import Record
from tests.faults.referee.house import ROOT, House, Street, Team, cottage, prepared, street

DATABASES = ("sqlite", "postgresql")
PROCESSES = 4
STRETCH = 25
"""Rounds in one house: few enough to lose, many enough that starting it costs little."""
MISCHIEF_EVERY = 5
MISCHIEF_S = 1.0
PANELS = 12
SITES = ("grab", "floor")
SETTLE_S = 90.0


@dataclass
class Tally:
    """What came of one database so far."""

    processes: int = 0
    rounds: int = 0
    messages: int = 0
    """Acknowledged, each once."""
    seconds: float = 0.0
    breaches: dict[str, int] = field(default_factory=dict)
    """Promise → how often it was broken."""
    mischief: dict[str, int] = field(default_factory=dict)
    """What happened to Redis → how often."""
    versions: dict[str, int] = field(default_factory=dict)
    """Commit → rounds on it."""

    def add(self, stretch: "Stretch", found: list[Breach]) -> None:
        """One stretch more."""
        self.processes = stretch.processes
        self.rounds += stretch.rounds
        self.messages += len({h.id for h in stretch.record.heard})
        self.seconds += stretch.seconds
        self.breaches = dict(Counter(self.breaches) + Counter(b.law for b in found))
        self.mischief = dict(Counter(self.mischief) + Counter(stretch.mischief))
        self.versions = dict(Counter(self.versions) + Counter({version(): stretch.rounds}))


@dataclass
class Stretch:
    """What happened in one house."""

    processes: int
    rounds: int
    record: Record
    mischief: list[str]
    seconds: float


class State:
    """The tallies of all databases, in a file that a later run goes on from, or one of the other database beside this."""

    def __init__(self, path: Path) -> None:
        self._path = path
        kept = self._kept()
        self.tallies = {name: Tally(**kept.get(name, {})) for name in DATABASES}

    def save(self, name: str) -> None:
        """One database's tally. Whole or not at all: an interrupted run leaves what was there."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_suffix(f".{name}")
        beside.write_text(json.dumps(self._kept() | {name: asdict(self.tallies[name])}, indent=1) + "\n")
        beside.replace(self._path)

    def _kept(self) -> dict[str, dict[str, Any]]:
        kept: dict[str, dict[str, Any]] = json.loads(self._path.read_text()) if self._path.exists() else {}
        return kept


def version() -> str:
    """The commit that is run; with a star where the files differ from it."""
    git = ("git", "-C", str(ROOT))
    commit = subprocess.run([*git, "rev-parse", "--short=10", "HEAD"], capture_output=True, text=True, check=True)
    changed = subprocess.run([*git, "status", "--porcelain", "server", "routing"], capture_output=True, check=True)
    return commit.stdout.strip() + ("*" if changed.stdout else "")


def run(state: State, rounds: int, words: int, databases: Sequence[str] = DATABASES) -> None:
    """Go on until each database has had so many rounds, with at least so many words acknowledged in each."""
    with street() as place, tempfile.TemporaryDirectory(prefix="bluephone-ground-") as folder:
        ground = Path(folder) / "prepared"
        ground.mkdir()
        teams = prepared(ground, {})
        for name in databases:
            tally = state.tallies[name]
            while tally.rounds < rounds:
                stretch = min(STRETCH, rounds - tally.rounds)
                with _alone(ground, teams) if name == "sqlite" else _together(place) as (house, who):
                    lived = asyncio.run(_stretch(house, who, stretch, words))
                found = check(lived.record)
                for breach in found:
                    print(f"{name}, {breach.law}: {breach.words}", file=sys.stderr, flush=True)
                tally.add(lived, found)
                state.save(name)


@contextmanager
def _alone(ground: Path, teams: Mapping[str, Team]) -> Iterator[tuple[House, Mapping[str, Team]]]:
    with tempfile.TemporaryDirectory(prefix="bluephone-cottage-") as folder:
        shutil.copytree(ground, folder, dirs_exist_ok=True)
        with cottage(Path(folder)) as house:
            yield house, teams


@contextmanager
def _together(place: Street) -> Iterator[tuple[House, Mapping[str, Team]]]:
    with place.house(PROCESSES) as house:
        yield house, place.teams


async def _stretch(house: House, teams: Mapping[str, Team], rounds: int, words: int) -> Stretch:
    began = time.monotonic()
    happened: list[str] = []
    causes = itertools.cycle(MISCHIEF)

    async def besides(n: int) -> None:
        if house.redis and n % MISCHIEF_EVERY == MISCHIEF_EVERY - 1:
            cause = next(causes)
            happened.append(cause.__name__)
            await cause(house.redis, MISCHIEF_S)

    people: Crowd
    async with crowd(house, {name: teams[name] for name in SITES}, PANELS) as people:
        await scenes.kills(people, rounds, words, besides)
        await people.settle(SETTLE_S)
    return Stretch(len(house.processes), rounds, people.record, happened, time.monotonic() - began)
