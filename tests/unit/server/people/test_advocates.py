"""Whom a visitor knows, who stands in, and who has how many."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from server import bus
from server.people import actions, advocates, queries, roster
from server.people.advocates import BadBackupError, UnknownAdvocateError, UnknownVisitorError
from server.people.models import Agent, User, Visitor
from server.sites.models import Site
from server.wire.agent import VisitorChanged
from server.wire.codec import AGENT_EVENTS, VISITOR_EVENTS
from server.wire.visitor import PersonIs
from tests.unit.server.conftest import Staff, make_agent

pytestmark = pytest.mark.both
NOW = datetime(2026, 5, 14, 9, 0, tzinfo=UTC)


def newcomer(site: Site) -> str:
    return actions.welcome_visitor(site.id, None, None, (), None, None, None)[0].id


def known(visitor: str) -> tuple[str | None, str | None]:
    found = queries.visitor(visitor)
    assert found
    return found.person, found.backup


@pytest.fixture
def visitor(site: Site) -> str:
    return newcomer(site)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every hint that goes out."""
    hints: list[Any] = []
    monkeypatch.setattr(bus, "publish", hints.extend)
    return hints


def test_a_person_and_a_backup_are_given_and_taken(site: Site, visitor: str, ana: Staff, tom: Staff) -> None:
    assert advocates.set_person(site.id, visitor, ana.id)
    assert not advocates.set_person(site.id, visitor, ana.id), "nothing changed"
    assert advocates.set_backup(site.id, visitor, tom.id)
    assert not advocates.set_backup(site.id, visitor, tom.id)
    assert known(visitor) == (ana.id, tom.id)
    assert advocates.set_backup(site.id, visitor, None)
    assert advocates.set_person(site.id, visitor, None)
    assert known(visitor) == (None, None)


def test_nobody_stands_in_for_themselves_or_for_nobody(site: Site, visitor: str, ana: Staff, tom: Staff) -> None:
    with pytest.raises(BadBackupError):
        advocates.set_backup(site.id, visitor, tom.id)
    advocates.set_person(site.id, visitor, ana.id)
    with pytest.raises(BadBackupError):
        advocates.set_backup(site.id, visitor, ana.id)
    advocates.set_backup(site.id, visitor, tom.id)
    advocates.set_person(site.id, visitor, tom.id)
    assert known(visitor) == (tom.id, None)
    advocates.set_backup(site.id, visitor, ana.id)
    advocates.set_person(site.id, visitor, None)
    assert known(visitor) == (None, None)


def test_only_who_answers_here_is_given(site: Site, visitor: str, ana: Staff, tom: Staff, eve: Staff) -> None:
    Agent.objects.filter(id=ana.id).update(active=False)
    User.objects.filter(agents__id=tom.id).update(is_active=False)
    for nobody in (ana.id, tom.id, eve.id, "nobody-1"):
        with pytest.raises(UnknownAdvocateError):
            advocates.set_person(site.id, visitor, nobody)
        with pytest.raises(UnknownAdvocateError):
            advocates.set_backup(site.id, visitor, nobody)
        with pytest.raises(UnknownAdvocateError):
            advocates.move(site.id, make_agent(site, f"Agent{nobody}").id, nobody, 500)
    assert known(visitor) == (None, None)


def test_a_foreign_visitor_is_unknown(site: Site, visitor: str, ana: Staff, elsewhere: Site, eve: Staff) -> None:
    changes: list[Callable[[], bool]] = [
        lambda: advocates.set_person(elsewhere.id, visitor, eve.id),
        lambda: advocates.set_backup(elsewhere.id, visitor, None),
        lambda: advocates.set_priority(elsewhere.id, visitor, 2),
        lambda: advocates.set_person(site.id, "nobody-1", ana.id),
    ]
    for change in changes:
        with pytest.raises(UnknownVisitorError):
            change()


def test_the_first_who_solves_it_becomes_their_person(site: Site, visitor: str, ana: Staff, tom: Staff) -> None:
    assert advocates.first_solved(visitor, ana.id)
    assert not advocates.first_solved(visitor, tom.id)
    assert known(visitor) == (ana.id, None)
    advocates.set_backup(site.id, visitor, tom.id)
    Agent.objects.filter(id=ana.id).update(active=False)
    assert advocates.first_solved(visitor, tom.id), "whose person no longer answers gets to know another"
    assert known(visitor) == (tom.id, None)


def test_who_is_switched_off_in_that_moment_becomes_nobodys_person(site: Site, visitor: str, ana: Staff) -> None:
    Agent.objects.filter(id=ana.id).update(active=False)
    assert not advocates.first_solved(visitor, ana.id)
    assert known(visitor) == (None, None)


def test_the_visitor_and_the_team_hear_of_it_once(
    site: Site, visitor: str, ana: Staff, tom: Staff, heard: list[Any]
) -> None:
    advocates.set_person(site.id, visitor, ana.id)
    advocates.set_person(site.id, visitor, ana.id)
    to_visitor, to_agents = heard
    assert isinstance(to_visitor, bus.ToVisitor)
    assert isinstance(to_agents, bus.ToAgents)
    person = VISITOR_EVENTS.decode(to_visitor.frame)
    assert to_visitor.visitor == visitor
    assert isinstance(person, PersonIs)
    assert person.person
    assert person.person.face.id == ana.id
    card = AGENT_EVENTS.decode(to_agents.frame)
    assert isinstance(card, VisitorChanged)
    assert (card.visitor.id, card.visitor.person, card.visitor.online) == (visitor, ana.id, True)
    heard.clear()
    advocates.set_priority(site.id, visitor, 2)
    card = AGENT_EVENTS.decode(heard[1].frame)
    assert isinstance(card, VisitorChanged)
    assert card.visitor.priority == 2


def test_all_of_one_go_to_another_with_what_they_stand_in_for(
    site: Site, elsewhere: Site, ana: Staff, tom: Staff, heard: list[Any]
) -> None:
    zoe = make_agent(site, "Zoe")
    first, second, third, fourth, fifth = (newcomer(site) for _ in range(5))
    advocates.set_person(site.id, first, ana.id)
    advocates.set_backup(site.id, first, zoe.id)
    advocates.set_person(site.id, second, ana.id)
    advocates.set_backup(site.id, second, tom.id)
    advocates.set_person(site.id, third, tom.id)
    advocates.set_backup(site.id, third, ana.id)
    advocates.set_person(site.id, fourth, zoe.id)
    advocates.set_backup(site.id, fourth, ana.id)
    advocates.set_person(site.id, fifth, zoe.id)
    Visitor.objects.filter(id=first).update(seen_at=NOW)
    Agent.objects.filter(id=ana.id).update(active=False)
    heard.clear()
    assert advocates.move(elsewhere.id, ana.id, make_agent(elsewhere, "Una").id, 500) == []
    assert [len(advocates.move(site.id, ana.id, tom.id, 3)) for _ in range(3)] == [3, 1, 0]
    assert [known(one) for one in (first, second, third, fourth, fifth)] == [
        (tom.id, zoe.id),
        (tom.id, None),
        (tom.id, None),
        (zoe.id, tom.id),
        (zoe.id, None),
    ]
    told = {hint.visitor for hint in heard if isinstance(hint, bus.ToVisitor)}
    assert told == {second, third, fourth}, "who is not here hears of it when they come"


def test_the_roster_counts_warns_and_suggests(site: Site, ana: Staff, tom: Staff, eve: Staff) -> None:
    zoe, gone, never = make_agent(site, "Zoe"), make_agent(site, "Gone"), make_agent(site, "Never")
    for agent in (ana, ana, tom, gone):
        advocates.set_person(site.id, newcomer(site), agent.id)
    backed = newcomer(site)
    advocates.set_person(site.id, backed, ana.id)
    advocates.set_backup(site.id, backed, zoe.id)
    Agent.objects.filter(id__in=[gone.id, never.id]).update(active=False)
    shares = roster.shares(site.id, cap=3)
    assert [(one.name, one.active, one.primary, one.backup, one.full) for one in shares] == [
        ("Ana", True, 3, 0, True),
        ("Gone", False, 1, 0, False),
        ("Tom", True, 1, 0, False),
        ("Zoe", True, 0, 1, False),
    ]
    suggested = roster.least_filled(shares)
    assert suggested
    assert suggested.id == zoe.id
    assert advocates.set_person(site.id, newcomer(site), ana.id), "a full roster refuses nobody"
    assert roster.is_full(site.id, ana.id, cap=4)
    assert not roster.is_full(site.id, ana.id, cap=5)


def test_visitors_are_read_in_pages_that_miss_and_repeat_nobody(
    site: Site, elsewhere: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster, "PAGE", 3)
    ids = [newcomer(site) for _ in range(10)]
    newcomer(elsewhere)
    for number, visitor in enumerate(ids):
        # Four of them were seen in the very same moment, as a beat sees them.
        moment = NOW + timedelta(milliseconds=number if number > 3 else 0)
        Visitor.objects.filter(id=visitor).update(seen_at=moment)
    read: list[str] = []
    seen: list[int] = []
    before = None
    while True:
        page, before = roster.visitors(site.id, None, "", before)
        assert len(page) <= 3
        read += [one.facts.id for one in page]
        seen += [one.seen for one in page]
        if before is None:
            break
    assert sorted(read) == sorted(ids)
    assert read[:6] == list(reversed(ids[4:]))
    assert seen == sorted(seen, reverse=True)


def test_visitors_are_found_by_whose_they_are_and_by_name(site: Site, ana: Staff) -> None:
    mine, nobodys = newcomer(site), newcomer(site)
    advocates.set_person(site.id, mine, ana.id)
    Visitor.objects.filter(id=mine).update(name="Jonas Keel")

    def found(agent: str | None, q: str) -> set[str]:
        return {one.facts.id for one in roster.visitors(site.id, agent, q, None)[0]}

    assert found(None, "") == {mine, nobodys}
    assert found(ana.id, "") == {mine}
    assert found("none", "") == {nobodys}
    assert found(None, "jonas k") == {mine}
    assert found("none", "jonas") == set()
    assert found(None, "%") == set()
    assert found("nobody-1", "") == set()
    assert roster.entry(mine).facts.person == ana.id
