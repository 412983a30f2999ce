"""What the tests of faults stand on."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.referee.house import House, Street, Team, prepared, street

BRISK = ("tests.faults.referee.broken", "brisk")


@pytest.fixture(scope="session")
def place() -> Iterator[Street]:
    """PostgreSQL, prepared once for all houses."""
    with street() as prepared:
        yield prepared


@pytest.fixture(scope="module")
def house(place: Street) -> Iterator[House]:
    """Four processes whose leases are short."""
    with place.house(4, BRISK) as house:
        yield house


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Team]]:
    """A folder with a SQLite database that was prepared once, and its teams."""
    folder = tmp_path_factory.mktemp("ground")
    return folder, prepared(folder, {})


@pytest.fixture
def plot(ground: tuple[Path, dict[str, Team]], tmp_path: Path) -> tuple[Path, dict[str, Team]]:
    """A copy of it."""
    shutil.copytree(ground[0], tmp_path, dirs_exist_ok=True)
    return tmp_path, ground[1]
