"""One server of each kind for all cases: each case is a connection of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.cli.one_process import SERVERS
from tests.support.server import running_server


@pytest.fixture(scope="session", params=SERVERS)
def standing(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, prepared: Path
) -> Iterator[tuple[str, int]]:
    """The server's name, and its port."""
    data = tmp_path_factory.mktemp("standing")
    shutil.copytree(prepared, data, dirs_exist_ok=True)
    with running_server(data, ("demo", "--server", request.param)) as server:
        yield request.param, server.port
