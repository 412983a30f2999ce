"""`bluephone backup` and `restore`, on whichever database this run keeps its data in, from real processes."""

import asyncio
import secrets
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from server.backups import archive
from server.backups.archive import DATABASE, KEY, Manifest
from server.demo.setting import SITE_KEY as SITE
from server.version import VERSION
from server.wire import agent
from server.wire.nouns import Message
from tests.support.kept import counted, logs, rows
from tests.support.server import Server, sign_in
from tests.support.services import another_database
from tests.support.sockets import Agent, Visitor
from tests.unit.server.cli.conftest import Run
from tests.unit.server.conftest import make_site

pytestmark = pytest.mark.both


@pytest.fixture
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Another machine, on which nothing was ever done."""
    services = another_database(f"elsewhere_{secrets.token_hex(6)}")
    machine = Server(tmp_path_factory.mktemp("elsewhere"), services=services)
    yield machine
    machine.kill()


@pytest.fixture
def other(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """Another machine, with a site of its own."""
    services = another_database(f"other_{secrets.token_hex(6)}", "prepared")
    machine = Server(tmp_path_factory.mktemp("other"), services=services)
    shutil.copytree(prepared, machine.data, dirs_exist_ok=True)
    machine.run("site", "create", "Their own")
    return machine


def made(file: Path, kind: str, database: bytes = b"whatever", migrations: Sequence[str] = ("0001_first",)) -> Path:
    """An archive that is whole, whatever is in it."""
    for name, content in ((DATABASE, database), (KEY, b"a key of somebody else's, long enough to be one")):
        file.with_name(name).write_bytes(content)
    told = Manifest(VERSION, kind, {"chat": list(migrations)}, "2026-01-01T00:00:00+00:00", {})
    archive.write(file, file.with_name("draft"), told, {name: file.with_name(name) for name in (DATABASE, KEY)})
    return file


async def test_a_backup_made_while_visitors_write_is_all_of_one_moment(
    server: Server, elsewhere: Server, tmp_path: Path
) -> None:
    said: list[list[str]] = [[], []]
    file = tmp_path / "kept.zip"

    async def write_on(visitor: Visitor, to: list[str]) -> None:
        while True:
            text = f"{len(to)} {secrets.token_hex(4)}"
            await visitor.write(text)
            to.append(text)
            await asyncio.sleep(0.06)

    async with Visitor(server.url, SITE) as one, Visitor(server.url, SITE) as two:
        writers = []
        for visitor, to in zip((one, two), said, strict=True):
            await visitor.hello()
            await visitor.write("Hello?")
            writers.append(asyncio.create_task(write_on(visitor, to)))
        before = [len(to) for to in said]
        told = await asyncio.to_thread(server.run, "backup", "--to", str(file))
        for writer in writers:
            writer.cancel()
        await asyncio.gather(*writers, return_exceptions=True)
        conversations = [one.conversation, two.conversation]
    assert str(file) in told
    assert file.stat().st_mode & 0o777 == 0o600
    assert min(len(to) for to in said) > max(before) + 2, "nobody wrote beside it"

    assert "Everything is as it was" in elsewhere.run("restore", str(file))
    kept = logs(rows(elsewhere))
    for conversation, to, least in zip(conversations, said, before, strict=True):
        assert conversation
        texts = [body.text for body in kept[conversation] if isinstance(body, Message)][1:]
        assert len(texts) >= least
        assert texts == to[: len(texts)] or texts[:-1] == to, "words are missing, doubled or out of order"
    assert (elsewhere.data / "secret-key").read_text() == (server.data / "secret-key").read_text()
    assert (elsewhere.data / "secret-key").stat().st_mode & 0o777 == 0o600
    assert sorted(f.name for f in elsewhere.data.iterdir() if f.name.startswith(".")) == []


async def test_after_a_restore_everybody_comes_back_to_what_is_theirs(
    server: Server, elsewhere: Server, tmp_path: Path
) -> None:
    file = tmp_path / "kept.zip"
    cookie = sign_in(server)
    async with Visitor(server.url, SITE) as vera, Agent(server.url, SITE, cookie) as ana:
        await ana.hello()
        await ana.available()
        await vera.hello()
        await vera.write("My rear wheel clicks.")
        assert vera.conversation
        await ana.pick_up(vera.conversation)
        await ana.reply(vera.conversation, "Since when?")
        server.run("backup", "--to", str(file))
        await vera.write("This is said too late to be kept.")
        token, conversation = vera.token, vera.conversation

    elsewhere.run("restore", str(file))
    _age_leases(elsewhere)
    elsewhere.start()
    ours = [row["fields"]["expires_at"] for row in rows(elsewhere) if row["model"] == "people.lease"]
    assert max(ours) > datetime.now(UTC).isoformat(), "whoever was here got no time to come back"
    # The cookie signs in there: the secret key came along.
    async with Visitor(elsewhere.url, SITE) as vera, Agent(elsewhere.url, SITE, cookie) as ana:
        welcome = await ana.hello()
        (row,) = welcome.rows
        assert (row.id, row.state, row.agent) == (conversation, "engaged", welcome.me.id)
        vera.token, vera.conversation = token, conversation
        # Her copy is ahead of the log, so she gets it whole.
        greeted = await vera.hello(cursor=99)
        assert greeted.conversation
        assert [e.body.text for e in greeted.conversation.entries if isinstance(e.body, Message)] == [
            "My rear wheel clicks.",
            "Since when?",
        ]
        await vera.write("Since Friday.")
        await ana.expect(agent.Touched, lambda touched: touched.conversation == conversation)


@pytest.mark.long
async def test_after_a_restore_whoever_does_not_come_back_is_not_there(
    server: Server, elsewhere: Server, tmp_path: Path
) -> None:
    file = tmp_path / "kept.zip"
    async with Agent(server.url, SITE, sign_in(server)) as ana:
        await ana.hello()
        await ana.available()
        server.run("backup", "--to", str(file))
    elsewhere.run("restore", str(file))
    _age_leases(elsewhere)
    elsewhere.start()
    async with Visitor(elsewhere.url, SITE) as vera:
        await vera.hello()
        await asyncio.sleep(45)
        await vera.close()
        await vera.open()
        assert not (await vera.hello()).presence.here


def test_while_a_server_is_on_it_nothing_is_restored(server: Server, tmp_path: Path) -> None:
    file = tmp_path / "kept.zip"
    server.run("backup", "--to", str(file))
    assert "Stop it" in server.refused("restore", str(file), "--over")
    server.kill()
    assert "would be lost" in server.refused("restore", str(file))
    assert "Everything is as it was" in server.run("restore", str(file), "--over")


@pytest.mark.once
def test_a_restore_that_fails_leaves_everything_as_it_was(
    server: Server, other: Server, tmp_path: Path, vendor: str
) -> None:
    file = tmp_path / "kept.zip"
    server.run("backup", "--to", str(file))
    server.kill()
    before, key = counted(rows(other)), (other.data / "secret-key").read_text()

    with zipfile.ZipFile(file) as opened:
        dump = opened.read(DATABASE)
    cut = made(tmp_path / "cut.zip", vendor, dump[: len(dump) * 2 // 3])
    said = other.refused("restore", str(cut), "--over")
    assert said.startswith("bluephone: "), said
    whole, middle = file.read_bytes(), file.stat().st_size // 2
    file.write_bytes(whole[:middle] + b"?" * 50 + whole[middle + 50 :])
    assert "damaged" in other.refused("restore", str(file), "--over")

    assert counted(rows(other)) == before
    assert (other.data / "secret-key").read_text() == key
    assert [name.name for name in other.data.iterdir() if name.name.startswith(".")] == []

    file.write_bytes(whole)
    other.run("restore", str(file), "--over")
    assert counted(rows(other)) == counted(rows(server)) != before
    assert "Their own" not in other.run("site", "list")


def test_without_words_it_is_named_by_the_time_and_put_into_a_folder(other: Server, tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    other.run("backup", "--to", str(tmp_path / "backups"))
    (file,) = (tmp_path / "backups").iterdir()
    assert file.name.startswith("bluephone-20")
    assert archive.manifest(file).migrations["chat"] == ["0001_first"]


def test_what_does_not_fit_is_refused_by_name(run: Run, vendor: str, tmp_path: Path) -> None:
    other = "postgresql" if vendor == "sqlite" else "sqlite"
    refused = run("restore", str(made(tmp_path / "other.zip", other)), "--over")
    assert refused.status == 1
    assert "Set DATABASE_URL" in refused.err


def test_one_with_tables_of_a_newer_version_is_refused_by_name(run: Run, vendor: str, tmp_path: Path) -> None:
    newer = made(tmp_path / "newer.zip", vendor, migrations=["0001_first", "0099_later"])
    refused = run("restore", str(newer), "--over")
    assert refused.status == 1
    assert "newer Blue Phone (chat.0099_later)" in refused.err


def test_a_database_that_is_not_empty_is_not_written_over(run: Run, vendor: str, tmp_path: Path) -> None:
    make_site("Somebody's")
    refused = run("restore", str(made(tmp_path / "made.zip", vendor)))
    assert refused.status == 1
    assert "--over" in refused.err


def test_no_file_is_written_over_and_no_folder_made_up(run: Run, tmp_path: Path) -> None:
    (tmp_path / "there.zip").write_text("mine")
    assert run("backup", "--to", str(tmp_path / "there.zip")).status == 2
    assert (tmp_path / "there.zip").read_text() == "mine"
    assert "There is no folder" in run("backup", "--to", str(tmp_path / "none/a.zip")).err


def _age_leases(server: Server) -> None:
    """The backup is a day old."""
    if url := server.services.get("DATABASE_URL"):
        with psycopg.connect(url) as postgres:
            postgres.execute("UPDATE people_lease SET expires_at = expires_at - interval '1 day'")
    else:
        with closing(sqlite3.connect(server.data / "bluephone.sqlite3", isolation_level=None)) as sqlite:
            sqlite.execute("UPDATE people_lease SET expires_at = datetime(expires_at, '-1 day')")
