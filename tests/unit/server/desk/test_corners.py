"""Where two rules meet: what one of them left behind for the other."""

import pytest
from django.db import connection, transaction

from server.chat import queries as chat
from server.chat.batch import Addition, store
from server.chat.errors import ChatError
from server.chat.log import Stored
from server.chat.models import Entry
from server.clock import as_datetime, now_ms
from server.desk import actions, due, queries
from server.desk.dispatch import dispatch
from server.desk.models import Member, Place
from server.people.models import Agent, Visitor
from server.sites.models import Site
from server.waits.models import Wait
from server.wire.nouns import Face, Reach
from tests.unit.server.chat.logs import escalates, make_visitor, replies
from tests.unit.server.conftest import Staff
from tests.unit.server.desk.office import come, face, kinds, lapse, owner, place, take, write

pytestmark = pytest.mark.both


def stored(addition: Addition) -> Stored:
    """Words as the writer stores them, by a process that died before it told the desk."""
    with transaction.atomic(), connection.cursor() as cursor:
        (outcome,) = store(cursor, [addition]).outcomes
    assert isinstance(outcome, Stored)
    return outcome


def reply(site: Site, by: Staff, conversation: str, text: str = "Let me look.") -> None:
    """An agent's words, which the desk has heard of."""
    stored(replies(site, face(by), f"client-id-{Entry.objects.count()}", text, conversation))
    dispatch(site.id)


def escalate(site: Site, conversation: str) -> None:
    """The visitor asks for somebody who can fix it, and the desk has not heard of it yet."""
    visitor = Face(kind="visitor", id=place(conversation).visitor_id, name="Blue Heron")
    stored(escalates(site, visitor, f"client-id-{Entry.objects.count()}"))


@pytest.fixture
def talk(site: Site, ana: Staff) -> str:
    """A conversation that Ana has picked up and answered."""
    come(site, ana)
    return talking(site, ana)


def talking(site: Site, staff: Staff) -> str:
    conversation = write(site)
    dispatch(site.id)
    assert owner(conversation) == staff.id
    actions.sign_of(site.id, conversation, face(staff))
    reply(site, staff, conversation)
    return conversation


def test_who_picks_up_what_was_theirs_and_writes_has_answered(site: Site, ana: Staff, talk: str) -> None:
    lapse(ana)
    dispatch(site.id)
    come(site, ana)
    actions.sign_of(site.id, talk, face(ana))
    assert place(talk).until_at is not None
    reply(site, ana, talk, "I am back.")
    assert (place(talk).until_at, place(talk).due_at) == (None, None)


def test_what_one_says_about_a_colleague_is_not_said_in_another_conversation(
    site: Site, ana: Staff, tom: Staff, talk: str
) -> None:
    other = talking(site, ana)
    come(site, tom)
    escalate(site, other)
    actions.bring_in(site.id, talk, face(ana), tom.id, "He knows this customer's debts")
    whys = dict(Member.objects.values_list("place__conversation_id", "why"))
    assert whys == {talk: "He knows this customer's debts", other: ""}


@pytest.mark.parametrize("kind", ["write", "call"])
def test_who_writes_or_calls_elsewhere_owes_no_words_here(site: Site, ana: Staff, kind: str) -> None:
    conversation = write(site)
    dispatch(site.id)
    reach = Reach(kind=kind, address="+44 20 7946 0000", due=None)  # type: ignore[arg-type]
    actions.choose(site.id, place(conversation).visitor_id, conversation, reach)
    Visitor.objects.update(seen_at=as_datetime(now_ms() - 120_000))
    come(site, ana)
    actions.sign_of(site.id, conversation, face(ana))
    dispatch(site.id, look_for_visitors=True)
    assert (place(conversation).state, owner(conversation)) == ("engaged", ana.id)
    assert (place(conversation).until_at, place(conversation).due_at) == (None, None)


def test_a_visitor_whom_an_agent_writes_to_first_has_not_waited(site: Site, ana: Staff, talk: str) -> None:
    Wait.objects.all().delete()
    actions.close(site.id, talk, face(ana))
    reply(site, ana, talk, "One more thing.")
    assert owner(talk) == ana.id
    assert not Wait.objects.exists()


def test_that_it_rings_for_everybody_is_news_of_its_own(site: Site, ana: Staff, tom: Staff) -> None:
    come(site, ana, tom)
    actions.set_presence(site.id, tom.id, "away", 3)
    conversation = write(site)
    dispatch(site.id)
    Place.objects.update(until_at=now_ms() - 1, due_at=now_ms() - 1)
    dispatch(site.id)
    assert queries.rows_of([conversation])[0].calling_all
    before = queries.revision(site.id)
    lapse(ana, tom)
    dispatch(site.id)
    assert not queries.rows_of([conversation])[0].calling_all
    assert queries.revision(site.id) > before


def test_a_promise_ends_with_the_wait_it_was_made_for(site: Site, ana: Staff) -> None:
    conversation = write(site)
    dispatch(site.id)
    Place.objects.update(promised=3, breach_at=now_ms() + 5_000)
    come(site, ana)
    actions.sign_of(site.id, conversation, face(ana))
    reply(site, ana, conversation)
    lapse(ana)
    dispatch(site.id)
    standing = queries.standing(chat.by_ids([conversation])[conversation])
    assert (standing.state, standing.promise) == ("waiting", None)


def test_a_tick_finds_who_waits_for_somebody_who_came_free_unannounced(site: Site, ana: Staff, talk: str) -> None:
    actions.set_presence(site.id, ana.id, "available", 1)
    visitor = make_visitor(site)
    Visitor.objects.filter(id=visitor.id).update(advocate=ana.id)
    kept = write(site, visitor)
    dispatch(site.id)
    actions.wait_for(site.id, visitor.id, kept, True)
    assert due.sites(as_datetime(now_ms())) == set()
    Agent.objects.filter(id=ana.id).update(capacity=2)
    assert due.sites(as_datetime(now_ms())) == {site.id}
    dispatch(site.id)
    assert owner(kept) == ana.id
    assert due.sites(as_datetime(now_ms())) == set()


def test_a_closing_said_again_closes_nothing_that_came_after_it(site: Site, ana: Staff, talk: str) -> None:
    first = actions.close(site.id, talk, face(ana), "client-id-close")
    visitor = Face(kind="visitor", id=place(talk).visitor_id, name="Blue Heron")
    write(site, visitor, "One more thing")
    dispatch(site.id)
    assert owner(talk) == ana.id
    assert actions.close(site.id, talk, face(ana), "client-id-close") == first
    assert (owner(talk), kinds(talk).count("Closed")) == (ana.id, 1)
    take(site.id, talk, face(ana))


@pytest.mark.parametrize("kind", ["write", "call"])
def test_nobody_can_write_or_call_nowhere(site: Site, kind: str) -> None:
    conversation = write(site)
    dispatch(site.id)
    with pytest.raises(ChatError) as refused:
        actions.choose(
            site.id,
            place(conversation).visitor_id,
            conversation,
            Reach(kind=kind, address=" ", due=None),  # type: ignore[arg-type]
        )
    assert (refused.value.code, kinds(conversation)) == ("out_of_bounds", ["Message"])


def test_nobody_is_told_that_they_will_be_called_about_what_was_just_closed(site: Site, ana: Staff, talk: str) -> None:
    actions.close(site.id, talk, face(ana))
    with pytest.raises(ChatError) as refused:
        actions.choose(site.id, place(talk).visitor_id, talk, Reach(kind="call", address="+44 20", due=None))
    assert (refused.value.code, kinds(talk)[-1]) == ("already_ended", "Closed")
