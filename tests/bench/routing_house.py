"""routing, in several processes over one PostgreSQL: what competition costs, how soon it rings, and what the referee says.

`routing.processes`: dispatches a second by eight processes, over one; all on one site, so that all want the same lock. Each
has decided something. `routing.pickup_p99_vs_path`: from a visitor's first words to the ring on a free human's console, over
the plain way of a message to an open console; both in turn, through the same server, while a thousand wait.
"""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from math import ceil

from server.wire import agent, visitor
from tests.bench.figures import compared, tell
from tests.faults import soak
from tests.faults.referee.house import ROOT, SITES, House, Team, environment, street
from tests.support.sockets import Agent, Visitor, new_id

RUNS = 3
SECONDS = 3.0
MANY = 8
WAITING = 1_000
SAMPLES = 200
UNTIMED = 20
"""At first: PostgreSQL makes its plans in them."""
BENCH_SITES: Mapping[str, Mapping[str, int | str]] = {"many": {"people": MANY}, "crowd": {"people": 3}}


def measure() -> None:
    """Print the group's lines."""
    with street({**SITES, **BENCH_SITES}) as place:
        with place.house(0) as house:
            rates: dict[int, list[float]] = {1: [], MANY: []}
            for _ in range(RUNS):
                for processes, found in rates.items():
                    found.append(_dispatches(house, place.teams["many"], processes))
            tell(compared("routing.processes", "dispatches/s", rates[MANY], "one process", rates[1]))
        with place.house(1) as house:
            _run(house, "tests.bench.crowd", place.teams["crowd"].key, str(WAITING)).wait()
            rings, paths = zip(*asyncio.run(_pickups(house, place.teams["crowd"])), strict=True)
            tell(compared("routing.pickup_p99_vs_path", "s", rings, f"a message's way, {WAITING} waiting", paths))
        soak.report(soak.competed(place), soak.ROUNDS)


def _dispatches(house: House, team: Team, processes: int) -> float:
    """All together, a second."""
    running = [_run(house, "tests.bench.dispatching", team.key, str(n), str(SECONDS)) for n in range(processes)]
    for process in running:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    return sum(int(process.communicate()[0]) for process in running) / SECONDS


def _run(house: House, *words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", *words],
        cwd=ROOT,
        env=os.environ | environment(house.folder, house.services),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


async def _pickups(house: House, team: Team) -> list[tuple[float, float]]:
    """A run: the p99 of rings, and the p99 of messages."""
    async with (
        _seated(house, team, 1) as clerk,
        _seated(house, team, 2) as human,
        _calling(house, team) as talker,
        _calling(house, team) as caller,
    ):
        # The team's one human is full with the first of the crowd; the rest go on waiting for them.
        await clerk.hello()
        await clerk.available(capacity=1)
        busy = await clerk.row(lambda r: r.agent == clerk_id(team), within_s=30)
        await clerk.pick_up(busy.id)
        await clerk.reply(busy.id, "I am here.")
        await human.hello()
        await human.available(capacity=12)
        await talker.hello()
        await caller.hello()
        first = await talker.write("Hello?")
        await human.pick_up(first.conversation)
        await human.reply(first.conversation, "I am here.")
        await human.say(agent.Open(conversation=first.conversation, after=0))
        await human.expect(agent.Opened)
        await _run_of(human, talker, caller, UNTIMED)
        return [await _run_of(human, talker, caller, SAMPLES) for _ in range(RUNS)]


async def _run_of(human: Agent, talker: Visitor, caller: Visitor, samples: int) -> tuple[float, float]:
    rings: list[float] = []
    paths: list[float] = []
    offer = 0
    for _ in range(samples):
        said = visitor.Say(id=new_id(), conversation=talker.conversation, text="Still there?")
        began = time.perf_counter()
        await talker.say(said)
        await human.expect(agent.Added, lambda a, said=said: a.entry.id == said.id)  # type: ignore[misc]
        paths.append(time.perf_counter() - began)
        said = visitor.Say(id=new_id(), conversation=caller.conversation, text="Hello?")
        began = time.perf_counter()
        await caller.say(said)
        row = await human.row(lambda r: r.state == "ringing" and r.id != talker.conversation and r.offer > offer)  # noqa: B023
        rings.append(time.perf_counter() - began)
        caller.conversation, offer = row.id, row.offer
        await human.acked(agent.Close(id=new_id(), conversation=row.id))
        for client in (human, talker, caller):
            client.heard.clear()
    return _p99(rings), _p99(paths)


def _p99(of: list[float]) -> float:
    return sorted(of)[ceil(len(of) * 0.99) - 1]


def clerk_id(team: Team) -> str:
    """The team's one human."""
    return team.ids[1]


def _seated(house: House, team: Team, who: int) -> Agent:
    seat = Agent(house.url, team.key, team.people[team.ids[who]])
    seat.url = house.socket(0, "agent")
    return seat


def _calling(house: House, team: Team) -> Visitor:
    caller = Visitor(house.url, team.key)
    caller.url = house.socket(0, "visitor")
    return caller
