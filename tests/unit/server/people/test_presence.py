"""What visitors are told of who is here, and of who is back when."""

from datetime import UTC, datetime, timedelta

import pytest

from server.clock import as_ms, now_ms
from server.people import actions, queries, skills
from server.people.leases import LEASE
from server.people.models import Agent, Visitor
from server.sites import rules
from server.sites.models import Site
from server.wire.visitor import Back, Presence
from tests.unit.server.conftest import Staff, make_agent

pytestmark = pytest.mark.both
NOW = datetime(2026, 5, 14, 20, 0, tzinfo=UTC)  # a Thursday evening
HOUR = timedelta(hours=1)


def told(site: Site, now: datetime = NOW) -> Presence:
    return queries.presence(site.id, as_ms(now), free=True)


def daily(begin: int, end: int) -> list[list[list[int]]]:
    return [[[begin * 60, end * 60]]] * 7


def known(site: Site, advocate: Staff | None, backup: Staff | None = None) -> str:
    visitor, _ = actions.welcome_visitor(site.id, None, None, (), None, None, None)
    Visitor.objects.filter(id=visitor.id).update(
        advocate=advocate.id if advocate else None, backup=backup.id if backup else None
    )
    return visitor.id


def test_the_first_five_who_came_are_shown_and_all_are_named(site: Site) -> None:
    staff = [make_agent(site, f"Agent{number}") for number in range(7)]
    for number, one in enumerate(reversed(staff)):
        actions.connect(one.id, one.id, "p", NOW + number * HOUR)
    actions.set_presence(staff[6].id, "away", 3)
    found = told(site)
    assert [(one.face.id, one.since) for one in found.here] == [
        (staff[5 - n].id, as_ms(NOW + (n + 1) * HOUR)) for n in range(5)
    ]
    assert set(found.ids) == {one.id for one in staff[:6]}
    assert (found.free, found.back) == (True, None)


def test_since_when_outlives_a_second_screen_and_a_reload_and_ends_with_the_line(site: Site, ana: Staff) -> None:
    def since() -> int:
        return told(site).here[0].since

    actions.connect(ana.id, "desk", "p", NOW)
    actions.connect(ana.id, "phone", "p", NOW + HOUR)
    actions.set_presence(ana.id, "available", 4)
    assert since() == as_ms(NOW)
    assert actions.sweep_leases(site.id, NOW + HOUR + LEASE) == [ana.id]
    assert Agent.objects.get(id=ana.id).here_since is None
    actions.connect(ana.id, "desk", "p", NOW + 3 * HOUR)
    assert since() == as_ms(NOW + 3 * HOUR)


def test_who_comes_back_from_away_is_here_since_then(site: Site, ana: Staff) -> None:
    actions.connect(ana.id, "desk", "p", NOW - 24 * HOUR)
    actions.set_presence(ana.id, "away", 3)
    assert told(site).here == ()
    before = now_ms()
    actions.set_presence(ana.id, "available", 3)
    assert told(site).here[0].since >= before


def test_who_did_not_answer_is_away_for_that_until_they_say_so_themselves(site: Site, ana: Staff) -> None:
    def because() -> str | None:
        found = queries.agent(ana.id)
        assert found
        return found.away_because

    actions.connect(ana.id, "desk", "p", NOW)
    actions.away(ana.id, "no_answer")
    assert because() == "no_answer"
    assert told(site).here == ()
    actions.set_presence(ana.id, "available", 3)
    assert because() is None
    actions.away(ana.id, "no_answer")
    actions.set_presence(ana.id, "away", 3)
    assert because() is None, "who says that they are away is away by their own word"


def test_back_is_the_first_of_all_with_their_face(site: Site, ana: Staff, tom: Staff) -> None:
    skills.change(site.id, ana.id, hours=daily(10, 17))
    skills.change(site.id, tom.id, hours=daily(9, 17))
    late = make_agent(site, "Late")
    skills.change(site.id, late.id, hours=daily(8, 17))
    Agent.objects.filter(id=late.id).update(active=False)
    at = as_ms(datetime(2026, 5, 15, 9, tzinfo=UTC))
    assert told(site).back == Back(at=at, face=queries.face(tom.id))


def test_the_sites_hours_name_nobody_and_stand_in_its_zone(site: Site, ana: Staff) -> None:
    assert told(site).back is None
    rules.change(site.id, hours=daily(9, 17), zone="Europe/Lisbon")
    assert told(site).back == Back(at=as_ms(datetime(2026, 5, 15, 8, tzinfo=UTC)), face=None)


def test_somebody_without_hours_of_their_own_keeps_the_sites(site: Site, ana: Staff, tom: Staff) -> None:
    rules.change(site.id, hours=daily(9, 17))
    skills.change(site.id, tom.id, hours=daily(11, 17))
    assert told(site).back == Back(at=as_ms(datetime(2026, 5, 15, 9, tzinfo=UTC)), face=None)


def test_who_should_be_here_and_is_not_is_back_nobody_knows_when(site: Site, ana: Staff, tom: Staff) -> None:
    skills.change(site.id, ana.id, hours=daily(9, 22))
    assert told(site).back is None
    skills.change(site.id, tom.id, hours=daily(21, 23))
    assert told(site).back == Back(at=as_ms(NOW + HOUR), face=queries.face(tom.id))


def test_a_visitors_person_is_told_with_their_backup_and_their_return(site: Site, ana: Staff, tom: Staff) -> None:
    visitor = known(site, ana, tom)
    rules.change(site.id, hours=daily(8, 17))
    skills.change(site.id, ana.id, hours=daily(9, 17))
    person = queries.person(visitor, as_ms(NOW))
    assert person
    assert (person.face, person.backup) == (queries.face(ana.id), queries.face(tom.id))
    assert person.back == as_ms(datetime(2026, 5, 15, 9, tzinfo=UTC))
    skills.change(site.id, ana.id, hours=[])
    person = queries.person(visitor, as_ms(NOW))
    assert person
    assert person.back == as_ms(datetime(2026, 5, 15, 8, tzinfo=UTC))
    actions.connect(ana.id, "desk", "p", NOW)
    person = queries.person(visitor, as_ms(NOW))
    assert person
    assert person.back is None
    facts = queries.visitor(visitor)
    assert facts
    assert (facts.card(online=True).person, facts.card(online=True).backup) == (ana.id, tom.id)


def test_nobody_is_the_person_of_whom_nobody_knows_or_whose_person_is_gone(site: Site, ana: Staff, tom: Staff) -> None:
    assert queries.person(known(site, None), as_ms(NOW)) is None
    visitor = known(site, ana, tom)
    Agent.objects.filter(id=tom.id).update(active=False)
    person = queries.person(visitor, as_ms(NOW))
    assert person
    assert person.backup is None
    Agent.objects.filter(id=ana.id).update(active=False)
    assert queries.person(visitor, as_ms(NOW)) is None
