"""Leaving: at once, with a receipt, whatever else is so; and the reason after, if they like."""

import asyncio
import re

import pytest

from server import bus
from server.chat import actions as chat
from server.clock import as_datetime
from server.leaving import actions, queries
from server.leaving.models import Departure
from server.people import actions as people
from server.people import queries as visitors
from server.sites.models import Site
from tests.unit.server.conftest import make_site

pytestmark = pytest.mark.both


def visitor_of(site: Site) -> str:
    facts, _ = people.welcome_visitor(site.id, None, None, (), None, None, None)
    return facts.id


def say(site: Site, visitor_id: str, text: str) -> str:
    """Words said and stored; their conversation."""
    by = visitors.visitor(visitor_id)
    assert by

    async def said() -> str:
        try:
            stored = await chat.appended(lambda tell: chat.say(site.id, by.face, f"said-{text}", text, tell))
        finally:
            # The loop ends here, and so must what listens to Redis in it.
            await bus.close()
        return stored.conversation

    return asyncio.run(said())


def test_leaving_needs_nothing_and_gives_a_receipt(site: Site) -> None:
    left = actions.leave(visitor_of(site), "click-0001")
    assert re.fullmatch(r"[A-Z0-9]{3}-\d{4}", left.number)
    assert left.conversation is None


def test_leaving_ends_the_conversation_for_good(site: Site) -> None:
    visitor = visitor_of(site)
    conversation = say(site, visitor, "hello")
    left = actions.leave(visitor, "click-0001")
    assert left.conversation == conversation
    assert say(site, visitor, "again") != conversation


def test_a_retry_finds_the_same_receipt(site: Site) -> None:
    visitor = visitor_of(site)
    say(site, visitor, "hello")
    left = actions.leave(visitor, "click-0001")
    assert actions.leave(visitor, "click-0001") == left
    assert Departure.objects.count() == 1


def test_a_taken_receipt_number_is_passed_over(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = iter(["AAA-0001", "AAA-0001", "AAA-0002"])
    monkeypatch.setattr(actions, "receipt_number", lambda: next(numbers))
    assert actions.leave(visitor_of(site), "click-0001").number == "AAA-0001"
    assert actions.leave(visitor_of(site), "click-0001").number == "AAA-0002"


def test_a_number_may_be_used_again_on_another_site(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "receipt_number", lambda: "AAA-0001")
    actions.leave(visitor_of(site), "click-0001")
    assert actions.leave(visitor_of(make_site("Other")), "click-0001").number == "AAA-0001"


def test_who_does_not_exist_cannot_leave(site: Site) -> None:
    with pytest.raises(actions.UnknownVisitor):
        actions.leave("nobody", "click-0001")


def test_the_reason_comes_after_and_its_retry_changes_nothing(site: Site) -> None:
    visitor = visitor_of(site)
    left = actions.leave(visitor, "click-0001")
    actions.why(visitor, left.id, "why-0001", "too_hard", "<b>I</b> tried")
    actions.why(visitor, left.id, "why-0001", None, "a late retry")
    (found,), _ = queries.departures(site.id, None)
    assert (found.reason, found.words) == ("too_hard", "<b>I</b> tried")
    actions.why(visitor, left.id, "why-0002", None, "better words")
    (found,), _ = queries.departures(site.id, None)
    assert (found.reason, found.words) == (None, "better words")


def test_nobody_gives_a_reason_for_another(site: Site) -> None:
    left = actions.leave(visitor_of(site), "click-0001")
    for visitor, departure in ((visitor_of(site), left.id), (visitor_of(site), "nothing")):
        with pytest.raises(actions.UnknownDeparture):
            actions.why(visitor, departure, "why-0001", "broken", "")
    (found,), _ = queries.departures(site.id, None)
    assert found.reason is None


def test_the_list_has_pages_and_stays_on_its_site(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    left = [actions.leave(visitor_of(site), "click-0001") for _ in range(3)]
    actions.leave(visitor_of(make_site("Other")), "click-0001")
    for number, one in enumerate(left):
        Departure.objects.filter(id=one.id).update(at=as_datetime(one.at + number))
    first, more = queries.departures(site.id, None)
    assert [one.id for one in first] == [left[2].id, left[1].id]
    assert more
    rest, more = queries.departures(site.id, first[-1].at)
    assert [one.id for one in rest] == [left[0].id]
    assert not more


def test_those_who_left_in_the_same_moment_share_a_page(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    left = [actions.leave(visitor_of(site), "click-0001") for _ in range(3)]
    Departure.objects.update(at=as_datetime(left[0].at))
    page, more = queries.departures(site.id, None)
    assert {one.id for one in page} == {one.id for one in left}
    assert not more
