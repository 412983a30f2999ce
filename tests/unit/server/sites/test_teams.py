"""A site's teams: told apart by name, however it is written."""

from collections.abc import Callable

import pytest

from server.sites import queries, teams
from server.sites.actions import BadSiteError
from server.sites.models import Site
from server.sites.teams import UnknownTeamError

pytestmark = pytest.mark.both


def test_teams_are_listed_by_name(site: Site, elsewhere: Site) -> None:
    teams.create(site.id, "  Workshop \n help ", 1)
    teams.create(site.id, "Billing", 0)
    teams.create(elsewhere.id, "Billing", 0)
    assert [(team.name, team.priority) for team in queries.teams(site.id)] == [("Billing", 0), ("Workshop help", 1)]


@pytest.mark.parametrize("asked", ["Überholung", "überholung", " ÜBERHOLUNG "])
def test_a_team_is_found_in_whatever_case(site: Site, elsewhere: Site, asked: str) -> None:
    made = teams.create(site.id, "Überholung", 0)
    assert queries.team_named(site.id, asked) == made
    assert queries.team_named(elsewhere.id, asked) is None


@pytest.mark.parametrize("name", ["Billing", "BILLING", " billing", "", "  ", "x" * 61, "a\0b", "half \ud83d"])
def test_a_name_is_taken_once_and_is_a_name(site: Site, name: str) -> None:
    teams.create(site.id, "Billing", 0)
    other = teams.create(site.id, "Other", 0)
    changes: list[Callable[[], object]] = [
        lambda: teams.create(site.id, name, 0),
        lambda: teams.change(site.id, other.id, name=name, priority=2),
    ]
    for refused in changes:
        with pytest.raises(BadSiteError) as error:
            refused()
        assert error.value.field == "name"
    assert [(team.name, team.priority) for team in queries.teams(site.id)] == [("Billing", 0), ("Other", 0)]


def test_a_team_may_write_its_own_name_anew(site: Site) -> None:
    made = teams.create(site.id, "billing", 0)
    assert teams.change(site.id, made.id, name="Billing", priority=None).name == "Billing"
    assert teams.change(site.id, made.id, name=None, priority=2).priority == 2


def test_there_is_an_end_to_teams(site: Site) -> None:
    for number in range(teams.TEAMS_MAX):
        teams.create(site.id, f"Team {number}", 0)
    with pytest.raises(BadSiteError, match="50"):
        teams.create(site.id, "One more", 0)


def test_a_foreign_team_is_unknown(site: Site, elsewhere: Site) -> None:
    made = teams.create(elsewhere.id, "Billing", 0)
    with pytest.raises(UnknownTeamError):
        teams.change(site.id, made.id, name="Mine", priority=None)
    with pytest.raises(UnknownTeamError):
        teams.delete(site.id, made.id)
    teams.delete(elsewhere.id, made.id)
    assert queries.teams(elsewhere.id) == []
