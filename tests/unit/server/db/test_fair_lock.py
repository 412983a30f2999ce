"""The lock: in the order of asking, again for who holds it, and never lost."""

import threading
import time
from collections.abc import Callable
from functools import partial

import pytest

from server.db.fair_lock import FairLock


def in_thread(do: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=do)
    thread.start()
    return thread


def waiting(lock: FairLock, count: int) -> None:
    deadline = time.monotonic() + 5
    while len(lock._line) < count:
        assert time.monotonic() < deadline
        time.sleep(0.001)


def test_it_is_handed_on_in_the_order_of_asking() -> None:
    lock = FairLock()
    order: list[int] = []
    lock.acquire(1)

    def take(number: int) -> None:
        assert lock.acquire(5)
        order.append(number)
        lock.release()

    threads = []
    for number in range(8):
        threads.append(in_thread(partial(take, number)))
        waiting(lock, number + 1)
    lock.release()
    for thread in threads:
        thread.join()
    assert order == list(range(8))


def test_who_asks_again_at_once_stands_behind_who_waited() -> None:
    lock = FairLock()
    order: list[str] = []
    lock.acquire(1)

    def wait() -> None:
        assert lock.acquire(5)
        order.append("waited")
        lock.release()

    thread = in_thread(wait)
    waiting(lock, 1)
    lock.release()
    assert lock.acquire(5)
    order.append("greedy")
    lock.release()
    thread.join()
    assert order == ["waited", "greedy"]


def test_its_holder_may_take_it_again() -> None:
    lock = FairLock()
    assert lock.acquire(1)
    assert lock.acquire(1)
    lock.release()
    taken: list[bool] = []
    in_thread(lambda: taken.append(lock.acquire(0.05))).join()
    assert taken == [False]
    lock.release()
    in_thread(lambda: taken.append(lock.acquire(0.05))).join()
    assert taken == [False, True]


def test_who_gave_up_waiting_does_not_get_it_later() -> None:
    lock = FairLock()
    lock.acquire(1)
    given_up: list[bool] = []
    in_thread(lambda: given_up.append(lock.acquire(0.01))).join()
    assert given_up == [False]
    lock.release()
    assert lock.acquire(0)


def test_giving_back_what_is_not_held_is_a_bug_and_says_so() -> None:
    with pytest.raises(RuntimeError, match="not held"):
        FairLock().release()
