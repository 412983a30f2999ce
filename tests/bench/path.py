"""path: a visitor's message → durable → acknowledged → on one agent's socket.

Servers in turn (echo, naive, ours, ours under uvicorn), each on one core, under the same generator: `SOCKETS` sockets
with a few messages in flight each. The figure is messages per CPU second *of the server*, so that the
generator, which shares the machine, does not decide it. A message has arrived when the sender has its
acknowledgement and the other side has the words (echo: when it is back).
"""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from tests.bench.common import hello, until
from tests.bench.figures import Figure, compared, tell
from tests.bench.load import Talker, Tally, run
from tests.bench.subject import Subject, cores, running

SOCKETS = 40
SECONDS = 4.0
RUNS = 3
RATE = 2_000.0
"""Messages a second for the latency figure: what two cores must carry, and well below what either server can."""
WORDS = "My rear wheel clicks when I pedal hard. It started after Monday's service."

DAPHNE = ("-m", "daphne", "-b", "127.0.0.1", "-p", "{port}")
ECHO = ((*DAPHNE, "tests.bench.echo:application"), ())
NAIVE = ((*DAPHNE, "tests.bench.naive.app:application"), ("-m", "tests.bench.naive.app"))
OURS = (("-m", "server", "serve", "--port", "{port}"), ("-m", "tests.bench.prepare"))
UVICORN = ((*OURS[0], "--server", "uvicorn"), OURS[1])

Arrived = dict[str, Talker]


def measure() -> None:
    """Print the group's lines."""
    kinds = {
        "echo": (ECHO, echo_talkers),
        "naive": (NAIVE, naive_talkers),
        "ours": (OURS, our_talkers),
        "uvicorn": (UVICORN, our_talkers),
    }
    rates: dict[str, list[float]] = {kind: [] for kind in kinds}
    p99s: dict[str, list[float]] = {kind: [] for kind in kinds}
    for _ in range(RUNS):
        for kind, ((command, prepare), talkers) in kinds.items():
            with running(command, {}, prepare) as subject:
                rate, p99 = asyncio.run(_pinned(subject, talkers))
            rates[kind].append(rate)
            p99s[kind].append(p99)
    unit = "messages per server CPU second"
    tell(Figure("path.echo", sorted(rates["echo"])[RUNS // 2], unit, runs=RUNS))
    tell(compared("path.vs_echo", unit, rates["ours"], "raw echo of the same server", rates["echo"]))
    tell(compared("path.uvicorn_vs_echo", unit, rates["uvicorn"], "raw echo of stock Daphne", rates["echo"]))
    tell(compared("path.vs_naive", unit, rates["ours"], "ORM create, group_send", rates["naive"]))
    tell(compared("path.p99_vs_echo", "s", p99s["ours"], f"echo at {RATE:g} messages/s", p99s["echo"]))


Talkers = Callable[[Subject], Any]


async def _pinned(subject: Subject, talkers: Talkers) -> tuple[float, float]:
    os.sched_setaffinity(0, cores()[1])
    async with talkers(subject) as ready:
        used = 0.0

        def start() -> None:
            nonlocal used
            used = subject.cpu_s

        full: Tally = await run(ready, SECONDS, start)
        rate = full.done / (subject.cpu_s - used)
        calm: Tally = await run(ready, SECONDS, start, per_second=RATE)
        return rate, calm.p99_s


@asynccontextmanager
async def _sockets(
    subject: Subject, path: str, count: int, hear: Callable[[ClientConnection, Any], None]
) -> AsyncIterator[list[ClientConnection]]:
    """`count` sockets whose frames all go to `hear`."""
    async with AsyncExitStack() as stack:
        origin: Any = f"http://localhost:{subject.port}"
        sockets = []
        for n in range(count):
            url = f"ws://127.0.0.1:{subject.port}{path.format(n=n)}"
            sockets.append(await stack.enter_async_context(connect(url, origin=origin, compression=None)))
        listening = [asyncio.create_task(_listen(s, hear)) for s in sockets]
        yield sockets
        for task in listening:
            task.cancel()


async def _listen(socket: ClientConnection, hear: Callable[[ClientConnection, Any], None]) -> None:
    async for frame in socket:
        for event in str(frame).split("\n"):
            hear(socket, json.loads(event))


def _frame_of(n: int) -> Callable[[int], tuple[str, str]]:
    def frame(i: int) -> tuple[str, str]:
        key = f"client-id-{n}-{i}"
        # As JSON.stringify writes it in a panel.
        said = {"type": "say", "id": key, "conversation": None, "text": WORDS}
        return key, json.dumps(said, separators=(",", ":"), ensure_ascii=False)

    return frame


@asynccontextmanager
async def echo_talkers(subject: Subject) -> AsyncIterator[list[Talker]]:
    """Each hears its own words back."""
    by_socket: dict[ClientConnection, Talker] = {}
    async with _sockets(subject, "/", SOCKETS, lambda s, e: by_socket[s].arrived(e["id"])) as sockets:
        by_socket |= {s: Talker(s, _frame_of(n)) for n, s in enumerate(sockets)}
        yield list(by_socket.values())


class Both:
    """A message has arrived when both its acknowledgement and the other side's copy have."""

    def __init__(self) -> None:
        self._half: set[str] = set()
        self.talkers: dict[str, Talker] = {}

    def half(self, key: str) -> None:
        """One of the two."""
        if key in self._half:
            self._half.remove(key)
            self.talkers[key.rsplit("-", 1)[0]].arrived(key)
        else:
            self._half.add(key)


@asynccontextmanager
async def naive_talkers(subject: Subject) -> AsyncIterator[list[Talker]]:
    """A visitor and an agent in each room."""
    both = Both()

    def hear_visitor(_: ClientConnection, event: Any) -> None:
        if event["type"] == "acked":
            both.half(event["id"])

    def hear_agent(_: ClientConnection, event: Any) -> None:
        both.half(event["id"])

    async with (
        _sockets(subject, "/room/{n}", SOCKETS, hear_visitor) as visitors,
        _sockets(subject, "/room/{n}", SOCKETS, hear_agent),
    ):
        talkers = [Talker(s, _frame_of(n)) for n, s in enumerate(visitors)]
        both.talkers = {f"client-id-{n}": t for n, t in enumerate(talkers)}
        yield talkers


@asynccontextmanager
async def our_talkers(subject: Subject) -> AsyncIterator[list[Talker]]:
    """Visitors over the public protocol, and one agent who has every conversation open."""
    prepared = json.loads((subject.data / "prepared.json").read_text())
    both = Both()
    conversations: dict[ClientConnection, str] = {}

    def hear_visitor(socket: ClientConnection, event: Any) -> None:
        match event["type"]:
            case "acked" if socket in conversations:
                both.half(event["id"])
            case "acked":
                conversations[socket] = event["conversation"]
            case "beat":
                _answer(socket, event)

    async with _sockets(subject, "/ws/v1/visitor", SOCKETS, hear_visitor) as visitors:
        for n, socket in enumerate(visitors):
            await socket.send(json.dumps(hello(prepared["site"])))
            await socket.send(_frame_of(n)(0)[1])
        await until(lambda: len(conversations) == SOCKETS)
        async with _agent(subject, prepared, list(conversations.values()), both):
            talkers = [Talker(s, _frame_of(n)) for n, s in enumerate(visitors)]
            both.talkers = {f"client-id-{n}": t for n, t in enumerate(talkers)}
            yield talkers


@asynccontextmanager
async def _agent(subject: Subject, prepared: Any, conversations: list[str], both: Both) -> AsyncIterator[None]:
    opened = 0

    def hear(socket: ClientConnection, event: Any) -> None:
        nonlocal opened
        match event["type"]:
            case "entry" if event["entry"]["id"] and event["entry"]["body"]["type"] == "message":
                both.half(event["entry"]["id"])
            case "opened":
                opened += 1
            case "beat":
                _answer(socket, event)

    origin: Any = f"http://localhost:{subject.port}"
    url = f"ws://127.0.0.1:{subject.port}/ws/v1/agent"
    headers = {"Cookie": prepared["cookie"]}
    async with connect(url, origin=origin, additional_headers=headers, compression=None, max_size=None) as socket:
        listening = asyncio.create_task(_listen(socket, hear))
        await socket.send(json.dumps({"type": "hello", "site": prepared["site"], "cursors": {}}))
        for conversation in conversations:
            await socket.send(json.dumps({"type": "open", "conversation": conversation, "after": 0}))
        await until(lambda: opened == len(conversations))
        yield
        listening.cancel()


_answers: set[asyncio.Task[None]] = set()


def _answer(socket: ClientConnection, beat: Any) -> None:
    task = asyncio.create_task(socket.send(json.dumps({"type": "beat", "n": beat["n"]})))
    _answers.add(task)
    task.add_done_callback(_answers.discard)
