"""Rows by SQL are the rows that the ORM knows: read, written and guarded."""

import pytest
from pytest_django import DjangoAssertNumQueries

from server.db.table import Table
from server.people.models import Agent
from server.sites.models import Site
from server.waits.models import Wait
from tests.unit.server.conftest import Staff

pytestmark = pytest.mark.both

AGENTS = Table(Agent)
WAITS = Table(Wait)


def test_it_reads_what_the_orm_reads(ana: Staff, tom: Staff) -> None:
    Agent.objects.filter(id=ana.id).update(languages=["pt", "de"], capacity=7)
    found = AGENTS.by("id", [ana.id, tom.id], "TRUE ORDER BY name")
    theirs = list(Agent.objects.filter(id__in=[ana.id, tom.id]).order_by("name"))
    assert [vars(a) | {"_state": None} for a in found] == [vars(a) | {"_state": None} for a in theirs]
    assert [a._state.adding for a in found] == [False, False]


def test_of_nobody_it_asks_nothing(db: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert AGENTS.by("id", []) == []


def test_what_it_inserts_has_its_key(site: Site) -> None:
    wait = Wait(site_id=site.id, conversation="c", since=1)
    assert WAITS.insert(wait)
    assert Wait.objects.get() == wait


def test_one_of_a_kind_is_inserted_once(site: Site) -> None:
    assert WAITS.insert(Wait(site_id=site.id, conversation="c", since=1), unless="conversation")
    assert not WAITS.insert(Wait(site_id=site.id, conversation="c", since=2), unless="conversation")
    assert Wait.objects.get().since == 1


def test_it_writes_what_it_is_told_and_no_more(ana: Staff) -> None:
    (agent,) = AGENTS.by("id", [ana.id])
    agent.capacity, agent.languages, agent.name = 9, ["pt"], "Somebody else"
    assert AGENTS.update(agent, ["capacity", "languages"])
    stored = Agent.objects.get(id=ana.id)
    assert (stored.capacity, stored.languages, stored.name) == (9, ["pt"], "Ana")


@pytest.mark.parametrize(
    ("guard", "holds"),
    [({"away_because": ""}, True), ({"away_because": "no_answer"}, False), ({"here_since": None}, True)],
)
def test_it_writes_nothing_where_the_row_says_otherwise(ana: Staff, guard: dict[str, object], holds: bool) -> None:
    (agent,) = AGENTS.by("id", [ana.id])
    agent.capacity = 9
    assert AGENTS.update(agent, ["capacity"], guard) is holds
    assert (Agent.objects.get(id=ana.id).capacity == 9) is holds
