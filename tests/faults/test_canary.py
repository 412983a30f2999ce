"""What people say, and what lets them in, is in no log: at no level, of no process, not even where a database quotes it."""

import asyncio
import json
import secrets
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg

from server.wire import agent, insider, visitor
from server.wire.codec import INSIDER_EVENTS
from server.wire.nouns import Failed, Refused
from tests.support.postgres import running_postgres
from tests.support.redis import running_redis
from tests.support.server import Server, running_server, sign_in
from tests.support.sockets import Agent, Client, Visitor, new_id

SITE = "fernhill"
CANARY = f"canary-{secrets.token_hex(8)}"
REFUSED = "unspeakable"
"""Words with this in them the database refuses, and quotes in its complaint."""


def ask(server: Server, path: str, form: str | None = None) -> None:
    """Ask as somebody whose cookie, address, token and form are all the canary."""
    headers = {"Cookie": f"sessionid={CANARY}; csrftoken={CANARY}", "Authorization": f"Bearer {CANARY}"}
    asked = urllib.request.Request(server.url + path, form.encode() if form else None, headers)
    with suppress(urllib.error.HTTPError):
        urllib.request.urlopen(asked, timeout=10).close()


def refuse(url: str) -> None:
    """From now on the database refuses some words."""
    with psycopg.connect(url, autocommit=True) as database:
        for table, column in (("chat_entry", "body"), ("leaving_departure", "words")):
            check = f"CHECK (position('{REFUSED}' in {column}::text) = 0)"
            database.execute(f"ALTER TABLE {table} ADD CONSTRAINT {table}_speakable {check} NOT VALID".encode())


async def say_it_everywhere(server: Server, url: str) -> None:
    """In a chat, a reply, a note, a reason to leave, a token, a cookie, a key and a link; stored and refused."""
    async with Visitor(server.url, SITE) as caller, Agent(server.url, SITE, sign_in(server)) as ana:
        await ana.hello()
        await ana.available()
        caller.token = CANARY
        await caller.say(visitor.Hello(SITE, CANARY, None, 0, None, None, None, (), None))
        await caller.expect(Refused)
        caller.token = None
        await caller.hello()
        acked = await caller.write(f"{CANARY} said")
        await ana.pick_up(acked.conversation)
        await ana.reply(acked.conversation, f"{CANARY} answered")
        await ana.acked(agent.WriteNote(id=new_id(), conversation=acked.conversation, text=f"{CANARY} noted"))
        await caller.say_raw(json.dumps({"type": "say", "id": CANARY, "text": CANARY, CANARY: CANARY}))
        await caller.expect(Refused)
        refuse(url)
        for told in (f"{CANARY} {REFUSED}", f"{CANARY} {REFUSED} again"):
            await caller.say(visitor.Say(id=new_id(), conversation=acked.conversation, text=told))
            await caller.expect(Failed)
        await caller.say(visitor.Leave(id=new_id()))
        left = await caller.expect(visitor.Left)
        for told in (CANARY, f"{CANARY} {REFUSED}"):
            why = visitor.Why(id=new_id(), departure=left.departure, reason=None, words=told)
            await caller.say(why)
        await caller.expect(Failed)
    cookie = {"Origin": server.url, "Cookie": f"sessionid={CANARY}"}
    line: Client[Any] = Client(
        server.url.replace("http", "ws", 1) + "/ws/v1/insider", INSIDER_EVENTS, lambda n: visitor.Answer(n=n), cookie
    )
    async with line:
        await line.say(insider.Hello(key=(CANARY * 3)[:43], cursor=0))
        await line.expect(Refused)


async def test_a_secret_is_in_no_log(tmp_path: Path) -> None:
    with running_postgres() as postgres, running_redis() as redis:
        url = postgres.create_database("house")
        settings = {"DATABASE_URL": url, "REDIS_URL": redis.url, "BLUEPHONE_LOG_LEVEL": "debug"}
        with running_server(tmp_path, ("demo", "--workers", "2"), settings) as server:
            await say_it_everywhere(server, url)
            for path in (f"/join/{CANARY}", f"/console/enter/{CANARY}", f"/console/?q={CANARY}", f"/api/v1/{CANARY}"):
                await asyncio.to_thread(ask, server, path)
            await asyncio.to_thread(ask, server, "/account/login/", f"login={CANARY}&password={CANARY}")
            await asyncio.to_thread(ask, server, "/api/v1/me", json.dumps({CANARY: CANARY}))
            server.stop()
            lines = server.log.splitlines()
    logged = [json.loads(line) for line in lines if line.startswith("{")]
    assert any(line["level"] == "debug" for line in logged)
    assert len({line["process"] for line in logged if line["event"] == "serving"}) == 2
    # It was refused, twice by the writer and once elsewhere, and the log says so: whose socket, and where in the code.
    (failed,) = [line for line in logged if line["event"] == "command_failed"]
    assert (failed["kind"], failed["command"]) == ("visitor", "Why")
    assert len(failed["socket"]) == 22
    assert "IntegrityError" in failed["exception"]
    assert [line["error"] for line in logged if line["event"] == "batch_failed"] == ["IntegrityError"] * 2
    # And nowhere does it say what it was.
    assert [line for line in lines if CANARY in line] == []
