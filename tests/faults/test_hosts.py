"""Real hosts: three servers behind the nginx of deploy/, PostgreSQL, Redis and two people, each on a host of their own.

Judged from outside: what was acknowledged to either of the two is in the log once, in the order of the acknowledgements.
"""

import asyncio
import contextlib
import json
import pwd
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from server.wire import agent, visitor
from tests.faults.referee.house import ROOT, environment
from tests.support import hosts, nginx, postgres
from tests.support.hosts import Hosts
from tests.support.sockets import Agent, Visitor, new_id

pytestmark = [
    pytest.mark.long,
    # A dial that is given up in the middle of TLS's greeting leaves its transport to the collector.
    pytest.mark.filterwarnings("ignore:unclosed transport:ResourceWarning"),
]

SERVERS = ("server1", "server2", "server3")
CUT_OFF_S = 8
PATIENCE_S = 5
"""Without an answer for so long, people dial again."""
READY_WITHIN_S = 60


@dataclass
class Office:
    """The hosts, and what runs on them."""

    hosts: Hosts
    folder: Path
    proxy: nginx.Nginx
    team: dict[str, Any]
    told: dict[str, str]
    servers: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def start(self, name: str) -> None:
        """Start one server."""
        words = [*self.hosts.inside(name), sys.executable, "-m", "server", "serve", "--host", self.hosts.address(name)]
        with (self.folder / f"{name}.log").open("ab") as log:
            self.servers[name] = subprocess.Popen(words, cwd=ROOT, env=self.told, stdout=log, stderr=log)

    def wait_for(self, name: str) -> None:
        """Until it is ready, as seen from another host: this thread must be there."""
        end = time.monotonic() + READY_WITHIN_S
        request = urllib.request.Request(
            f"http://{self.hosts.address(name)}:8000/health/ready", headers={"Host": "localhost"}
        )
        while True:
            with contextlib.suppress(urllib.error.URLError, OSError), urllib.request.urlopen(request, timeout=2):
                return
            assert self.servers[name].poll() is None, (self.folder / f"{name}.log").read_text()
            assert time.monotonic() < end, f"{name} is not ready"
            time.sleep(0.1)

    def drain(self, name: str) -> None:
        """SIGTERM, and wait until it has ended by itself."""
        self.servers[name].send_signal(signal.SIGTERM)
        assert self.servers[name].wait(30) == 0

    def close(self) -> None:
        """End what still runs."""
        for server in self.servers.values():
            server.kill()
            server.wait(30)


def run_on(stack: ExitStack, place: Hosts, name: str, *words: str, user: str | None = None) -> None:
    """Run this on a host until the block ends."""
    ids = pwd.getpwnam(user) if user else None
    as_whom = ("setpriv", f"--reuid={ids.pw_uid}", f"--regid={ids.pw_gid}", "--clear-groups") if ids else ()
    process = subprocess.Popen(
        [*place.inside(name), *as_whom, *words], cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    stack.callback(process.wait, 30)
    stack.callback(process.terminate)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    if why := hosts.why_none():
        pytest.skip(why)
    with ExitStack() as stack:
        place = stack.enter_context(hosts.some_hosts("proxy", "database", "redis", "people", *SERVERS))
        for folder in (tmp_path, *tmp_path.parents[:2]):
            folder.chmod(0o755)
        (data := tmp_path / "postgres").mkdir()
        cluster = postgres.Postgres(data, 5432)
        cluster.create()
        with (data / "data/pg_hba.conf").open("a") as rules:
            rules.write("host all all 10.77.0.0/24 trust\n")
        run_on(
            stack, place, "database", str(postgres.programs() / "postgres"), "-D", f"{data}/data", "-k", str(data),
            "-c", f"listen_addresses={place.address('database')}", "-c", "fsync=off", user="postgres",
        )  # fmt: skip
        run_on(
            stack, place, "redis", "redis-server", "--bind", place.address("redis"), "--protected-mode", "no",
            "--save", "", "--dir", str(tmp_path),
        )  # fmt: skip
        (folder := tmp_path / "nginx").mkdir()
        proxy = nginx.configure(folder, [f"{place.address(name)}:8000" for name in SERVERS], place.address("proxy"))
        told = environment(
            tmp_path,
            {
                "DATABASE_URL": f"postgres://bluephone@{place.address('database')}:5432/postgres",
                "REDIS_URL": f"redis://{place.address('redis')}:6379/0",
                "PUBLIC_URL": proxy.url,
                "BLUEPHONE_TRUSTED_PROXIES": place.address("proxy"),
                "PREPARE": json.dumps({"shop": {"people": 2}}),
            },
        )
        prepare = [*place.inside("people"), sys.executable, "-m", "tests.faults.referee.prepare"]
        end = time.monotonic() + READY_WITHIN_S
        while (done := subprocess.run(prepare, cwd=ROOT, env=told, capture_output=True, check=False)).returncode:
            # PostgreSQL is about to start.
            assert time.monotonic() < end, done.stderr.decode()
        office = Office(place, tmp_path, proxy, json.loads(done.stdout)["shop"], told)
        front = nginx.start(proxy, place.inside("proxy"))
        stack.callback(front.wait, 30)
        stack.callback(front.terminate)
        stack.callback(office.close)
        for name in SERVERS:
            office.start(name)
        yield office


class Writing:
    """Somebody who writes on and on, each thing until it is acknowledged, and dials again when nothing comes."""

    def __init__(self, client: Visitor | Agent) -> None:
        self.client = client
        self.origin = client.headers["Origin"]
        self.acked: dict[str, int] = {}
        """What was acknowledged: client id → seq."""
        self.dialled = 0
        self.conversation: str | None = None

    async def dial(self) -> None:
        """Until somebody answers."""
        while True:
            if self.dialled:
                self.client.drop()
            self.dialled += 1
            # A dial that failed has forgotten it.
            self.client.headers["Origin"] = self.origin
            with contextlib.suppress(OSError, AssertionError, ConnectionClosed, InvalidHandshake, TimeoutError):
                async with asyncio.timeout(PATIENCE_S):
                    await self.client.open()
                    await self.client.hello()
                    if isinstance(self.client, Agent):
                        await self.client.available()
                return
            await asyncio.sleep(0.2)

    async def write(self) -> None:
        """One thing more."""
        about = new_id()
        while about not in self.acked:
            with contextlib.suppress(AssertionError, ConnectionClosed):
                if isinstance(self.client, Visitor):
                    command: Any = visitor.Say(id=about, conversation=self.conversation, text=about)
                else:
                    command = agent.Reply(id=about, conversation=self.conversation or "", text=about)
                await self.client.say(command)
                kind: Any = visitor.Acked if isinstance(self.client, Visitor) else agent.Acked
                answer = await self.client.expect(kind, lambda a: a.id == about, PATIENCE_S)
                self.acked[about], self.conversation = answer.seq, answer.conversation
                return
            await self.dial()

    async def go_on(self, until: asyncio.Event) -> None:
        """Write until told to stop."""
        while not until.is_set():
            await self.write()
            await asyncio.sleep(0.1)


async def log_of(client: Visitor, conversation: str) -> list[Any]:
    """The whole conversation, read page by page."""
    found: list[Any] = []
    while True:
        await client.say(visitor.Fetch(conversation=conversation, after=len(found)))
        page = await client.expect(visitor.Fetched)
        found += page.entries
        if len(found) >= page.head:
            return found


async def story(office: Office) -> None:
    """They talk; a host is cut off and comes back; every server is replaced. Then the log is read."""
    for name in SERVERS:
        await asyncio.to_thread(office.wait_for, name)
    key, cookies = office.team["key"], office.team["people"]
    me, cookie = list(cookies.items())[1]
    asks, answers = Writing(Visitor(office.proxy.url, key)), Writing(Agent(office.proxy.url, key, cookie))
    await answers.dial()
    await asks.dial()
    await asks.write()
    answers.conversation = asks.conversation
    enough = asyncio.Event()
    async with asyncio.TaskGroup() as people:
        people.create_task(asks.go_on(enough))
        people.create_task(answers.go_on(enough))
        # Each in turn, so that whichever server the two are on is among them.
        for name in SERVERS:
            office.hosts.cut_off(name)
            await asyncio.sleep(CUT_OFF_S)
            office.hosts.plug_in(name)
            await asyncio.to_thread(office.wait_for, name)
        dialled = asks.dialled, answers.dialled
        before = len(asks.acked), len(answers.acked)
        for name in SERVERS:
            await asyncio.to_thread(office.drain, name)
            office.start(name)
            await asyncio.to_thread(office.wait_for, name)
        await asyncio.sleep(1)
        enough.set()
    # Otherwise nothing was tried.
    assert min(dialled) > 1
    assert asks.dialled > dialled[0]
    assert answers.dialled > dialled[1]
    assert len(asks.acked) > before[0]
    assert len(answers.acked) > before[1]

    await asks.dial()
    assert isinstance(asks.client, Visitor)
    assert asks.conversation
    entries = await log_of(asks.client, asks.conversation)
    assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
    stored = [entry.id for entry in entries if entry.id]
    for said in (asks.acked, answers.acked):
        assert [one for one in stored if one in said] == list(said)
    assert len(stored) == len(set(stored)) == len(asks.acked) + len(answers.acked)
    assert {one: entry.seq for entry in entries if (one := entry.id) in asks.acked} == asks.acked
    # And they are still with each other.
    assert isinstance(answers.client, Agent)
    answers.client.drop()
    await answers.client.open()
    (row,) = (await answers.client.hello()).rows
    assert (row.state, row.agent) == ("engaged", me)
    for one in (asks, answers):
        await one.client.close()


def test_no_word_is_lost_while_hosts_are_cut_off_and_servers_replaced(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(office.proxy.certificate))
    failed: list[BaseException] = []

    def on_their_host() -> None:
        try:
            office.hosts.enter("people")
            asyncio.run(story(office))
        except BaseException as error:
            failed.append(error)

    # A thread of its own, for it never comes back from there.
    there = threading.Thread(target=on_their_host)
    there.start()
    there.join(300)
    assert not there.is_alive(), "They never came to an end."
    if failed:
        raise failed[0]
