"""`make soak`: the long form of the faults, on servers with nothing shortened; one JSON object a line, as of `make bench`.

First the referee's scenes, then rounds of `kill -9` on both databases. The rounds go on from where the last run stood, if
it was interrupted; remove the state to begin anew. Breaches go to standard error; the exit code tells whether there were any.
"""

import argparse
import asyncio
import sys
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path

from tests.bench.figures import Figure, tell, tell_machine
from tests.faults.matrix import rounds
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
STATE = Path("build/soak.json")
LOST_DOUBLED_GAPS = {
    "lost": ("stored", "answered"),
    "doubled": ("once",),
    "gaps": ("gapless",),
    "unlike": ("order", "screen", "site", "true"),
}


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


def report_rounds(state: rounds.State) -> int:
    """What came of them; how many breaches there were."""
    for name, tally in state.tallies.items():
        tell(Figure(f"soak.messages.{name}", tally.messages, "acknowledged messages", runs=tally.rounds))
        for figure, laws in LOST_DOUBLED_GAPS.items():
            number = sum(tally.breaches.get(law, 0) for law in laws)
            tell(Figure(f"soak.{figure}.{name}", number, "breaches", runs=tally.rounds))
    return sum(sum(tally.breaches.values()) for tally in state.tallies.values())


def main() -> int:
    """0: no law was broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.soak", description=__doc__)
    parser.add_argument("--rounds", type=int, default=100, help="rounds of kill -9 on each database (default: 100)")
    parser.add_argument("--words", type=int, default=500, help="words acknowledged before each (default: 500)")
    parser.add_argument("--state", type=Path, default=STATE, help=f"where it goes on from (default: {STATE})")
    parser.add_argument("--only-rounds", action="store_true", help="leave the referee's scenes out")
    args = parser.parse_args()
    tell_machine()
    found: list[Broken] = []
    if not args.only_rounds:
        with street() as place:
            found = [*competed(place), *days(place)]
        report(found, ROUNDS)
    state = rounds.State(args.state)
    rounds.run(state, args.rounds, args.words)
    return 1 if report_rounds(state) or found else 0


if __name__ == "__main__":
    sys.exit(main())
