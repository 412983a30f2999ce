"""Who is on which team, and what each can serve."""

import pytest

from server.people import queries, skills, team, teams
from server.people.models import Agent
from server.people.team import UnknownMemberError
from server.sites import teams as site_teams
from server.sites.actions import BadSiteError
from server.sites.models import Site
from tests.unit.server.conftest import Staff, make_agent

pytestmark = pytest.mark.both


def crew(site: Site) -> dict[str, tuple[str, ...]]:
    return {one.team.name: one.members for one in teams.crews(site.id)}


def test_a_team_is_made_of_people_and_given_others(site: Site, ana: Staff, tom: Staff) -> None:
    made = teams.create(site.id, "Billing", 1, [tom.id, ana.id])
    assert (made.team.name, made.members) == ("Billing", (ana.id, tom.id))
    assert teams.change(site.id, made.team.id, name=None, priority=None, members=None).members == (ana.id, tom.id)
    assert teams.change(site.id, made.team.id, name="Money", priority=0, members=[tom.id]).members == (tom.id,)
    assert crew(site) == {"Money": (tom.id,)}
    found = queries.agent(tom.id)
    assert found
    assert found.teams == (made.team.id,)


def test_who_is_switched_off_is_not_shown_and_keeps_their_place(site: Site, ana: Staff, tom: Staff) -> None:
    made = teams.create(site.id, "Billing", 0, [ana.id, tom.id])
    Agent.objects.filter(id=ana.id).update(active=False)
    assert crew(site) == {"Billing": (tom.id,)}
    teams.change(site.id, made.team.id, name=None, priority=None, members=[])
    Agent.objects.filter(id=ana.id).update(active=True)
    assert crew(site) == {"Billing": (ana.id,)}


def test_nobody_of_another_site_gets_onto_a_team(site: Site, ana: Staff, eve: Staff) -> None:
    with pytest.raises(UnknownMemberError):
        teams.create(site.id, "Billing", 0, [ana.id, eve.id])
    assert crew(site) == {}, "a team that was refused was made all the same"


def test_an_agent_gets_teams_languages_and_hours(site: Site, elsewhere: Site, ana: Staff) -> None:
    billing, workshop = (site_teams.create(site.id, name, 0).id for name in ("Billing", "Workshop"))
    week = [[[540, 1020]], *[[]] * 6]
    skills.change(site.id, ana.id, languages=["PT-br", "en", "pt"], teams=[billing, workshop], hours=week)
    skills.change(site.id, ana.id, teams=[workshop])
    found = team.member(site.id, ana.id)
    assert (found.languages, found.teams) == (("en", "pt"), (workshop,))
    assert found.hours == (((540, 1020),), *[()] * 6)
    skills.change(site.id, ana.id, teams=[], languages=[], hours=[])
    found = team.member(site.id, ana.id)
    assert (found.languages, found.teams, found.hours) == ((), (), ())
    with pytest.raises(UnknownMemberError):
        skills.change(elsewhere.id, ana.id, languages=["en"])


def test_what_nobody_can_speak_or_be_on_is_refused(site: Site, elsewhere: Site, ana: Staff) -> None:
    foreign = site_teams.create(elsewhere.id, "Theirs", 0).id
    for change, field in (
        ({"languages": ["en", "klingon"]}, "languages"),
        ({"languages": [""]}, "languages"),
        ({"languages": ["é!"]}, "languages"),
        ({"languages": [f"a{chr(97 + n)}" for n in range(21)]}, "languages"),
        ({"languages": ["en"], "teams": [foreign]}, "teams"),
        ({"hours": [[]]}, "hours"),
    ):
        with pytest.raises(BadSiteError) as error:
            skills.change(site.id, ana.id, **change)
        assert error.value.field == field
    assert team.member(site.id, ana.id).languages == ()


def test_members_are_read_in_few_queries(site: Site, django_assert_max_num_queries: object) -> None:
    for number in range(5):
        staff = make_agent(site, f"Agent{number}")
        teams.create(site.id, f"Team {number}", 0, [staff.id])
    with django_assert_max_num_queries(3):  # type: ignore[operator]
        assert len(team.members(site.id)) == 5
    with django_assert_max_num_queries(3):  # type: ignore[operator]
        assert all(one.teams for one in queries.team(site.id))
