"""One dispatch of one site: what is due is done, once, in order, and told.

Long, because all of it is one dispatch, seen from each side.
"""

import threading
import time
from collections.abc import Callable, Sequence

import pytest
from django.db import connection, transaction

from server import bus
from server.chat import actions as chat
from server.chat.errors import AlreadyEnded, NotYours, UnknownConversation
from server.chat.models import Conversation, Entry, Fact
from server.desk import actions, queries
from server.desk.dispatch import dispatch
from server.desk.dispatcher import dispatcher
from server.desk.errors import AlreadyTaken
from server.desk.lock import site_lock
from server.desk.models import Place
from server.people.models import Agent
from server.sites.models import Site
from server.wire.nouns import Face
from tests.unit.server.chat.logs import make_visitor, sound_logs
from tests.unit.server.conftest import Staff, make_agent, make_site
from tests.unit.server.desk.office import (
    come,
    face,
    here,
    kinds,
    lapse,
    never_double,
    owner,
    place,
    take,
    work_conserved,
    write,
)

pytestmark = pytest.mark.both


def state(site: Site) -> tuple[object, ...]:
    """Everything a dispatch could change."""
    return (
        list(Place.objects.filter(site=site).order_by("pk").values()),
        list(Entry.objects.filter(conversation__site=site).order_by("pk").values()),
        list(Conversation.objects.filter(site=site).order_by("pk").values()),
        list(Agent.objects.filter(site=site).order_by("pk").values()),
        queries.revision(site.id),
    )


def test_dispatching_again_changes_and_tells_nothing(
    site: Site, ana: Staff, tom: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    come(site, ana, tom)
    for _ in range(9):
        write(site)
    dispatch(site.id)
    lapse(tom)
    dispatch(site.id)
    before = state(site)
    told: list[Sequence[bus.AnyHint]] = []
    monkeypatch.setattr(bus, "publish", lambda hints, then=None: told.append(hints))
    for _ in range(3):
        dispatch(site.id)
    assert state(site) == before
    assert [hints for hints in told if hints] == []
    never_double(site)
    work_conserved(site)


def test_the_line_is_served_in_the_order_of_coming_as_slots_come_free(site: Site) -> None:
    ana = make_agent(site, "Ana", capacity=1)
    conversations = [write(site) for _ in range(4)]
    dispatch(site.id)
    assert {place(c).state for c in conversations} == {"waiting"}
    come(site, ana)
    for n, conversation in enumerate(conversations):
        assert [owner(c) for c in conversations].count(ana.id) == 1
        assert owner(conversation) == ana.id
        assert place(conversation).state == "ringing"
        actions.pick_up(site.id, conversation, face(ana), None)
        actions.close(site.id, conversation, face(ana))
        assert place(conversation).state == "wrapped"
        never_double(site)
        assert Place.objects.filter(site=site, state="waiting").count() == max(0, 2 - n)
    assert [kinds(c) for c in conversations] == [["Message", "Connected", "PickedUp", "Closed"]] * 4


def test_capacity_is_respected_also_when_it_changes(site: Site, ana: Staff) -> None:
    come(site, ana)
    conversations = [write(site) for _ in range(6)]
    dispatch(site.id)
    assert [owner(c) for c in conversations].count(ana.id) == 3
    actions.set_presence(site.id, ana.id, "available", 5)
    assert [owner(c) for c in conversations].count(ana.id) == 5
    actions.set_presence(site.id, ana.id, "available", 2)
    assert [owner(c) for c in conversations].count(ana.id) == 5
    for conversation in conversations[:4]:
        actions.close(site.id, conversation, face(ana))
    assert [owner(c) for c in conversations].count(ana.id) == 2
    never_double(site)


def test_the_agent_they_know_is_preferred_and_never_waited_for(site: Site, ana: Staff, tom: Staff) -> None:
    v = make_visitor(site)
    come(site, ana)
    conversation = write(site, v)
    dispatch(site.id)
    actions.close(site.id, conversation, face(ana))
    come(site, tom)
    for _ in range(2):
        write(site)
    dispatch(site.id)
    write(site, v, "one more thing")
    dispatch(site.id)
    assert (owner(conversation), place(conversation).because) == (ana.id, "was_theirs")
    actions.close(site.id, conversation, face(ana))
    actions.set_presence(site.id, ana.id, "away", 3)
    write(site, v, "and another")
    dispatch(site.id)
    assert (owner(conversation), place(conversation).because) == (tom.id, "first_in_line")
    sound_logs(site)


def test_who_vanishes_loses_the_line_and_theirs_are_served_first(site: Site) -> None:
    ana, tom = make_agent(site, "Ana", capacity=2), make_agent(site, "Tom", capacity=1)
    come(site, ana)
    picked_up, ringing = write(site), write(site)
    dispatch(site.id)
    actions.pick_up(site.id, picked_up, face(ana), None)
    waiting = write(site)
    dispatch(site.id)
    assert place(waiting).state == "waiting"
    lapse(ana)
    come(site, tom)
    assert (owner(picked_up), place(picked_up).rank) == (tom.id, 0)
    assert (place(ringing).state, place(ringing).rank) == ("waiting", 0)
    assert (place(waiting).state, place(waiting).rank) == ("waiting", 1)
    assert kinds(picked_up) == ["Message", "Connected", "PickedUp", "LineDropped", "Connected"]
    assert kinds(ringing) == ["Message", "Connected", "NotComing"]
    assert place(picked_up).last_agent_id == ana.id
    actions.close(site.id, picked_up, face(tom))
    assert owner(ringing) == tom.id
    actions.close(site.id, ringing, face(tom))
    assert owner(waiting) == tom.id
    never_double(site)
    sound_logs(site)


def test_one_who_vanished_and_came_back_gets_what_they_had(site: Site, ana: Staff, tom: Staff) -> None:
    come(site, ana)
    conversation = write(site)
    dispatch(site.id)
    actions.pick_up(site.id, conversation, face(ana), None)
    lapse(ana)
    dispatch(site.id)
    assert place(conversation).state == "waiting"
    come(site, ana, tom)
    assert (owner(conversation), place(conversation).because) == (ana.id, "was_theirs")


def test_going_away_gives_back_what_rings_and_keeps_what_was_picked_up(site: Site, ana: Staff, tom: Staff) -> None:
    come(site, ana)
    picked_up, ringing = write(site), write(site)
    dispatch(site.id)
    actions.pick_up(site.id, picked_up, face(ana), None)
    actions.set_presence(site.id, ana.id, "away", 3)
    assert owner(picked_up) == ana.id
    assert (place(ringing).state, place(ringing).rank) == ("waiting", 0)
    come(site, tom)
    assert owner(ringing) == tom.id
    assert "LineDropped" not in kinds(ringing)


def test_who_was_only_rung_is_not_known_to_the_visitor(site: Site, ana: Staff) -> None:
    come(site, ana)
    conversation = write(site)
    dispatch(site.id)
    actions.set_presence(site.id, ana.id, "away", 3)
    assert place(conversation).last_agent_id is None
    actions.set_presence(site.id, ana.id, "available", 3)
    assert (owner(conversation), place(conversation).because) == (ana.id, "first_in_line")


def test_a_second_screen_keeps_the_agent_here(site: Site, ana: Staff) -> None:
    come(site, ana)
    actions.come(site.id, ana.id, "lease-of-the-phone", "process", 2_000_000_000_000)
    conversation = write(site)
    dispatch(site.id)
    lapse_one = "lease-" + ana.id
    actions.go(lapse_one, 1_000_000_000_000, clean=True)
    dispatch(site.id)
    assert owner(conversation) == ana.id
    assert here(site) == [ana.id]


def test_leaving_frees_the_slot_for_the_next(site: Site) -> None:
    ana = make_agent(site, "Ana", capacity=1)
    come(site, ana)
    v = make_visitor(site)
    first, second = write(site, v), write(site)
    dispatch(site.id)
    assert (owner(first), owner(second)) == (ana.id, None)
    chat.depart(site.id, v.id, v)
    dispatch(site.id)
    assert (owner(first), owner(second)) == (None, ana.id)
    assert place(first).state == "wrapped"


def test_who_left_while_waiting_is_put_before_nobody(site: Site, ana: Staff) -> None:
    v = make_visitor(site)
    conversation = write(site, v)
    chat.depart(site.id, v.id, v)
    dispatcher.stop()
    come(site, ana)
    assert place(conversation).state == "wrapped"
    assert kinds(conversation) == ["Message", "Departed"]


def test_nothing_is_added_to_what_was_left_though_the_desk_has_not_heard_of_it(site: Site, ana: Staff) -> None:
    come(site, ana)
    v = make_visitor(site)
    conversation = write(site, v)
    dispatch(site.id)
    with site_lock(site.id):
        chat.depart(site.id, v.id, v)
        for act in (take, actions.close):
            with pytest.raises(AlreadyEnded):
                act(site.id, conversation, face(ana))
    dispatch(site.id)
    assert kinds(conversation) == ["Message", "Connected", "Departed"]
    sound_logs(site)


def test_nothing_is_added_to_what_is_left_in_this_very_moment(site: Site, ana: Staff) -> None:
    """The desk decides on a conversation whose leaving is not committed yet, and writes when it is."""

    def decide() -> None:
        dispatch(site.id)
        connection.close()

    come(site, ana)
    v = make_visitor(site)
    conversation = write(site, v)
    dispatch(site.id)
    actions.pick_up(site.id, conversation, face(ana), None)
    lapse(ana)
    with transaction.atomic():
        chat.depart(site.id, v.id, v)
        deciding = threading.Thread(target=decide)
        deciding.start()
        time.sleep(0.3)
    deciding.join(10)
    dispatch(site.id)
    assert kinds(conversation) == ["Message", "Connected", "PickedUp", "Departed"]
    assert place(conversation).state == "wrapped"
    sound_logs(site)


@pytest.mark.parametrize("act", [take, actions.close])
def test_a_foreign_conversation_is_as_unknown_as_none(
    site: Site, ana: Staff, act: Callable[[str, str, Face], object]
) -> None:
    elsewhere = make_site("Elsewhere")
    come(elsewhere, make_agent(elsewhere, "Eve"))
    conversation = write(elsewhere)
    dispatch(elsewhere.id)
    before = state(elsewhere)
    for id_ in (conversation, "no-such-conversation"):
        with pytest.raises(UnknownConversation):
            act(site.id, id_, face(ana))
    assert state(elsewhere) == before
    assert not queries.ended_rows(site.id, 2**52)[0]
    assert queries.open_rows(site.id) == ()


def test_what_rings_for_one_is_taken_for_others(site: Site, ana: Staff, tom: Staff) -> None:
    come(site, ana)
    conversation = write(site)
    dispatch(site.id)
    come(site, tom)
    with pytest.raises(AlreadyTaken):
        actions.pick_up(site.id, conversation, face(tom), None)
    with pytest.raises(NotYours):
        actions.close(site.id, conversation, face(tom))
    first = actions.pick_up(site.id, conversation, face(ana), None)
    actions.pick_up(site.id, conversation, face(ana), None)
    assert kinds(conversation).count("PickedUp") == 1
    assert first.seq == 3
    actions.close(site.id, conversation, face(ana))
    actions.close(site.id, conversation, face(ana))
    assert kinds(conversation).count("Closed") == 1
    with pytest.raises(AlreadyTaken):
        actions.pick_up(site.id, conversation, face(tom), None)


def test_sites_do_not_see_one_anothers_line(site: Site, ana: Staff) -> None:
    elsewhere = make_site("Elsewhere")
    eve = make_agent(elsewhere, "Eve")
    come(site, ana)
    theirs = write(elsewhere)
    dispatch(site.id)
    dispatch(elsewhere.id)
    assert place(theirs).state == "waiting"
    before = state(site)
    come(elsewhere, eve)
    assert owner(theirs) == eve.id
    assert state(site) == before


def test_one_who_is_switched_off_is_put_before_nobody(site: Site, ana: Staff, tom: Staff) -> None:
    come(site, ana, tom)
    first = write(site)
    dispatch(site.id)
    had = owner(first)
    Agent.objects.filter(id=had).update(active=False)
    dispatch(site.id)
    assert owner(first) == ({ana.id, tom.id} - {had}).pop()
    assert had not in here(site)


def test_facts_are_taken_in_once(site: Site) -> None:
    write(site)
    assert Fact.objects.count() == 1
    dispatch(site.id)
    assert not Fact.objects.exists()
