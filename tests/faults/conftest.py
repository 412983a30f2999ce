"""What the referee's tests stand on."""

from collections.abc import Iterator

import pytest

from tests.faults.referee.house import House, Street, street

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
