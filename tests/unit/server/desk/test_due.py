"""What nobody announced is found by the next tick, whatever process died between a commit and its word."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from server.chat import actions as chat
from server.clock import as_datetime, now_ms
from server.desk import actions, due, outage
from server.desk.dispatch import dispatch
from server.desk.dispatcher import Dispatcher, dispatcher
from server.desk.models import Place
from server.people import actions as people
from server.people.models import Agent, Lease
from server.sites.models import Site
from server.wire.limits import LEASE_MS
from tests.unit.server.chat.logs import make_visitor
from tests.unit.server.conftest import Staff, make_agent, make_site, within
from tests.unit.server.desk.office import come, face, kinds, lapse, owner, place, write

pytestmark = pytest.mark.both


def due_now() -> set[str]:
    return due.sites(timezone.now())


def written(site: Site, ana: Staff) -> None:
    write(site)


def closed_and_written_in_again(site: Site, ana: Staff) -> None:
    v = make_visitor(site)
    conversation = write(site, v)
    dispatch(site.id)
    actions.close(site.id, conversation, face(ana))
    write(site, v)


def left(site: Site, ana: Staff) -> None:
    v = make_visitor(site)
    write(site, v)
    dispatch(site.id)
    chat.depart(site.id, v.id, v)


def lease_lapsed(site: Site, ana: Staff) -> None:
    lapse(ana)


def switched_off(site: Site, ana: Staff) -> None:
    write(site)
    dispatch(site.id)
    Agent.objects.filter(id=ana.id).update(active=False)


def gone_away(site: Site, ana: Staff) -> None:
    write(site)
    dispatch(site.id)
    people.set_presence(ana.id, "away", 3)


def slot_is_free(site: Site, ana: Staff) -> None:
    people.set_presence(ana.id, "away", 3)
    write(site)
    dispatch(site.id)
    people.set_presence(ana.id, "available", 3)


def somebody_came(site: Site, ana: Staff) -> None:
    people.set_presence(ana.id, "away", 3)
    write(site)
    dispatch(site.id)
    people.connect(make_agent(site, "Tom").id, "lease-of-tom", "process", timezone.now())


@pytest.mark.parametrize(
    "happens",
    [
        written,
        closed_and_written_in_again,
        left,
        lease_lapsed,
        switched_off,
        gone_away,
        slot_is_free,
        somebody_came,
    ],
)
def test_what_nobody_announced_is_due(site: Site, ana: Staff, happens: Callable[[Site, Staff], None]) -> None:
    elsewhere = make_site("Elsewhere")
    come(elsewhere, make_agent(elsewhere, "Eve"))
    write(elsewhere)
    dispatch(elsewhere.id)
    come(site, ana)
    assert due_now() == set()
    happens(site, ana)
    dispatcher.stop()
    if happens is not left:  # this one tells the desk itself, and may have been heard
        assert due_now() == {site.id}
    dispatch(site.id)
    assert due_now() == set()


def test_a_full_house_and_an_empty_one_are_not_due_for_ever(site: Site) -> None:
    """With nobody here, whoever waits is waited with; a tick finds nothing to do."""
    write(site)
    dispatch(site.id)
    assert due_now() == set()


def test_the_tick_finds_what_was_lost_within_a_second_or_so(site: Site, ana: Staff) -> None:
    come(site, ana)
    ticking = Dispatcher()
    ticking.start()
    try:
        conversation = write(site)
        within(4, lambda: Place.objects.filter(conversation_id=conversation, agent_id=ana.id).exists())
        actions.pick_up(site.id, conversation, face(ana), None)
        lapse(ana)
        within(4, lambda: place(conversation).state == "waiting")
    finally:
        ticking.stop()
    assert kinds(conversation) == ["Message", "Connected", "PickedUp", "LineDropped"]


def test_a_lease_is_swept_only_once_it_lapsed(site: Site, ana: Staff) -> None:
    start = now_ms()
    actions.come(site.id, ana.id, "lease", "process", start)
    assert due.sites(as_datetime(start + LEASE_MS - 1)) == set()
    assert due.sites(as_datetime(start + LEASE_MS)) == {site.id}
    actions.stay([(site.id, ana.id, "lease")], "process", start + 10_000)
    assert due.sites(as_datetime(start + LEASE_MS)) == set()
    assert due.sites(as_datetime(start + 10_000 + LEASE_MS)) == {site.id}


def test_a_frozen_process_that_thaws_begins_its_leases_anew(site: Site, ana: Staff) -> None:
    come(site, ana)
    conversation = write(site)
    dispatch(site.id)
    lapse(ana)
    dispatch(site.id)
    assert place(conversation).state == "waiting"
    actions.stay([(site.id, ana.id, f"lease-{ana.id}")], "process", now_ms())
    assert owner(conversation) == ana.id
    assert due_now() == set()


def test_after_an_outage_everybody_keeps_what_is_theirs(site: Site, ana: Staff, tom: Staff) -> None:
    come(site, ana, tom)
    conversations = [write(site) for _ in range(4)]
    dispatch(site.id)
    for conversation in conversations:
        staff = ana if owner(conversation) == ana.id else tom
        actions.pick_up(site.id, conversation, face(staff), None)
    before = {c: owner(c) for c in conversations}
    Lease.objects.update(expires_at=timezone.now() - timedelta(hours=1))
    outage.after_outage(now_ms())
    assert due_now() == set()
    come(site, tom)
    dispatch(site.id)
    assert {c: owner(c) for c in conversations} == before


def test_while_anybody_else_is_alive_a_start_is_no_outage(site: Site, ana: Staff, tom: Staff) -> None:
    come(site, ana, tom)
    lapse(ana)
    outage.after_outage(now_ms())
    assert due_now() == {site.id}


def test_a_ring_that_nobody_could_hear_is_not_held_against_anybody(site: Site, ana: Staff) -> None:
    come(site, ana)
    conversation = write(site)
    dispatch(site.id)
    Place.objects.update(until_at=now_ms() - 600_000, due_at=now_ms() - 600_000)
    Lease.objects.update(expires_at=timezone.now() - timedelta(minutes=5))
    outage.after_outage(now_ms())
    dispatch(site.id)
    assert (place(conversation).state, owner(conversation)) == ("ringing", ana.id)
    assert Agent.objects.get(id=ana.id).presence == "available"
