"""What every test gets: a database as a file (threads share it), and nothing of the shell's environment."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections

from tests.support.environment import DATA


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """SQLite as a file: in memory, each thread would see a database of its own."""
    default: dict[str, Any] = connections.databases["default"]
    if "sqlite" in default["ENGINE"]:
        default["TEST"]["NAME"] = str(DATA / "test.sqlite3")


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
