"""Several threads at one desk, as several processes are: never two owners, never a stranded visitor, no deadlock."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import timedelta
from functools import partial
from itertools import pairwise
from threading import RLock

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from server.chat.errors import ChatError
from server.chat.log import Log
from server.chat.models import Conversation
from server.cli.serve import UNFINISHED
from server.clock import now_ms
from server.desk import actions, lock
from server.desk.dispatch import dispatch
from server.desk.dispatcher import Dispatcher
from server.desk.lock import site_lock
from server.desk.models import Place
from server.people.models import Lease
from server.sites.models import Site
from tests.unit.server.chat.logs import make_visitor, sound_logs
from tests.unit.server.conftest import Staff, make_agent, within
from tests.unit.server.desk.office import come, face, kinds, never_double, owner, place, take, work_conserved, write

pytestmark = pytest.mark.both


@pytest.fixture(autouse=True)
def _each_thread_is_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """None waits for another before the database's own lock."""
    monkeypatch.setattr(lock, "_first", PerThread())


class PerThread:
    """Gives a lock that nobody else has."""

    def __getitem__(self, _site: str) -> RLock:
        return RLock()


def at_once(*work: Callable[[], object]) -> list[BaseException]:
    """Run all in threads that start together; what they raised."""
    raised: list[BaseException] = []
    together = threading.Barrier(len(work))

    def alone(one: Callable[[], object]) -> None:
        try:
            together.wait(10)
            one()
        except BaseException as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=alone, args=(one,)) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive(), "deadlock"
    return raised


def test_two_who_pick_up_at_once_one_wins(site: Site, ana: Staff, tom: Staff) -> None:
    for staff in (ana, tom):
        come(site, staff)
        actions.set_presence(site.id, staff.id, "away", 1)
    for _ in range(6):
        conversation = write(site)
        dispatch(site.id)
        raised = at_once(*(partial(take, site.id, conversation, face(s)) for s in (ana, tom, ana, tom)))
        assert [getattr(e, "code", e) for e in raised] == ["already_taken"] * 2
        assert kinds(conversation) == ["Message", "PickedUp"]
        assert place(conversation).state == "engaged"


def test_many_dispatches_at_once_connect_each_visitor_once(site: Site) -> None:
    staff = [make_agent(site, name, capacity=2) for name in ("Ana", "Ben", "Tom")]
    come(site, *staff)
    conversations = [write(site) for _ in range(9)]
    assert at_once(*[lambda: dispatch(site.id)] * 5) == []
    owners = Counter(owner(c) for c in conversations)
    assert owners == {None: 3} | {s.id: 2 for s in staff}
    assert Counter(k for c in conversations for k in kinds(c)) == {"Message": 9, "Connected": 6}
    never_double(site)


def test_a_slot_that_comes_free_while_somebody_arrives_is_not_missed(site: Site) -> None:
    """The race that strands visitors where two dispatches see half of each other."""
    ana = make_agent(site, "Ana", capacity=1)
    come(site, ana)
    held = write(site)
    dispatch(site.id)

    for _ in range(15):
        arrived: list[str] = []

        def arrive(arrived: list[str] = arrived) -> None:
            arrived.append(write(site))
            dispatch(site.id)

        assert at_once(arrive, partial(actions.close, site.id, held, face(ana))) == []
        (held,) = arrived
        assert owner(held) == ana.id
    work_conserved(site)


def test_everything_at_once_for_a_second(site: Site) -> None:
    staff = [make_agent(site, name, capacity=2) for name in ("Ana", "Ben", "Tom")]
    come(site, *staff)
    end = time.monotonic() + 1.2

    def arrive() -> None:
        while time.monotonic() < end:
            write(site, make_visitor(site))
            dispatch(site.id)

    def work(me: Staff) -> None:
        dice = random.Random(me.id)
        while time.monotonic() < end:
            mine = Place.objects.filter(site=site, agent_id=me.id).values_list("conversation_id", flat=True)[:2]
            for conversation in mine:
                try:
                    actions.pick_up(site.id, conversation, face(me), None)
                    actions.close(site.id, conversation, face(me))
                except ChatError:
                    pass
            chance = dice.random()
            if chance < 0.2:
                actions.set_presence(site.id, me.id, "away", 2)
            elif chance < 0.4:
                Lease.objects.filter(agent_id=me.id).update(expires_at=timezone.now() - timedelta(seconds=1))
            actions.come(site.id, me.id, f"lease-{me.id}", "process", now_ms())
            actions.set_presence(site.id, me.id, "available", 2)

    assert at_once(arrive, *(partial(work, s) for s in staff)) == []
    dispatch(site.id)
    never_double(site)
    work_conserved(site)
    served = sum("PickedUp" in kinds(c) for c in sound_logs(site))
    assert served


def test_a_holder_that_freezes_does_not_freeze_the_site(site: Site, ana: Staff, vendor: str) -> None:
    """On PostgreSQL another process goes on after a second; on SQLite there is no other process, and all wait."""
    come(site, ana)
    conversation = write(site)
    held = threading.Event()
    lost: list[BaseException] = []

    def freeze() -> None:
        try:
            with site_lock(site.id):
                Place.objects.count()
                held.set()
                time.sleep(2.5)
                Place.objects.count()
        except DatabaseError as error:
            lost.append(error)
        finally:
            connection.close()

    frozen = threading.Thread(target=freeze)
    frozen.start()
    held.wait(5)
    began = time.monotonic()
    dispatch(site.id)
    waited = time.monotonic() - began
    assert owner(conversation) == ana.id
    frozen.join(10)
    if vendor == "postgresql":
        assert waited < 2
        assert lost
    else:
        assert waited > 1.5
        assert lost == []


@pytest.mark.parametrize("first", ["desk", "writer"])
def test_a_process_that_freezes_with_one_transaction_waiting_for_another_lets_go_of_both(
    site: Site, ana: Staff, vendor: str, first: str
) -> None:
    """Both hold what the other needs of a conversation, one after the other; on SQLite there is no other process."""
    if vendor != "postgresql":
        pytest.skip("SQLite has one process.")
    come(site, ana)
    conversation = write(site)
    has_it, thawed = threading.Event(), threading.Event()

    def freeze(begin: Callable[[], AbstractContextManager[object]]) -> None:
        with suppress(DatabaseError), begin(), connection.cursor() as cursor:
            Log(cursor, [conversation])
            has_it.set()
            thawed.wait(8)
        connection.close()

    begins: dict[str, Callable[[], AbstractContextManager[object]]] = {
        "desk": partial(site_lock, site.id),
        "writer": _as_served,
    }
    second = next(name for name in begins if name != first)
    frozen = [threading.Thread(target=freeze, args=(begins[name],)) for name in (first, second)]
    frozen[0].start()
    assert has_it.wait(5)
    frozen[1].start()
    within(2, _somebody_waits_for_a_row)
    began = time.monotonic()
    dispatch(site.id)
    waited = time.monotonic() - began
    thawed.set()
    for thread in frozen:
        thread.join(10)
    assert owner(conversation) == ana.id
    assert waited < 2


@contextmanager
def _as_served() -> Iterator[None]:
    """A transaction as a server's writer has it."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL {UNFINISHED.removeprefix('-c ')}")
        yield


def _somebody_waits_for_a_row() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype IN ('transactionid', 'tuple') AND NOT granted")
        return bool(cursor.fetchone()[0])


def test_the_clock_never_goes_back_from_one_holder_to_the_next(site: Site) -> None:
    """Also for who has waited for the lock: its time is read once it is held."""
    held: list[tuple[int, int]] = []

    def hold() -> None:
        for _ in range(20):
            with site_lock(site.id) as now:
                time.sleep(0.005)
                held.append((now, now_ms()))

    assert at_once(hold, hold, hold) == []
    assert all(before <= now for (_, before), (now, _) in pairwise(held))


def test_a_dispatcher_that_is_woken_while_it_stops_ends(site: Site, ana: Staff) -> None:
    come(site, ana)
    desk = Dispatcher()
    end = time.monotonic() + 0.7

    def wake() -> None:
        while time.monotonic() < end:
            desk.wake(site.id)

    def stop() -> None:
        while time.monotonic() < end:
            desk.stop()

    assert at_once(wake, stop, wake) == []
    conversation = write(site)
    desk.wake(site.id)
    within(5, lambda: Place.objects.filter(conversation_id=conversation, agent_id=ana.id).exists())
    desk.stop()
    assert not any(t.name == "desk" and t.is_alive() for t in threading.enumerate())


def test_closing_and_a_batch_of_words_wait_for_each_other_in_one_order(site: Site) -> None:
    """The writer locks the conversations of its batch in the order of their ids; so must who closes one and connects another."""
    ana = make_agent(site, "Ana", capacity=1)
    come(site, ana)
    closed = write(site)
    dispatch(site.id)
    while (served := write(site)) > closed:
        Conversation.objects.filter(id=served).delete()
    dispatch(site.id)
    held = threading.Event()

    def write_both() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            Log(cursor, [served])
            held.set()
            time.sleep(0.3)
            Log(cursor, [closed])

    def close() -> None:
        held.wait(5)
        actions.close(site.id, closed, face(ana))

    assert at_once(write_both, close) == []
    assert owner(served) == ana.id
