"""What the desk tells of waits while people come, write, answer, put aside and leave."""

import pytest
from django.db import connection, transaction

from server.chat import actions as chat
from server.chat.batch import store
from server.clock import now_ms
from server.desk import actions as desk
from server.desk.dispatch import dispatch
from server.sites.models import Site
from server.waits import actions as waits
from server.waits.models import Hour, Talk, Tally, Wait
from tests.unit.server.chat.logs import make_visitor, replies
from tests.unit.server.conftest import Staff, make_agent
from tests.unit.server.desk.office import come, face, place, take, write

pytestmark = pytest.mark.both


@pytest.fixture
def ana(site: Site) -> Staff:
    return make_agent(site, "Ana", capacity=1)


def answer(site: Site, by: Staff, conversation: str) -> None:
    """Their words, and the desk hears of them."""
    with transaction.atomic(), connection.cursor() as cursor:
        store(cursor, [replies(site, face(by), f"answer-to-{conversation}", "Hello.", conversation)])
    dispatch(site.id)


def counts(site: Site) -> tuple[int, int]:
    """How many wait for a human's word, and how many have one: by the tally, and recounted."""
    tally = Tally.objects.get(site=site)
    lasting = Wait.objects.filter(site=site, conversation__isnull=False, here=True)
    # For whom somebody was free is counted once it is over.
    assert lasting.filter(free=False).count() == tally.waiting
    assert Talk.objects.filter(site=site).count() == tally.busy
    return lasting.count(), tally.busy


def test_a_wait_lasts_until_the_first_words_and_a_slot_is_busy_until_the_end(site: Site, ana: Staff) -> None:
    come(site, ana)
    conversation = write(site)
    dispatch(site.id)
    assert counts(site) == (1, 0)
    take(site.id, conversation, face(ana))
    assert counts(site) == (1, 1)
    answer(site, ana, conversation)
    assert counts(site) == (0, 1)
    desk.close(site.id, conversation, face(ana))
    dispatch(site.id)
    assert counts(site) == (0, 0)
    (wait,) = Wait.objects.filter(site=site)
    assert (wait.answered, wait.free, wait.promised_s) == (True, True, None)
    tally = Tally.objects.get(site=site)
    assert (tally.humans, tally.slots, round(tally.at_once)) == (1, 1, 1)
    assert sum(Hour.objects.filter(site=site).values_list("completions", flat=True)) == 1


def test_what_is_put_aside_takes_no_slot_until_it_is_taken_up(site: Site, ana: Staff) -> None:
    come(site, ana)
    conversation = write(site)
    dispatch(site.id)
    take(site.id, conversation, face(ana))
    answer(site, ana, conversation)
    desk.hold(site.id, conversation, face(ana))
    assert counts(site) == (0, 0)
    desk.resume(site.id, conversation, face(ana))
    assert counts(site) == (0, 1)


def test_who_finds_every_slot_taken_is_promised_a_wait_and_who_leaves_gave_up(site: Site, ana: Staff) -> None:
    begun = now_ms() - 3_600_000
    for n in range(12):
        waits.began(site.id, f"old{n}", begun + n * 300_000)
        waits.ended(site.id, f"old{n}", begun + (n + 1) * 300_000)
    come(site, ana)
    first = write(site)
    dispatch(site.id)
    visitor = make_visitor(site)
    second = write(site, visitor)
    dispatch(site.id)
    wait = Wait.objects.get(conversation=second)
    assert (wait.free, wait.said) == (False, 15)
    assert place(second).promised == 15
    assert place(first).promised is None
    chat.depart(site.id, visitor.id, visitor)
    dispatch(site.id)
    wait.refresh_from_db()
    assert (wait.conversation, wait.answered) == (None, False)
    assert round(Tally.objects.get(site=site).gave_up) == 1
    assert counts(site) == (1, 0)


def test_putting_the_phone_down_without_a_word_is_no_answer(site: Site, ana: Staff) -> None:
    come(site, ana)
    conversation = write(site)
    dispatch(site.id)
    take(site.id, conversation, face(ana))
    desk.close(site.id, conversation, face(ana))
    dispatch(site.id)
    assert counts(site) == (0, 0)
    assert not Wait.objects.get(site=site).answered
