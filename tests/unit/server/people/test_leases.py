"""Leases: who is here is proven anew with every beat, and nobody needs to notice a death."""

import time
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from server import clock
from server.clock import as_datetime, as_ms, now_ms
from server.db import shared_clock
from server.people import actions, queries, whereabouts
from server.people.leases import GRACE, LEASE
from server.people.models import Agent, Lease, Visitor
from server.sites.models import Site
from tests.unit.server.chat.logs import make_visitor
from tests.unit.server.conftest import Staff, make_agent, make_site

pytestmark = pytest.mark.both
NOW = datetime(2026, 5, 14, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def here(site: Site) -> list[str]:
    return [one.face.name for one in queries.presence(site.id, as_ms(NOW), free=True).here]


def test_an_agent_is_here_from_the_first_connection_to_the_last(site: Site, ana: Staff) -> None:
    assert here(site) == []
    actions.connect(ana.id, "desk", "p1", NOW)
    actions.connect(ana.id, "phone", "p2", NOW + 10 * SECOND)
    assert here(site) == ["Ana"]
    assert actions.sweep_leases(site.id, NOW + LEASE + SECOND) == []
    assert actions.sweep_leases(site.id, NOW + LEASE + 10 * SECOND) == [ana.id]
    assert here(site) == []
    assert actions.sweep_leases(site.id, NOW + LEASE + 11 * SECOND) == []


def test_a_beat_keeps_them_here(site: Site, ana: Staff) -> None:
    actions.connect(ana.id, "desk", "p1", NOW)
    for beat in range(1, 10):
        assert actions.renew(["desk"], NOW + beat * LEASE / 2) == set()
        assert actions.sweep_leases(site.id, NOW + beat * LEASE / 2) == []
    assert here(site) == ["Ana"]


def test_a_lapsed_lease_is_not_renewed(site: Site, ana: Staff) -> None:
    actions.connect(ana.id, "desk", "p1", NOW)
    assert actions.renew(["desk"], NOW + LEASE) == {"desk"}
    assert actions.renew([], NOW) == set()
    assert actions.sweep_leases(site.id, NOW + LEASE) == [ana.id]
    actions.connect(ana.id, "desk", "p1", NOW + LEASE)
    assert here(site) == ["Ana"]


def test_a_clean_goodbye_leaves_the_grace_to_come_back(site: Site, ana: Staff) -> None:
    actions.connect(ana.id, "desk", "p1", NOW)
    actions.disconnect("desk", NOW, clean=True)
    assert actions.sweep_leases(site.id, NOW + GRACE - SECOND) == []
    assert actions.sweep_leases(site.id, NOW + GRACE) == [ana.id]


def test_a_goodbye_never_lengthens_a_lease(site: Site, ana: Staff) -> None:
    actions.connect(ana.id, "desk", "p1", NOW)
    late = NOW + LEASE - SECOND
    actions.disconnect("desk", late, clean=True)
    assert actions.sweep_leases(site.id, NOW + LEASE) == [ana.id]


def test_a_lost_line_keeps_the_whole_lease(site: Site, ana: Staff) -> None:
    actions.connect(ana.id, "desk", "p1", NOW)
    actions.disconnect("desk", NOW, clean=False)
    assert actions.sweep_leases(site.id, NOW + LEASE - SECOND) == []
    assert actions.sweep_leases(site.id, NOW + LEASE) == [ana.id]


def test_a_sweep_stays_on_its_site_and_leaves_no_litter(site: Site, ana: Staff) -> None:
    other = make_site("Other")
    tom = make_agent(other, "Tom")
    actions.connect(ana.id, "a", "p", NOW)
    actions.connect(tom.id, "t", "p", NOW)
    long_after = NOW + 3 * LEASE
    assert actions.sweep_leases(site.id, long_after) == [ana.id]
    assert Agent.objects.get(id=tom.id).online
    assert list(Lease.objects.values_list("id", flat=True)) == ["t"]


def test_who_is_switched_off_is_not_here(site: Site, ana: Staff) -> None:
    actions.connect(ana.id, "desk", "p", NOW)
    Agent.objects.filter(id=ana.id).update(active=False)
    assert here(site) == []
    assert not queries.anybody_here(site.id)


@pytest.mark.parametrize(("asked", "given"), [(0, 1), (1, 1), (12, 12), (99, 12)])
def test_capacity_stays_within_bounds(site: Site, ana: Staff, asked: int, given: int) -> None:
    actions.set_presence(ana.id, "available", asked)
    found = queries.agent(ana.id)
    assert found
    assert found.capacity == given


def on_a_host_whose_clock_is_off(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    off = SimpleNamespace(time_ns=lambda: time.time_ns() + by // timedelta(microseconds=1) * 1000)
    monkeypatch.setattr(clock, "time", off)
    monkeypatch.setattr(clock.off, "ms", 0)
    monkeypatch.setattr(shared_clock.next_look, "due", 0.0)
    shared_clock.look()


@pytest.mark.parametrize("off", [-40, -1, 0, 1, 40])
def test_a_host_whose_clock_is_off_holds_its_people_as_long_as_any_other(
    site: Site, ana: Staff, vendor: str, monkeypatch: pytest.MonkeyPatch, off: int
) -> None:
    if vendor != "postgresql":
        pytest.skip("one process, one clock")
    now, near = datetime.now(UTC), 5 * SECOND
    on_a_host_whose_clock_is_off(monkeypatch, off * SECOND)
    visitor = make_visitor(site).id

    def there() -> datetime:
        return as_datetime(now_ms())

    def expires() -> datetime:
        return Lease.objects.get(id="desk").expires_at

    actions.connect(ana.id, "desk", "p", there())
    assert abs(expires() - now - LEASE) < near
    assert abs((Agent.objects.get(id=ana.id).here_since or NOW) - now) < near
    Lease.objects.update(expires_at=now + 5 * SECOND)
    assert actions.renew(["desk"], there()) == set()
    assert abs(expires() - now - LEASE) < near
    assert actions.sweep_leases(site.id, now + LEASE - near) == []
    actions.disconnect("desk", there(), clean=True)
    assert abs(expires() - now - GRACE) < near
    whereabouts.seen([visitor], there())
    assert abs(Visitor.objects.get(id=visitor).seen_at - now) < near
    assert whereabouts.here(queries.visitors([visitor]).values(), there()) == {visitor}
    assert not actions.after_outage(there())
    Lease.objects.update(expires_at=now - SECOND)
    assert actions.renew(["desk"], there()) == {"desk"}
    assert actions.after_outage(there())
    assert abs(expires() - now - LEASE) < near
