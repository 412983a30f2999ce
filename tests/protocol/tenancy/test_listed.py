"""The matrix is whole: a new command, field or address fails here until it is listed, and so tried."""

import pytest

from tests.protocol.tenancy.addresses import PAGES, all_addresses, listed
from tests.protocol.tenancy.commands import TABLES, commands, named


@pytest.mark.parametrize("kind", TABLES)
def test_every_command_is_listed_with_every_field_that_names_something(kind: str) -> None:
    union, table = TABLES[kind]
    assert commands(union) == table.keys()
    assert {c: named(c, table) for c in table} == {c: set(fields) for c, fields in table.items()}


def test_every_address_is_listed() -> None:
    assert all_addresses() == listed()


def test_every_address_that_names_something_is_tried_with_a_name() -> None:
    assert {page for page, kinds in PAGES.items() if kinds} == {page for page in PAGES if "<" in page}
