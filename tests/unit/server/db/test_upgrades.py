"""Every released version's data is brought up to date by the code of now, and nothing in it is lost.

A failure here says that somebody who upgrades would lose data, or could not upgrade at all: most likely a migration was
changed after its release. Add a new one instead. `make release` keeps the data of a version that is about to be released.
"""

import asyncio
import json
import secrets
import shutil
import sys
from asyncio.subprocess import PIPE, STDOUT
from pathlib import Path

import pytest

from server.version import VERSION
from server.wire import nouns
from tests.support.kept import counted, rows, words
from tests.support.server import Server, running_server
from tests.support.services import another_database
from tests.support.sockets import Visitor

SITE = "fernhill"
NEXT_SETTINGS = """
from server.settings import *

MIGRATION_MODULES = {"chat": "next_chat"}
"""
NEXT_MIGRATION = """
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chat", "0001_first")]
    operations = [
        migrations.AddField("conversation", "mood", models.CharField(max_length=8, db_default="calm")),
        migrations.AddField("entry", "mood", models.CharField(max_length=8, null=True)),
        migrations.AddIndex("entry", models.Index(fields=["at"], name="entry_at")),
    ]
"""
RELEASES = Path(__file__).parent / "releases"
LARGEST = 60_000


def released(kind: str) -> list[Path]:
    return sorted(RELEASES.glob(f"*-{kind}.zip"))


@pytest.mark.both
def test_every_released_version_can_be_brought_up_to_date(tmp_path: Path, vendor: str) -> None:
    for file in released(vendor):
        machine = Server(tmp_path / file.stem, services=another_database(f"released_{secrets.token_hex(6)}"))
        machine.data.mkdir()
        machine.run("restore", str(file))
        machine.run("migrate")
        told, kept = json.loads(file.with_suffix(".json").read_text()), rows(machine)
        found = counted(kept)
        assert {model: found.get(model, 0) for model in told["rows"]} == told["rows"], file.name
        assert sorted(words(kept)) == told["words"], file.name


def test_this_version_is_among_them_and_small() -> None:
    for kind in ("sqlite", "postgresql"):
        assert f"{VERSION}-{kind}.zip" in [file.name for file in released(kind)], "Run: make release"
        assert max(file.stat().st_size for file in released(kind)) < LARGEST


@pytest.mark.both
async def test_a_version_to_come_migrates_while_this_one_serves(tmp_path: Path, root: Path) -> None:
    """What its migration may do, `beside.py` says; here somebody writes all the while, and this version goes on."""
    shutil.copytree(root / "server/chat/migrations", tmp_path / "next_chat")
    (tmp_path / "next_chat/0002_next.py").write_text(NEXT_MIGRATION)
    (tmp_path / "next_settings.py").write_text(NEXT_SETTINGS)
    data = tmp_path / "data"
    data.mkdir()
    with running_server(data, services=another_database(f"next_{secrets.token_hex(6)}")) as server:
        to_come = {"PYTHONPATH": f"{root}:{tmp_path}", "DJANGO_SETTINGS_MODULE": "next_settings"}
        async with Visitor(server.url, SITE) as caller:
            await caller.hello()
            said: list[str] = []
            migrating = asyncio.create_task(_run("-m", "server", "migrate", **{**server.environment, **to_come}))
            while not migrating.done() or len(said) < 20:
                said.append(f"Word {len(said)}")
                await caller.write(said[-1])
                await asyncio.sleep(0.06)  # no faster than anybody may
            assert "Applying chat.0002_next... OK" in await migrating
            await caller.write("After")
            welcome = await caller.hello_anew()
            assert welcome.conversation
            told = [e.body.text for e in welcome.conversation.entries if isinstance(e.body, nouns.Message)]
            assert caller.closed is None
            # A welcome holds the newest of a long conversation.
            assert told == [*said, "After"][-len(told) :]
        assert set(said) < set(words(rows(server)))


async def _run(*words: str, **environment: str) -> str:
    """What Python says to these, run to the end."""
    process = await asyncio.create_subprocess_exec(sys.executable, *words, stdout=PIPE, stderr=STDOUT, env=environment)
    said, _ = await process.communicate()
    return said.decode()
