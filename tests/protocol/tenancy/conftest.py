"""One town for all tests of tenancy: it takes seconds to build, and nobody may change anything in it."""

import secrets
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from tests.faults.referee.house import House
from tests.faults.referee.house import prepared as peopled
from tests.protocol.tenancy.town import Site
from tests.support.services import another_database

SITES = {"one": {"people": 4}, "two": {"people": 4}}


@dataclass(frozen=True)
class Town:
    """Both sites, and the server that has them."""

    house: House
    one: Site
    two: Site


@pytest.fixture(scope="package")
def built(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Site]]:
    """Two sites on a server that runs, with nobody on their sockets yet."""
    folder = tmp_path_factory.mktemp("town")
    shutil.copytree(prepared, folder, dirs_exist_ok=True)
    services = another_database(f"town_{secrets.token_hex(6)}", "prepared")
    teams = peopled(folder, services, SITES)
    house = House(folder, services)
    try:
        house.start([0])
        yield Site(house, teams["one"]), Site(house, teams["two"])
    finally:
        house.stop()


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def town(built: tuple[Site, Site]) -> AsyncIterator[Town]:
    """Everybody on their sockets."""
    async with AsyncExitStack() as stack:
        for site in built:
            await site.open(stack)
        yield Town(built[0].house, *built)
