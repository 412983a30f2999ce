"""A host whose clock is off goes by the database's, and all that it writes, reads and tells goes by one clock."""

import time
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from server import bus, clock
from server.clock import now, now_ms
from server.db import shared_clock
from server.people import actions, advocates, queries, whereabouts
from server.people.models import Agent
from server.sites.models import Site
from server.wire.agent import VisitorChanged
from server.wire.codec import AGENT_EVENTS
from tests.unit.server.chat.logs import make_visitor
from tests.unit.server.conftest import Staff

pytestmark = pytest.mark.both
DAY_S = 24 * 3600


@pytest.fixture
def look(vendor: str, monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> Callable[[float], int]:
    """What one of a host whose clock is so many seconds behind comes to."""
    if vendor != "postgresql":
        pytest.skip("One process, one clock.")
    monkeypatch.setattr(clock.off, "ms", 0)

    def looks(behind_s: float) -> int:
        ours = SimpleNamespace(time_ns=lambda: time.time_ns() - int(behind_s * 1e9))
        monkeypatch.setattr(clock, "time", ours)
        monkeypatch.setattr(shared_clock.next_look, "due", 0.0)
        shared_clock.look()
        return clock.off.ms

    return looks


@pytest.mark.parametrize("behind_s", [-DAY_S, -2, 2, DAY_S])
def test_a_clock_that_is_off_is_put_right(look: Callable[[float], int], behind_s: int) -> None:
    assert abs(look(behind_s) - behind_s * 1000) < 200
    assert abs(now_ms() - time.time_ns() // 1_000_000) < 200


def test_a_difference_as_small_as_between_any_two_clocks_is_none(look: Callable[[float], int]) -> None:
    assert look(0.6) == look(-0.6) == look(0.4) == 0


def test_one_that_was_set_right_is_taken_at_its_word(look: Callable[[float], int]) -> None:
    assert abs(look(60) - 60_000) < 200
    assert abs(look(0)) < 200


def test_an_answer_that_was_long_on_its_way_tells_nothing(
    look: Callable[[float], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = connection.cursor

    class Slow:
        def __init__(self) -> None:
            self._cursor = real()

        def __enter__(self) -> "Slow":
            return self

        def __exit__(self, *_: object) -> None:
            self._cursor.close()

        def execute(self, *words: Any) -> None:
            self._cursor.execute(*words)
            time.sleep(1.2)

        def fetchone(self) -> Any:
            return self._cursor.fetchone()

    with monkeypatch.context() as held_up:
        held_up.setattr(connection, "cursor", Slow)
        assert look(0) == 0
    assert shared_clock.next_look.due == 0.0, "It is asked again."


@pytest.mark.parametrize("behind", [timedelta(days=-1), timedelta(minutes=-1), timedelta(minutes=1), timedelta(days=1)])
def test_whoever_is_here_is_here_on_a_host_whose_clock_is_off(
    site: Site, ana: Staff, monkeypatch: pytest.MonkeyPatch, behind: timedelta
) -> None:
    monkeypatch.setattr(clock.off, "ms", behind // timedelta(milliseconds=1))
    told: list[bus.AnyHint] = []
    monkeypatch.setattr(bus, "publish", told.extend)
    here, gone = make_visitor(site).id, make_visitor(site).id
    whereabouts.seen([here], now())
    whereabouts.gone(gone, now())
    assert whereabouts.here(queries.visitors([here, gone]).values(), now()) == {here}
    for one in (here, gone):
        advocates.set_person(site.id, one, ana.id)
    events = [AGENT_EVENTS.decode(hint.frame) for hint in told if isinstance(hint, bus.ToAgents)]
    assert {e.visitor.id: e.visitor.online for e in events if isinstance(e, VisitorChanged)} == {
        here: True,
        gone: False,
    }


def test_since_when_somebody_is_here_is_of_one_clock(site: Site, ana: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock.off, "ms", DAY_S * 1000)
    actions.connect(ana.id, "desk", "p", now())
    first = Agent.objects.get(id=ana.id).here_since
    actions.set_presence(ana.id, "away", 3)
    actions.set_presence(ana.id, "available", 3)
    then = Agent.objects.get(id=ana.id).here_since
    assert first
    assert then
    assert timedelta(0) <= then - first < timedelta(seconds=10)
