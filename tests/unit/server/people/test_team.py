"""Teams: who belongs, as what, and that a site is never left without an owner."""

import threading
from datetime import UTC, datetime
from functools import partial

import pytest
from django.db import transaction

from server.people import actions, invites, queries, team
from server.people.models import Agent, Lease, User
from server.sites.models import Site
from tests.unit.server.conftest import Staff, make_site
from tests.unit.server.desk.test_races import at_once


@pytest.fixture
def owner(site: Site, ana: Staff) -> Staff:
    Agent.objects.filter(id=ana.id).update(role="owner")
    return ana


def user_of(staff: Staff) -> str:
    return str(Agent.objects.get(id=staff.id).user_id)


def test_an_agent_is_known_on_their_own_site_alone(site: Site, ana: Staff) -> None:
    found = actions.agent_of(user_of(ana), site.key)
    assert found
    assert found.id == ana.id
    assert actions.agent_of(user_of(ana), make_site("Other").key) is None
    assert actions.agent_of("nobody", site.key) is None


@pytest.mark.parametrize("off", ["agent", "user"])
def test_who_is_switched_off_is_no_agent(site: Site, ana: Staff, off: str) -> None:
    if off == "agent":
        Agent.objects.update(active=False)
    else:
        User.objects.update(is_active=False)
    assert actions.agent_of(user_of(ana), site.key) is None
    assert team.memberships(user_of(ana)) == []
    assert queries.team(site.id) == []


def test_joining_again_takes_nothing_away(site: Site, owner: Staff) -> None:
    again = team.join(site.id, user_of(owner), "Ana", "agent")
    assert (again.id, again.role) == (owner.id, "owner")
    Agent.objects.filter(id=owner.id).update(active=False, role="agent")
    back = team.join(site.id, user_of(owner), "Ana", "lead")
    assert (back.active, back.role) == (True, "lead")


def test_the_last_owner_stays(site: Site, owner: Staff, tom: Staff) -> None:
    for change in ({"role": "agent", "active": None}, {"role": None, "active": False}):
        with pytest.raises(team.LastOwnerError):
            team.change_member(site.id, owner.id, **change)
    team.change_member(site.id, tom.id, role="owner", active=None)
    assert team.change_member(site.id, owner.id, role="agent", active=None).role == "agent"


@pytest.mark.both
def test_two_owners_cannot_demote_each_other_at_once(site: Site, ana: Staff, tom: Staff) -> None:
    for _ in range(5):
        Agent.objects.filter(site=site).update(role="owner")
        demote = [partial(team.change_member, site.id, one.id, role="agent", active=None) for one in (ana, tom)]
        assert [type(error) for error in at_once(*demote)] == [team.LastOwnerError]
        assert Agent.objects.filter(site=site, role="owner").count() == 1


@pytest.mark.both
def test_a_team_changes_while_a_dispatch_writes_to_its_people(
    site: Site, owner: Staff, tom: Staff, vendor: str
) -> None:
    """In the order in which it serves them, which is any order."""
    first, then = sorted([owner.id, tom.id], reverse=True)
    wrote, changed = threading.Event(), threading.Event()

    def serve() -> None:
        with transaction.atomic():
            actions.away(first, "no_answer")
            wrote.set()
            # On SQLite one writes at a time, and the change comes after.
            changed.wait(1 if vendor == "postgresql" else 0)
            actions.away(then, "no_answer")

    def change() -> None:
        assert wrote.wait(10)
        team.change_member(site.id, tom.id, role="lead", active=None)
        changed.set()

    assert at_once(serve, change) == []
    assert team.member(site.id, tom.id).role == "lead"
    assert {a.away_because for a in Agent.objects.filter(site=site)} == {"no_answer"}


def test_switching_off_cuts_the_leases_and_leaves_the_rest_to_the_sweep(site: Site, owner: Staff, tom: Staff) -> None:

    now = datetime.now(UTC)
    actions.connect(tom.id, "desk", "p", now)
    team.change_member(site.id, tom.id, role=None, active=False)
    assert not Lease.objects.exists()
    assert actions.sweep_leases(site.id, now) == [tom.id]


def test_a_member_of_another_team_cannot_be_changed(site: Site, owner: Staff) -> None:
    with pytest.raises(team.UnknownMemberError):
        team.change_member(make_site("Other").id, owner.id, role="agent", active=None)


def test_a_new_name_holds_everywhere(site: Site, ana: Staff) -> None:
    team.rename(user_of(ana), "Ana Reyes")
    face = queries.face(ana.id)
    assert face
    assert face.name == "Ana Reyes"
    assert queries.user(user_of(ana)).name == "Ana Reyes"
    assert queries.face("nobody") is None


def test_an_account_is_one_whatever_the_case_of_its_address(site: Site) -> None:
    made = User.objects.create_user("Ana@Example.COM", "Ana", "a long password")
    assert made.email == "ana@example.com"
    assert User.objects.get_by_natural_key("ANA@example.com") == made


def test_a_newcomer_begins_with_two_at_once_and_a_founder_with_three(site: Site, tom: Staff) -> None:
    _, token = invites.invite(site.id, "Newcomer", "owner", by=None)
    invites.accept_anew(token, "Newcomer", "new@example.com", "a long password")
    assert Agent.objects.get(name="Newcomer").capacity == 2
    founded = team.found_site("Second", [], user_of(tom), "Tom")
    assert [one.capacity for one in team.members(founded.id)] == [3]
    actions.set_presence(tom.id, "available", 5)
    assert team.join(site.id, user_of(tom), "Tom", "agent").capacity == 5
