"""`make soak`: the long form of the faults, on servers with nothing shortened; one JSON object a line, as of `make bench`.

First the referee's scenes, then rounds of `kill -9` on both databases. The rounds go on from where the last run stood, if
it was interrupted; remove the state to begin anew. Breaches go to standard error; the exit code tells whether there were any.
"""

import argparse
import asyncio
import sys
from collections.abc import Callable, Coroutine, Sequence
from datetime import UTC, datetime
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
STATE = Path("docs/soak.json")
REPORT = Path("docs/soak.md")
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
            tell(Figure(f"soak.{figure}.{name}", _broken(laws, tally), "breaches", runs=tally.rounds))
    together = state.tallies.values()
    for figure, laws in LOST_DOUBLED_GAPS.items():
        number = sum(_broken(laws, tally) for tally in together)
        tell(Figure(f"soak.{figure}", number, "breaches", runs=sum(tally.rounds for tally in together)))
    return sum(sum(tally.breaches.values()) for tally in together)


def told(state: rounds.State) -> str:
    """What came of the rounds, as a page."""
    lines = [
        "# The last soak",
        "",
        f"Written by the soak on {datetime.now(UTC):%Y-%m-%d}. Visitors of two sites and a console of each write all the time,",
        "while server processes die by `kill -9` at random moments and are started again, and, in every fifth round on PostgreSQL,",
        "Redis dies, freezes, is emptied or full for a second besides. A checker outside keeps its own record of what was",
        "acknowledged, and holds it against what fresh clients read and what every screen showed.",
        "How it works stands in `tests/faults/matrix/rounds.py`. `make soak` goes on from where this stands, until each has had a",
        "thousand rounds, which take an hour; remove `docs/soak.json` to begin anew.",
        "",
        "| | " + " | ".join(state.tallies) + " |",
        "| --- |" + " --- |" * len(state.tallies),
    ]
    rows: dict[str, Callable[[rounds.Tally], object]] = {
        "server processes": lambda tally: tally.processes,
        "rounds of `kill -9`": lambda tally: f"{tally.rounds:,}",
        "messages acknowledged": lambda tally: f"{tally.messages:,}",
        **{name: partial(_broken, laws) for name, laws in LOST_DOUBLED_GAPS.items()},
        "hours": lambda tally: f"{tally.seconds / 3600:.1f}",
        "to Redis": lambda tally: (
            ", ".join(f"{what.replace('_', ' ')} {n}" for what, n in tally.mischief.items()) or "none"
        ),
        "version: rounds": lambda tally: ", ".join(f"{commit}: {n}" for commit, n in tally.versions.items()),
    }
    for name, of in rows.items():
        lines.append(f"| {name} | " + " | ".join(str(of(tally)) for tally in state.tallies.values()) + " |")
    lines += ["", "*unlike*: out of order, not what a screen showed, across sites, or other words than were said.", ""]
    return "\n".join(lines)


def _broken(laws: Sequence[str], tally: rounds.Tally) -> int:
    return sum(tally.breaches.get(law, 0) for law in laws)


def main() -> int:
    """0: no law was broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.soak", description=__doc__)
    parser.add_argument("--rounds", type=int, default=1_000, help="rounds of kill -9 on each database (default: 1000)")
    parser.add_argument("--words", type=int, default=500, help="words acknowledged before each (default: 500)")
    parser.add_argument("--state", type=Path, default=STATE, help=f"where it goes on from (default: {STATE})")
    parser.add_argument("--database", choices=rounds.DATABASES, help="rounds on this one alone (default: on both)")
    parser.add_argument(
        "--report", type=Path, default=REPORT, help=f"what came of all rounds so far (default: {REPORT})"
    )
    parser.add_argument("--only-rounds", action="store_true", help="leave the referee's scenes out")
    args = parser.parse_args()
    tell_machine()
    found: list[Broken] = []
    if not args.only_rounds:
        with street() as place:
            found = [*competed(place), *days(place)]
        report(found, ROUNDS)
    state = rounds.State(args.state)
    rounds.run(state, args.rounds, args.words, [args.database] if args.database else rounds.DATABASES)
    # With what a run of the other database beside this one came to meanwhile.
    args.report.write_text(told(rounds.State(args.state)))
    return 1 if report_rounds(state) or found else 0


if __name__ == "__main__":
    sys.exit(main())
