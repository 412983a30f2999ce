"""The stage's site and people are those of the server's unit tests. Real servers are every one that may carry us."""

import pytest

from server.cli.one_process import SERVERS
from tests.unit.server.conftest import ana, hub, site, tom

__all__ = ["ana", "hub", "site", "tom"]


@pytest.fixture(params=SERVERS)
def carrier(request: pytest.FixtureRequest) -> str:
    """Each server in turn."""
    name: str = request.param
    return name
