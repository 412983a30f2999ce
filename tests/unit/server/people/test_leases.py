"""Leases: who is here is proven anew with every beat, and nobody needs to notice a death."""

from datetime import UTC, datetime, timedelta

import pytest

from server.clock import as_ms
from server.people import actions, queries
from server.people.leases import GRACE, LEASE
from server.people.models import Agent, Lease
from server.sites.models import Site
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
