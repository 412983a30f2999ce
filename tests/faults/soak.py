"""`make soak`: the referee's long form, on servers with nothing shortened; one JSON object a line, as of `make bench`.

Each scene's breaches go to standard error. The exit code tells whether there were any.
"""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from functools import partial

from tests.bench.figures import Figure, tell, tell_machine
from tests.faults.referee import floor, scenes
from tests.faults.referee.house import House, Street, Team, street
from tests.faults.referee.judge import Broken, judge
from tests.faults.referee.sightings import Sightings

PROCESSES = 4
ROUNDS = 400
Scene = Callable[[House, Team, Sightings], Coroutine[None, None, None]]
COMPETING: tuple[tuple[str, Scene], ...] = (
    ("race", partial(scenes.race, rounds=ROUNDS)),
    ("race", partial(scenes.rush, rounds=20)),
    ("grab", partial(scenes.grab, rounds=20)),
    ("bell", scenes.late),
    ("grab", scenes.echo),
    ("grab", scenes.escalate),
    ("floor", partial(scenes.lapse, answers=True)),
    ("floor", partial(scenes.lapse, answers=False)),
)
DAYS = 3


def competed(place: Street) -> list[Broken]:
    """What is broken by people who compete, or of whom one vanishes, in processes that all live."""
    with place.house(PROCESSES) as house:
        return [breach for team, scene in COMPETING for breach in _play(house, place, team, scene)]


def days(place: Street) -> list[Broken]:
    """What is broken on days on which one process dies and another freezes, each in a house of its own."""
    found: list[Broken] = []
    for _ in range(DAYS):
        with place.house(PROCESSES) as house:
            found += _play(house, place, "floor", partial(floor.day, seconds=60.0))
    return found


def _play(house: House, place: Street, team: str, scene: Scene) -> list[Broken]:
    seen = Sightings()
    asyncio.run(scene(house, place.teams[team], seen))
    found = judge(seen)
    for breach in found:
        print(f"{breach.law}: {breach.words}", file=sys.stderr, flush=True)
    return found


def report(found: list[Broken], runs: int) -> None:
    """The figures that have targets, and how often any law was broken."""
    tell(Figure("routing.stranded", sum(b.law == "stranded" for b in found), "visitors", runs=runs))
    tell(Figure("routing.double_owned", sum(b.law == "one_owner" for b in found), "conversations", runs=runs))
    tell(Figure("routing.broken_laws", len(found), "breaches of any law", runs=runs))


def main() -> int:
    """0: no law was broken."""
    tell_machine()
    with street() as place:
        found = [*competed(place), *days(place)]
    report(found, ROUNDS)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
