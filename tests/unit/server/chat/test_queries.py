"""Reads of the log: pages, marks, and what a foreign site sees of it, which is nothing."""

import pytest
from django.db import connection, transaction

from server.chat import actions, queries
from server.chat.batch import store
from server.chat.log import Stored
from server.sites.models import Site
from server.wire.limits import PAGE
from server.wire.nouns import Closed, Face, Message, Note, PublicEntry, TeamEntry
from tests.unit.server.chat.logs import make_visitor, notes, says
from tests.unit.server.conftest import Staff, make_site

pytestmark = pytest.mark.both


def talk(site: Site, by: Face, words: int, notes_by: Face | None = None) -> str:
    """A conversation of so many words, each followed by a note where somebody makes them."""
    conversation = ""
    for n in range(1, words + 1):
        with transaction.atomic(), connection.cursor() as cursor:
            (outcome,) = store(cursor, [says(site, by, f"client-id-{n}", f"word {n}")]).outcomes
            assert isinstance(outcome, Stored)
            conversation = outcome.conversation
            if notes_by:
                store(cursor, [notes(site, notes_by, f"note-id-{n}", f"note {n}", conversation)])
    return conversation


def test_pages_read_forwards_hold_every_entry_once(site: Site, ana: Staff) -> None:
    me = Face(kind="agent", id=ana.id, name="Ana")
    conversation = talk(site, make_visitor(site), PAGE + 30, me)
    team: list[TeamEntry] = []
    public: list[PublicEntry] = []
    while page := queries.team_after(conversation, team[-1].seq if team else 0):
        assert len(page) <= PAGE
        team.extend(page)
    while visible := queries.public_after(conversation, public[-1].seq if public else 0):
        assert len(visible) <= PAGE
        public.extend(visible)
    assert [e.seq for e in team] == list(range(1, 2 * (PAGE + 30) + 1))
    assert [e.seq for e in public] == list(range(1, PAGE + 31))
    assert [e.body for e in public] == [Message(text=f"word {n}", html=None) for n in range(1, PAGE + 31)]
    assert [e.visitor_seq for e in team if isinstance(e.body, Message)] == [e.seq for e in public]
    assert {e.visitor_seq for e in team if isinstance(e.body, Note)} == {None}


def test_pages_read_backwards_hold_every_entry_once(site: Site, ana: Staff) -> None:
    me = Face(kind="agent", id=ana.id, name="Ana")
    conversation = talk(site, make_visitor(site), PAGE + 5, me)
    team, public = list(queries.team_before(conversation, 10**9)), list(queries.public_before(conversation, 10**9))
    assert len(team) == len(public) == PAGE
    while page := queries.team_before(conversation, team[0].seq):
        team[:0] = page
    while visible := queries.public_before(conversation, public[0].seq):
        public[:0] = visible
    assert [e.seq for e in team] == list(range(1, 2 * (PAGE + 5) + 1))
    assert [e.seq for e in public] == list(range(1, PAGE + 6))


@pytest.mark.parametrize("before", [PAGE + 11, 2**31 - 1, 2**31, 2**53 - 1])
def test_the_newest_page_is_had_by_any_number_that_a_client_may_send(site: Site, ana: Staff, before: int) -> None:
    conversation = talk(site, make_visitor(site), PAGE + 10, Face(kind="agent", id=ana.id, name="Ana"))
    newest = queries.public_before(conversation, before)
    assert [e.seq for e in newest] == list(range(11, PAGE + 11))


@pytest.mark.parametrize("beyond", [5, 2**53 - 1])
def test_beyond_the_end_there_is_nothing(site: Site, beyond: int) -> None:
    conversation = talk(site, make_visitor(site), 5)
    assert [*queries.team_after(conversation, beyond), *queries.public_after(conversation, beyond)] == []
    assert [*queries.team_before(conversation, 1), *queries.public_before(conversation, 0)] == []


def test_a_visitors_mark_only_moves_forward_and_not_beyond_what_there_is(site: Site, ana: Staff) -> None:
    v = make_visitor(site)
    me = Face(kind="agent", id=ana.id, name="Ana")
    conversation = talk(site, v, 4)
    with transaction.atomic():
        actions.record([(conversation, me, Closed(), None)], 1)
    with transaction.atomic(), connection.cursor() as cursor:
        store(cursor, [notes(site, me, f"note-id-{n}", "note", conversation) for n in range(4)])

    def mark() -> int:
        standing = queries.of_site(site.id, conversation)
        assert standing
        return standing.visitor_read

    assert mark() == 4
    for seq, after in [(3, 4), (0, 4), (6, 4), (10**9, 4), (5, 5), (4, 5)]:
        actions.read_by_visitor(site.id, v.id, conversation, seq)
        assert mark() == after
    stranger = make_visitor(site)
    actions.read_by_visitor(site.id, stranger.id, conversation, 5)
    assert mark() == 5


def test_the_teams_mark_only_moves_forward_and_is_told_in_the_visitors_count(site: Site, ana: Staff) -> None:
    me = Face(kind="agent", id=ana.id, name="Ana")
    elsewhere = make_site("Elsewhere")
    conversation = talk(site, make_visitor(site), 1, me)
    with transaction.atomic(), connection.cursor() as cursor:
        visitor_id = queries.by_ids([conversation])[conversation].visitor
        face = Face(kind="visitor", id=visitor_id, name="")
        store(cursor, [says(site, face, f"client-id-x{n}", "more") for n in range(3)])

    def marks() -> tuple[int, int]:
        standing = queries.of_site(site.id, conversation)
        assert standing
        return standing.read, standing.read_by_team

    assert marks() == (2, 1)
    for where, seq, after in [
        (site, 3, (3, 2)),
        (site, 2, (3, 2)),
        (site, 6, (3, 2)),
        (elsewhere, 5, (3, 2)),
        (site, 5, (5, 4)),
    ]:
        actions.read_by_team(where.id, conversation, seq)
        assert marks() == after


def test_a_foreign_conversation_looks_like_none(site: Site, ana: Staff) -> None:
    elsewhere = make_site("Elsewhere")
    v = make_visitor(elsewhere)
    conversation = talk(elsewhere, v, 2)
    assert queries.of_site(site.id, conversation) is None
    assert queries.of_site(elsewhere.id, conversation)
    assert not queries.is_visitors(make_visitor(elsewhere).id, conversation)
    assert queries.open_heads(site.id, 10) == {}
    assert queries.open_heads(elsewhere.id, 10) == {conversation: 2}
    assert actions.depart(site.id, v.id, v) is None


def test_a_preview_is_one_short_line(site: Site) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        store(cursor, [says(site, make_visitor(site), "client-id-1", "\n a \t b\n\n" + "𝕏 " * 1000)])
    (last,) = [queries.by_ids([c])[c].last for c in queries.open_heads(site.id, 5)]
    assert last
    assert last.text.startswith("a b 𝕏")
    assert len(last.text) <= 200
    assert "\n" not in last.text
