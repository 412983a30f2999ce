"""Who has whom is changed while somebody waits: whoever is free next is theirs by what holds now."""

import pytest

from server import bus
from server.clock import now_ms
from server.desk import actions, roster
from server.desk.dispatch import dispatch
from server.people import actions as people
from server.people import advocates, queries
from server.people.advocates import BadBackupError
from server.people.models import Agent
from server.sites.models import Site
from server.wire import agent, codec
from tests.unit.server.chat.logs import make_visitor
from tests.unit.server.conftest import Staff, make_agent
from tests.unit.server.desk.office import come, face, kinds, owner, place, write

pytestmark = pytest.mark.both


@pytest.fixture
def zoe(site: Site) -> Staff:
    return make_agent(site, "Zoe")


def waits_for_anybody(site: Site, person: str | None, backup: str | None = None) -> tuple[str, str]:
    """A visitor whose people these are, and their conversation; nobody takes calls."""
    visitor = make_visitor(site)
    advocates.set_person(site.id, visitor.id, person)
    if backup:
        advocates.set_backup(site.id, visitor.id, backup)
    conversation = write(site, visitor)
    dispatch(site.id)
    return visitor.id, conversation


def available(site: Site, first: Staff, but_for_what_is_known: Staff) -> None:
    """Both in the same moment; and of two of whom nothing is known, the second would be asked."""
    Agent.objects.filter(id=first.id).update(last_assigned_at=now_ms())
    come(site, first, but_for_what_is_known)
    for one in (first, but_for_what_is_known):
        people.set_presence(one.id, "available", 3)
    dispatch(site.id)


def nobody_takes_calls(*staff: Staff) -> None:
    for one in staff:
        people.set_presence(one.id, "away", 3)


def test_a_new_backup_is_asked_for_whoever_waits_already(site: Site, ana: Staff, tom: Staff, zoe: Staff) -> None:
    nobody_takes_calls(ana, tom, zoe)
    visitor, conversation = waits_for_anybody(site, ana.id)
    with pytest.raises(BadBackupError):
        roster.set_backup(site.id, visitor, ana.id)
    roster.set_backup(site.id, visitor, tom.id)
    assert place(conversation).backup_id == tom.id
    available(site, tom, but_for_what_is_known=zoe)
    assert (owner(conversation), place(conversation).because) == (tom.id, "your_customer")
    assert kinds(conversation) == ["Message", "Connected"]


@pytest.mark.parametrize("change", ["the visitor", "a lead", "a roster"])
def test_what_consoles_hear_of_whoever_has_just_come_is_never_older_than_what_changed(
    site: Site, ana: Staff, tom: Staff, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = make_visitor(site)
    if change == "a roster":
        advocates.set_person(site.id, visitor.id, tom.id)
    come(site, ana)
    conversation = write(site, visitor)
    told: list[bus.AnyHint] = []
    monkeypatch.setattr(bus, "publish", told.extend)
    match change:
        case "the visitor":
            actions.set_person(site.id, visitor.id, ana.id, visitor)
        case "a lead":
            actions.set_person(site.id, visitor.id, ana.id, face(tom))
        case _:
            roster.move_all(site.id, tom.id, ana.id, face(tom))
    frames = [codec.AGENT_EVENTS.decode(hint.frame) for hint in told if isinstance(hint, bus.ToAgents)]
    rows = [row for frame in frames if isinstance(frame, agent.Rows) for row in frame.rows]
    assert rows
    assert {row.visitor.person for row in rows if row.id == conversation} == {ana.id}


def test_a_whole_roster_is_moved_with_those_who_wait(
    site: Site, ana: Staff, tom: Staff, zoe: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster, "AT_ONCE", 2)
    nobody_takes_calls(ana, tom, zoe)
    known = [waits_for_anybody(site, ana.id, zoe.id) for _ in range(3)]
    _, stood_in_for = waits_for_anybody(site, zoe.id, ana.id)
    _, others = waits_for_anybody(site, zoe.id)
    silent = make_visitor(site)
    advocates.set_person(site.id, silent.id, ana.id)
    assert roster.move_all(site.id, ana.id, tom.id, face(zoe)) == 5
    assert roster.move_all(site.id, ana.id, tom.id, face(zoe)) == 0
    for visitor, conversation in known:
        found = queries.visitor(visitor)
        assert found
        assert (found.person, found.backup) == (tom.id, zoe.id)
        assert (place(conversation).advocate_id, place(conversation).backup_id) == (tom.id, zoe.id)
        assert kinds(conversation) == ["Message", "PersonChosen"]
    assert (place(stood_in_for).advocate_id, place(stood_in_for).backup_id) == (zoe.id, tom.id)
    assert (place(others).advocate_id, place(others).backup_id) == (zoe.id, None)
    assert kinds(stood_in_for) == kinds(others) == ["Message"]


def test_nobody_is_moved_to_themselves_for_ever(site: Site, ana: Staff) -> None:
    advocates.set_person(site.id, make_visitor(site).id, ana.id)
    assert roster.move_all(site.id, ana.id, ana.id, face(ana)) == 0
