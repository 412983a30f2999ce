"""What the writer does when a batch cannot be stored: who is told, when, and how often the database is asked."""

import time
from collections.abc import Callable, Sequence
from sys import getsizeof
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, connections, transaction

from server.chat import writer as module
from server.chat.batch import Addition, store
from server.chat.errors import Unavailable
from server.chat.log import Stored
from server.chat.writer import Writer
from server.sites.models import Site
from tests.unit.server.chat.logs import Told, make_visitor, says, sound_logs

pytestmark = pytest.mark.both
WORDS = 40
Fault = Callable[[Sequence[Addition], int], Exception | None]


class Database:
    """Stands before the real one: `fault` says what a try with these additions meets, and the how manieth try it is."""

    def __init__(self, fault: Fault) -> None:
        self.tries: list[int] = []
        """How many each try had."""
        self._fault = fault

    def __call__(self, cursor: Any, additions: Sequence[Addition]) -> Any:
        self.tries.append(len(additions))
        if error := self._fault(additions, len(self.tries)):
            raise error
        return store(cursor, additions)


def said(site: Site, fault: Fault, monkeypatch: pytest.MonkeyPatch) -> tuple[Database, Told]:
    """So many words in one batch, once all have been answered."""
    database, w, told = Database(fault), Writer(), Told()
    monkeypatch.setattr(module, "store", database)
    visitors = [make_visitor(site) for _ in range(2)]
    with monkeypatch.context() as patch:
        patch.setattr(w, "_start", lambda: None)
        for n in range(WORDS):
            addition = says(site, visitors[n % 2], f"client-id-{n}", "x")
            w.add(addition, told.of(addition))
    w._start()
    told.wait(WORDS)
    w.stop()
    assert all(len(outcomes) == 1 for outcomes in told.outcomes.values())
    return database, told


def kinds(told: Told) -> set[type]:
    return {type(outcome) for (outcome,) in told.outcomes.values()}


def test_a_database_that_is_gone_is_asked_twice_for_all_and_not_for_each(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, told = said(site, lambda _, __: OperationalError("It is gone."), monkeypatch)
    assert database.tries == [WORDS, WORDS]
    assert kinds(told) == {Unavailable}
    assert sound_logs(site) == {}


def test_that_the_database_took_nothing_is_known_until_it_takes_something(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    w, told, visitor = Writer(), Told(), make_visitor(site)
    monkeypatch.setattr(module, "store", Database(lambda _, n: OperationalError("It is full.") if n <= 2 else None))
    assert w.refused_s is None
    for n, known in ((1, True), (2, False)):
        addition = says(site, visitor, f"client-id-{n}", "x")
        w.add(addition, told.of(addition))
        told.wait(n)
        assert (w.refused_s is not None) is known
    w.stop()


def test_a_database_that_takes_its_time_to_say_no_is_asked_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AT_ONCE_S", 0.0)
    database, told = said(site, lambda _, __: OperationalError("It is locked."), monkeypatch)
    assert database.tries == [WORDS]
    assert kinds(told) == {Unavailable}


def test_a_line_that_was_dropped_since_it_was_last_used_is_taken_up_without_anybody_noticing(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, told = said(site, lambda _, n: OperationalError("It was dropped.") if n == 1 else None, monkeypatch)
    assert database.tries == [WORDS, WORDS]
    assert kinds(told) == {Stored}
    assert sum(map(len, sound_logs(site).values())) == WORDS


def test_one_item_that_breaks_a_batch_harms_no_other(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(additions: Sequence[Addition], _: int) -> Exception | None:
        return IntegrityError() if any(a.client_id == "client-id-7" for a in additions) else None

    database, told = said(site, breaks, monkeypatch)
    assert database.tries == [WORDS] + [1] * WORDS
    assert isinstance(told.outcomes.pop("client-id-7")[0], Unavailable)
    assert kinds(told) == {Stored}


def test_a_database_that_goes_while_items_are_tried_one_by_one_is_not_asked_for_each(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_: Sequence[Addition], n: int) -> Exception | None:
        return IntegrityError() if n == 1 else OperationalError("It is gone.") if n > 4 else None

    database, told = said(site, breaks, monkeypatch)
    assert database.tries == [WORDS, 1, 1, 1, 1]
    assert sum(isinstance(outcome, Stored) for (outcome,) in told.outcomes.values()) == 3
    assert sum(map(len, sound_logs(site).values())) == 3


def test_while_another_writer_holds_the_database_all_wait_as_long_as_one(
    site: Site, monkeypatch: pytest.MonkeyPatch, vendor: str
) -> None:
    if vendor != "sqlite":
        pytest.skip("PostgreSQL has more than one writer.")
    monkeypatch.setitem(connections["default"].settings_dict["OPTIONS"], "timeout", 0.3)
    with transaction.atomic():
        Site.objects.filter(id=site.id).update(hue=1)
        visitor, told, w = make_visitor(site), Told(), Writer()
        begun = time.monotonic()
        for n in range(WORDS):
            addition = says(site, visitor, f"client-id-{n}", "x")
            w.add(addition, told.of(addition))
        told.wait(WORDS)
    w.stop()
    assert time.monotonic() - begun < 0.3 * 8
    assert kinds(told) == {Unavailable}


@pytest.mark.parametrize("bound", ["number", "memory"])
def test_words_beyond_what_may_wait_are_given_back_at_once(
    site: Site, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    w, told, by = Writer(), Told(), make_visitor(site)
    long = "\U0001f9f5" * 1_000
    if bound == "number":
        monkeypatch.setattr(module, "WAITING_MAX", 5)
    else:
        monkeypatch.setattr(module, "WAITING_BYTES", 5 * getsizeof(long) + 100)
    with monkeypatch.context() as patch:
        patch.setattr(w, "_start", lambda: None)
        for n in range(8):
            addition = says(site, by, f"client-id-{n}", long)
            w.add(addition, told.of(addition))
        assert kinds(told) == {Unavailable}
        assert told.outcomes.keys() == {f"client-id-{n}" for n in (5, 6, 7)}
    w._start()
    told.wait(8)
    for n in range(8, 13):
        addition = says(site, by, f"client-id-{n}", long)
        w.add(addition, told.of(addition))
    told.wait(13)
    w.stop()
    assert sum(map(len, sound_logs(site).values())) == 10


def test_a_batch_takes_no_more_than_so_much_memory(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    w, told, by, database = Writer(), Told(), make_visitor(site), Database(lambda _additions, _n: None)
    long = "\U0001f9f5" * 1_000
    monkeypatch.setattr(module, "BATCH_BYTES", 2 * getsizeof(long))
    monkeypatch.setattr(module, "store", database)
    with monkeypatch.context() as patch:
        patch.setattr(w, "_start", lambda: None)
        for n in range(8):
            addition = says(site, by, f"client-id-{n}", long)
            w.add(addition, told.of(addition))
    w._start()
    told.wait(8)
    w.stop()
    assert database.tries == [3, 3, 2]
