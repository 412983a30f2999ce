"""The stage's site and people are those of the server's unit tests. Real servers are every one that may carry us."""

import os

import pytest

from server.cli.one_process import SERVERS
from tests.unit.server.conftest import ana, hub, site, tom

__all__ = ["ana", "hub", "site", "tom"]


@pytest.fixture(params=SERVERS)
def carrier(request: pytest.FixtureRequest) -> str:
    """Each server in turn."""
    name: str = request.param
    return name


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The short form takes each server once, and each database once; the long form all four."""
    if "DATABASE_URL" not in os.environ:
        return
    for item in items:
        carried = getattr(item, "callspec", None)
        if carried and carried.params.get("carrier", SERVERS[0]) != SERVERS[0]:
            item.add_marker(pytest.mark.long)
