"""An empty database between tests. Django's own way makes every permission anew, and took as long as the tests did."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase


def empty() -> None:
    """Delete every row. Foreign keys are looked at when all is over, so any order does."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in connection.introspection.django_table_names():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")


@contextmanager
def emptied_by_deleting() -> Iterator[None]:
    """For the time of the block."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: empty())
        yield
