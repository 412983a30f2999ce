"""Rounds of `kill -9` in great numbers, on both databases: resumable, judged stretch by stretch.

A stretch is a house of its own in which everybody writes while processes die; at its end it is judged, and what came
of it is added to a JSON file. Whoever is interrupted loses one stretch at most.
"""

import asyncio
import json
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.faults.matrix import scenes
from tests.faults.matrix.checker import Breach, check
from tests.faults.matrix.crowd import Crowd, crowd
from tests.faults.matrix.record import Record
from tests.faults.referee.house import House, Street, Team, cottage, prepared, street

DATABASES = ("sqlite", "postgresql")
PROCESSES = 4
STRETCH = 25
"""Rounds in one house: few enough to lose, many enough that starting it costs little."""
PANELS = 12
SITES = ("grab", "floor")
SETTLE_S = 90.0


@dataclass
class Tally:
    """What came of one database so far."""

    rounds: int = 0
    messages: int = 0
    """Acknowledged, each once."""
    breaches: dict[str, int] = field(default_factory=dict)
    """Promise → how often it was broken."""

    def add(self, rounds: int, record: Record, found: list[Breach]) -> None:
        """One stretch more."""
        self.rounds += rounds
        self.messages += len({h.id for h in record.heard})
        self.breaches = dict(Counter(self.breaches) + Counter(b.law for b in found))


class State:
    """The tallies of all databases, in a file that a later run goes on from."""

    def __init__(self, path: Path) -> None:
        self._path = path
        kept = json.loads(path.read_text()) if path.exists() else {}
        self.tallies = {name: Tally(**kept.get(name, {})) for name in DATABASES}

    def save(self) -> None:
        """Whole or not at all: an interrupted run leaves what was there."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_suffix(".new")
        beside.write_text(json.dumps({name: asdict(tally) for name, tally in self.tallies.items()}, indent=1) + "\n")
        beside.replace(self._path)


def run(state: State, rounds: int, words: int) -> None:
    """Go on until each database has had so many rounds, with at least so many words acknowledged in each."""
    with street() as place, tempfile.TemporaryDirectory(prefix="bluephone-ground-") as folder:
        ground = Path(folder) / "prepared"
        ground.mkdir()
        teams = prepared(ground, {})
        for name in DATABASES:
            tally = state.tallies[name]
            while tally.rounds < rounds:
                stretch = min(STRETCH, rounds - tally.rounds)
                with _alone(ground, teams) if name == "sqlite" else _together(place) as (house, who):
                    record = asyncio.run(_stretch(house, who, stretch, words))
                found = check(record)
                for breach in found:
                    print(f"{name}, {breach.law}: {breach.words}", file=sys.stderr, flush=True)
                tally.add(stretch, record, found)
                state.save()


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


async def _stretch(house: House, teams: Mapping[str, Team], rounds: int, words: int) -> Record:
    people: Crowd
    async with crowd(house, {name: teams[name] for name in SITES}, PANELS) as people:
        await scenes.kills(people, rounds, words)
        await people.settle(SETTLE_S)
    return people.record
