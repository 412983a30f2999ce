"""idle: what a visitor costs who is connected and says nothing, and what it costs to let in one who is known.

Servers in turn, each on one core, all held against the first: raw connections to stock Daphne, where a frame is sent back;
visitors of ours who were greeted; and visitors of ours who wait in a conversation of one word.

Memory: `WARM` are there, so that the server has made what it makes but once; `MORE` come; and what it has then beyond that is
theirs. It is read when everybody has answered a beat, as all do who stay, and the server is calm again. What is read
is anonymous memory. That is the process's own; the rest of it is files mapped, which come and go with the machine's cache,
and count for less (PSS) or for others (private) the more processes map them.

Handshakes: all go, and some of them come back, a few at a time, with the tokens that they were given. What counts is the
server's CPU time until it is calm again, so that what it puts off until after the welcome is in it; and nobody goes before that.
It begins soon after a beat, so that the next one, ten seconds later, mostly comes too late to be in it.
"""

import asyncio
import json
from collections.abc import Iterable
from typing import Final, NamedTuple

from tests.bench.common import until
from tests.bench.figures import compared, tell
from tests.bench.guests import Echoed, Guest, Idle, Waiting
from tests.bench.path import ECHO, OURS
from tests.bench.subject import GENERATOR, SERVER, Subject, open_files, pinned, running

WARM: Final = 200
MORE: Final = 2_000
BACK: Final = 1_000
IN_FLIGHT: Final = 32
RUNS: Final = 3
BEAT_S: Final = 10.0
CALM_S: Final = 0.5
"""A server is calm that uses next to nothing of its core for so long."""
PATIENCE_S: Final = 120.0
KINDS: Final = {"raw": (ECHO, Echoed), "idle": (OURS, Idle), "waiting": (OURS, Waiting)}
LIKE_ONE: Final = "x" * 64
"""In the raw frame, for a site and a token: as long."""
UNITS: Final = {"bytes": "bytes a connection", "handshakes": "handshakes per server CPU second"}


class Cost(NamedTuple):
    """What a server's connections cost."""

    bytes: float
    handshakes: float
    """A CPU second."""


def measure() -> None:
    """Print the group's lines."""
    open_files(WARM + MORE)
    costs: dict[str, list[Cost]] = {kind: [] for kind in KINDS}
    for _ in range(RUNS):
        for kind, ((command, prepare), guest) in KINDS.items():
            # Another group may have left this process on one core.
            with pinned(SERVER | GENERATOR), running(command, {}, prepare) as subject, pinned(GENERATOR):
                costs[kind].append(asyncio.run(_cost(subject, guest)))
    for kind, name in {"idle": "idle.", "waiting": "idle.waiting_"}.items():
        for what, unit in UNITS.items():
            ours, raw = ([getattr(cost, what) for cost in costs[of]] for of in (kind, "raw"))
            tell(compared(f"{name}{what}_vs_raw", unit, ours, "a raw socket of stock Daphne", raw))


async def _cost(subject: Subject, kind: type[Guest]) -> Cost:
    prepared = subject.data / "prepared.json"
    site = json.loads(prepared.read_text())["site"] if prepared.exists() else LIKE_ONE
    guests = [kind.of(subject.port, site) for _ in range(WARM + MORE)]
    await _come(guests[:WARM])
    await _rest(subject, guests[:WARM])
    before = subject.memory
    await _come(guests[WARM:])
    await _rest(subject, guests)
    grown = subject.memory - before
    for guest in guests:
        guest.go()
    await _calm(subject)
    back = [guest.back() for guest in guests[:BACK]]
    used = subject.cpu_s
    await _come(back)
    await _calm(subject)
    assert all(guest.transport for guest in back), "Somebody was sent away."
    return Cost(grown / MORE, BACK / (subject.cpu_s - used))


async def _come(guests: Iterable[Guest]) -> None:
    left = iter(guests)

    async def some() -> None:
        for guest in left:
            await guest.come()

    async with asyncio.timeout(PATIENCE_S), asyncio.TaskGroup() as coming:
        for _ in range(IN_FLIGHT):
            coming.create_task(some())


async def _rest(subject: Subject, guests: list[Guest]) -> None:
    """Until everybody has answered one more beat. Where there are none, for as long."""
    had = [guest.beats for guest in guests]
    if isinstance(guests[0], Echoed):
        await asyncio.sleep(BEAT_S)
    else:
        await until(lambda: all(guest.beats > n for guest, n in zip(guests, had, strict=True)), BEAT_S * 3)
    await _calm(subject)
    assert all(guest.transport for guest in guests), "Somebody was sent away."


async def _calm(subject: Subject) -> None:
    async with asyncio.timeout(PATIENCE_S):
        used = float("-inf")
        while subject.cpu_s - used > CALM_S / 20:
            used = subject.cpu_s
            await asyncio.sleep(CALM_S)
