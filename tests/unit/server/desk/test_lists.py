"""What a site's people can serve has changed: whoever waits for it is served within a second or so, not when their time has run out."""

import threading
from collections.abc import Callable

import pytest

from server.clock import as_datetime, now_ms
from server.desk import due, lists
from server.desk.dispatch import dispatch
from server.desk.lock import site_lock
from server.desk.models import Place
from server.people import skills, teams
from server.people.models import Visitor
from server.sites.models import Site, Team
from tests.unit.server.chat.logs import make_visitor
from tests.unit.server.conftest import Staff, set_rules
from tests.unit.server.desk.office import come, owner, place, write
from tests.unit.server.desk.test_races import at_once

pytestmark = pytest.mark.both


@pytest.fixture
def workshop(site: Site, ana: Staff, tom: Staff) -> Team:
    """Tom is on it and has his hands full; Ana is free and is not."""
    set_rules(site.id, overflow_s=600)
    made = Team.objects.create(site=site, name="Workshop")
    teams.put(tom.id, {made.id})
    come(site, tom)
    for _ in range(3):
        write(site)
    dispatch(site.id)
    come(site, ana)
    return made


def asks_for(team: Team, language: str = "") -> str:
    visitor = make_visitor(team.site)
    Visitor.objects.filter(id=visitor.id).update(team=team, language=language)
    conversation = write(team.site, visitor)
    dispatch(team.site_id)
    return conversation


def ana_is_put_on_the_team(team: Team, ana: Staff, tom: Staff) -> None:
    skills.change(team.site_id, ana.id, teams=[team.id])


def the_team_gets_another_crew(team: Team, ana: Staff, tom: Staff) -> None:
    teams.change(team.site_id, team.id, name=None, priority=None, members=[ana.id, tom.id])


def tom_is_taken_off(team: Team, ana: Staff, tom: Staff) -> None:
    """And a team of which nobody is there narrows nothing."""
    skills.change(team.site_id, tom.id, teams=[])


def the_team_is_no_more(team: Team, ana: Staff, tom: Staff) -> None:
    lists.remove_team(team.site_id, team.id)


@pytest.mark.parametrize(
    "change", [ana_is_put_on_the_team, the_team_gets_another_crew, tom_is_taken_off, the_team_is_no_more]
)
def test_the_next_tick_serves_whoever_waited_for_that(
    workshop: Team, ana: Staff, tom: Staff, change: Callable[[Team, Staff, Staff], None]
) -> None:
    site = workshop.site_id
    waits = [asks_for(workshop), asks_for(workshop)]
    assert [place(one).state for one in waits] == ["waiting", "waiting"]
    change(workshop, ana, tom)
    lists.changed(site, [ana.id])
    assert due.sites(as_datetime(now_ms())) == {site}
    dispatch(site)
    assert [owner(one) for one in waits] == [ana.id, ana.id]
    assert due.sites(as_datetime(now_ms())) == set()


def test_a_change_that_serves_nobody_is_looked_at_once(workshop: Team, ana: Staff) -> None:
    waits = asks_for(workshop)
    before = place(waits)
    lists.changed(workshop.site_id)
    assert due.sites(as_datetime(now_ms())) == {workshop.site_id}
    dispatch(workshop.site_id)
    assert due.sites(as_datetime(now_ms())) == set()
    after = place(waits)
    assert (after.state, after.due_at) == ("waiting", before.due_at)
    assert after.due_at == after.overflow_at


def test_a_team_is_removed_while_a_dispatch_writes_to_the_line(workshop: Team, vendor: str) -> None:
    waits = [asks_for(workshop) for _ in range(3)]
    wrote, removed = threading.Event(), threading.Event()

    def serve() -> None:
        with site_lock(workshop.site_id):
            Place.objects.filter(conversation_id=waits[-1]).update(offer=1)
            wrote.set()
            removed.wait(0.5 if vendor == "postgresql" else 0)
            Place.objects.filter(conversation_id=waits[0]).update(offer=1)

    def remove() -> None:
        assert wrote.wait(10)
        lists.remove_team(workshop.site_id, workshop.id)
        removed.set()

    assert at_once(serve, remove) == []
    assert {(p.team_id, p.offer) for p in Place.objects.filter(conversation_id__in=waits)} == {(None, 1), (None, 0)}
