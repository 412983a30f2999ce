"""A tail sends each entry once and in order, whatever becomes of the hints on their way."""

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.live import tail as tail_module
from server.live.tail import EARLY_MAX, Tail

PAGE = 10


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tail_module, "PATIENCE_S", 0.02)


class Log:
    """A stored log, and a client that listens to its tail."""

    def __init__(self, cursor: int = 0) -> None:
        self.head = 0
        self.sent: list[str] = []
        self.fetched: list[int] = []
        self.away = 0
        self.tail = Tail(cursor, self.sent.append, self.fetch)

    async def fetch(self, after: int) -> Sequence[tuple[int, str]]:
        self.fetched.append(after)
        await asyncio.sleep(0)
        if self.away:
            self.away -= 1
            raise OSError("The database is away.")
        return [(n, f"entry {n}") for n in range(after + 1, min(self.head, after + PAGE) + 1)]

    def store(self, seq: int) -> None:
        self.head = max(self.head, seq)

    def hint(self, seq: int) -> None:
        self.store(seq)
        self.tail.hint(seq, f"entry {seq}")

    async def rest(self) -> None:
        async with asyncio.timeout(5):
            while self.tail._filling is not None:
                await asyncio.sleep(0.005)

    def sent_up_to(self, seq: int, after: int = 0) -> bool:
        return self.sent == [f"entry {n}" for n in range(after + 1, seq + 1)]


async def test_hints_in_order_are_sent_at_once_without_the_database() -> None:
    log = Log()
    for n in range(1, 6):
        log.hint(n)
        assert log.sent_up_to(n)
    assert log.fetched == []


async def test_doubled_and_old_hints_are_nothing_new() -> None:
    log = Log(cursor=2)
    for n in (1, 2, 3, 3, 2, 4, 1, 4):
        log.hint(n)
    await log.rest()
    assert log.sent_up_to(4, after=2)


async def test_early_hints_wait_a_moment_for_their_elders() -> None:
    log = Log()
    for n in (3, 2, 5, 4, 1):
        log.hint(n)
    assert log.sent_up_to(5)
    await log.rest()
    assert log.sent_up_to(5)
    assert log.fetched == []


async def test_a_lost_hint_is_read_from_the_database() -> None:
    log = Log()
    log.store(1)
    log.hint(2)
    assert log.sent == []
    await log.rest()
    assert log.sent_up_to(2)


async def test_a_long_gap_is_read_page_by_page() -> None:
    log = Log()
    log.hint(PAGE * 3 + 5)
    await log.rest()
    assert log.sent_up_to(PAGE * 3 + 5)
    assert log.fetched == [0, PAGE, 2 * PAGE, 3 * PAGE]


async def test_a_flood_of_early_hints_is_bounded_and_made_up_for() -> None:
    log = Log()
    for n in range(2, EARLY_MAX * 2):
        log.hint(n)
    assert len(log.tail._early) <= EARLY_MAX
    await log.rest()
    log.hint(EARLY_MAX * 2)
    await log.rest()
    assert log.sent_up_to(EARLY_MAX * 2)


async def test_while_the_database_is_away_nothing_is_sent_out_of_order() -> None:
    log = Log()
    log.away = 1
    log.store(1)
    log.hint(2)
    await log.rest()
    assert log.sent == []
    log.hint(3)
    await log.rest()
    assert log.sent_up_to(3)


async def test_a_closed_tail_sends_nothing_more() -> None:
    log = Log()
    log.store(1)
    log.hint(2)
    log.tail.close()
    await asyncio.sleep(0.05)
    assert log.sent == []


HINTS = st.lists(st.one_of(st.integers(1, 25), st.just(0)), max_size=60)


@settings(max_examples=60)
@given(HINTS, st.integers(0, 5), st.integers(0, 2))
def test_whatever_becomes_of_the_hints_each_entry_is_sent_once_in_order(
    hints: list[int], cursor: int, away: int
) -> None:
    """0 is a pause. At the end one more hint comes through."""

    async def listen() -> None:
        log = Log(cursor)
        log.head = cursor
        log.away = away
        for n in hints:
            if n:
                log.hint(n)
            else:
                await asyncio.sleep(0.003)
            assert log.sent_up_to(cursor + len(log.sent), after=cursor)
        await log.rest()
        for _ in range(away + 1):
            log.hint(max(log.head, cursor) + 1)
            await log.rest()
        assert log.sent_up_to(log.head, after=cursor)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tail_module, "PATIENCE_S", 0.002)
        patch.setattr(tail_module.log, "exception", lambda *_, **__: None)
        asyncio.run(listen())
