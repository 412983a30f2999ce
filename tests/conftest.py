"""What every test gets: a database as a file (threads share it), and nothing of the shell's environment."""

import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from hypothesis import settings as hypothesis

from server.cli.one_process import SERVERS
from tests.support.emptying import emptied_by_deleting
from tests.support.environment import DATA
from tests.support.server import Server, running_server
from tests.support.services import another_database

# A busy machine is no failure.
hypothesis.register_profile("patient", deadline=None)
hypothesis.load_profile("patient")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long, and is no other on another database, is looked at there by the long form."""
    if "DATABASE_URL" in os.environ:
        for item in items:
            if item.get_closest_marker("once"):
                item.add_marker(pytest.mark.long)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """SQLite as a file: in memory, each thread would see a database of its own."""
    default: dict[str, Any] = connections.databases["default"]
    if "sqlite" in default["ENGINE"]:
        default["TEST"]["NAME"] = str(DATA / "test.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def emptied() -> Iterator[None]:
    """What a test wrote is gone after it."""
    with emptied_by_deleting():
        yield


@pytest.fixture(scope="session")
def vendor() -> str:
    """`sqlite` or `postgresql`: where this run keeps its data."""
    return connections["default"].vendor


@pytest.fixture(scope="session")
def redis_url() -> str | None:
    """The Redis of this run; None where processes are alone."""
    url: str | None = settings.REDIS_URL
    return url


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return Path(__file__).parents[1]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data of which every server gets a copy, so that the tables are made once."""
    data = tmp_path_factory.mktemp("prepared")
    Server(data, services=another_database("prepared")).run("migrate")
    return data


@pytest.fixture
def services(prepared: Path) -> dict[str, str]:
    """What the server stands on: nothing, or this run's PostgreSQL (a database of its own in it) and Redis."""
    return another_database(f"story_{secrets.token_hex(6)}", "prepared")


@pytest.fixture
def carrier() -> str:
    """What carries the application: the value of `--server`."""
    return SERVERS[0]


@pytest.fixture
def server(tmp_path: Path, prepared: Path, services: dict[str, str], carrier: str) -> Iterator[Server]:
    """The demo, in a process of its own; in two where there is something to share."""
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    command = ("demo", "--server", carrier, *(("--workers", "2") if services else ()))
    with running_server(tmp_path, command, services) as server:
        yield server


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--record` writes golden transcripts anew."""
    parser.addoption("--record", action="store_true", help="write the golden transcripts of tests/protocol anew")
