"""Somebody outside the team is in one conversation, by a link, for as long as the link is good."""

import msgspec
import pytest

from server.chat.errors import AlreadyEnded, ChatError, UnknownConversation
from server.chat.models import Entry
from server.clock import now_ms
from server.desk import actions, insiders, passes
from server.desk.dispatch import dispatch
from server.desk.insiders import ALIVE_MAX, PassEnded, TooManyInsiders
from server.desk.models import Insider
from server.desk.passes import Pass
from server.ids import hash_token
from server.leaving import actions as leaving
from server.sites.models import Site
from server.wire.limits import INSIDER_HOURS_MAX
from server.wire.nouns import Asked, Face, Joined, NotComing, SteppedOut, TeamBody
from tests.unit.server.chat.logs import BODIES, make_visitor
from tests.unit.server.conftest import Staff
from tests.unit.server.desk.office import come, face, write

pytestmark = pytest.mark.both


@pytest.fixture
def jonas(site: Site) -> Face:
    return make_visitor(site)


@pytest.fixture
def talk(site: Site, ana: Staff, jonas: Face) -> str:
    """A conversation that Ana has."""
    come(site, ana)
    conversation = write(site, jonas)
    dispatch(site.id)
    actions.sign_of(site.id, conversation, face(ana))
    return conversation


def invite(site: Site, talk: str, by: Staff, name: str = "Olaf Berg", hours: int = 2) -> tuple[Pass, str]:
    return insiders.make(site.id, talk, by.id, name, "he builds our wheels", hours)


def told(conversation: str, *kinds: type[TeamBody]) -> list[tuple[Face, TeamBody]]:
    """The entries of these kinds: by whom, and what they say."""
    found = Entry.objects.filter(conversation_id=conversation).order_by("seq")
    bodies = [
        (Face(kind=msgspec.convert(e.author_kind, str), id=e.author, name=e.author_name), BODIES.decode(e.body))
        for e in found
    ]
    return [(by, body) for by, body in bodies if isinstance(body, kinds)]


def is_public(conversation: str, body: TeamBody) -> bool:
    text = msgspec.json.encode(body).decode()
    return Entry.objects.get(conversation_id=conversation, body=text).visitor_seq is not None


def ran_out(insider: str) -> None:
    Insider.objects.filter(id=insider).update(expires_at=now_ms() - 1)


def test_the_key_is_long_and_kept_as_a_hash_alone(site: Site, ana: Staff, talk: str) -> None:
    made, key = invite(site, talk, ana)
    (row,) = Insider.objects.filter(id=made.id).values()
    assert len(key) * 6 >= 128
    assert key not in str(row)
    assert row["key_hash"] == hash_token(key)
    assert invite(site, talk, ana, "Mia")[1] != key


def test_the_team_reads_who_was_asked_and_the_visitor_does_not(site: Site, ana: Staff, talk: str) -> None:
    made, _ = invite(site, talk, ana)
    body = Asked(whom=made.face, to="insider", why="he builds our wheels", numbers={})
    assert told(talk, Asked, Joined) == [(face(ana), body)]
    assert not is_public(talk, body)
    assert [(m.face, m.state, m.errand) for m in passes.members([talk])[talk]] == [(made.face, "asked", "insider")]


def test_the_first_entering_is_told_to_everybody_and_the_next_to_nobody(site: Site, ana: Staff, talk: str) -> None:
    made, key = invite(site, talk, ana)
    first, again = insiders.enter(key), insiders.enter(key)
    body = Joined(because="insider", asked_by=face(ana), why="he builds our wheels")
    assert told(talk, Joined) == [(made.face, body)]
    assert is_public(talk, body)
    assert first == again
    assert (first.conversation, first.face.name, first.asked_by, first.joined) == (talk, "Olaf Berg", face(ana), True)
    assert [m.state for m in passes.members([talk])[talk]] == ["joined"]


def test_what_never_was_ran_out_was_withdrawn_or_used_up_looks_the_same(
    site: Site, ana: Staff, jonas: Face, talk: str
) -> None:
    keys = [invite(site, talk, ana)[1] for _ in range(3)]
    for key, end in zip(keys, (_runs_out, _withdrawn, _stepped_out), strict=True):
        end(site, talk, insiders.enter(key))
    told_of = []
    for key in ("", "no-such-key", keys[0][:-1], keys[0].lower(), *keys):
        with pytest.raises(PassEnded) as refusal:
            insiders.enter(key)
        told_of.append((refusal.value.code, refusal.value.message))
    assert set(told_of) == {("pass_ended", PassEnded.message)}


def _runs_out(site: Site, talk: str, one: Pass) -> None:
    ran_out(one.id)


def _withdrawn(site: Site, talk: str, one: Pass) -> None:
    assert insiders.revoke(site.id, talk, one.id, one.asked_by.id if one.asked_by else "")


def _stepped_out(site: Site, talk: str, one: Pass) -> None:
    insiders.step_out(site.id, one.id)


def test_who_leaves_is_out_for_good(site: Site, ana: Staff, talk: str) -> None:
    made, key = invite(site, talk, ana)
    insiders.enter(key)
    insiders.step_out(site.id, made.id)
    assert told(talk, SteppedOut) == [(made.face, SteppedOut())]
    assert is_public(talk, SteppedOut())
    assert not passes.lives(made.id)
    assert passes.of_conversation(site.id, talk) == []
    with pytest.raises(PassEnded):
        insiders.step_out(site.id, made.id)


def test_withdrawing_says_that_who_was_asked_is_not_coming_or_that_who_was_in_left(
    site: Site, ana: Staff, talk: str
) -> None:
    asked, _ = invite(site, talk, ana, "Mia")
    joined, key = invite(site, talk, ana)
    insiders.enter(key)
    assert insiders.revoke(site.id, talk, asked.id, ana.id)
    assert insiders.revoke(site.id, talk, joined.id, ana.id)
    not_coming = NotComing(whom=asked.face, because="withdrawn")
    assert told(talk, NotComing, SteppedOut) == [(face(ana), not_coming), (joined.face, SteppedOut())]
    assert not is_public(talk, not_coming)
    assert insiders.revoke(site.id, talk, joined.id, ana.id) is None


def test_who_is_in_the_conversation_may_send_them_away_and_nobody_else(
    site: Site, ana: Staff, tom: Staff, talk: str
) -> None:
    made, key = invite(site, talk, ana)
    insiders.enter(key)
    with pytest.raises(ChatError):
        actions.uninvite(site.id, talk, face(tom), made.id)
    assert passes.lives(made.id)
    stored = actions.uninvite(site.id, talk, face(ana), made.id)
    assert not passes.lives(made.id)
    assert (stored.conversation, told(talk, SteppedOut)) == (talk, [(made.face, SteppedOut())])


def test_what_runs_out_is_told_once(site: Site, ana: Staff, talk: str) -> None:
    asked, _ = invite(site, talk, ana, "Mia")
    joined, key = invite(site, talk, ana)
    invite(site, talk, ana, "Somebody whose link is good", INSIDER_HOURS_MAX)
    insiders.enter(key)
    assert passes.sites_where_one_ran_out(now_ms()) == []
    ran_out(asked.id)
    ran_out(joined.id)
    assert passes.sites_where_one_ran_out(now_ms()) == [site.id]
    insiders.run_out(site.id)
    insiders.run_out(site.id)
    assert [body for _, body in told(talk, NotComing, SteppedOut)] == [
        NotComing(whom=asked.face, because="expired"),
        SteppedOut(),
    ]
    assert passes.sites_where_one_ran_out(now_ms()) == []
    assert [one.face.name for one in passes.of_conversation(site.id, talk)] == ["Somebody whose link is good"]


def test_a_closed_conversation_is_still_entered_and_one_that_was_left_is_not(
    site: Site, ana: Staff, jonas: Face, talk: str
) -> None:
    _, key = invite(site, talk, ana)
    actions.close(site.id, talk, face(ana))
    assert insiders.enter(key).conversation == talk
    leaving.leave(jonas.id, "client-id-leave")
    with pytest.raises(PassEnded):
        insiders.enter(key)


def test_nobody_is_invited_into_what_is_over_or_foreign(
    site: Site, elsewhere: Site, ana: Staff, eve: Staff, talk: str
) -> None:
    with pytest.raises(UnknownConversation):
        invite(elsewhere, talk, eve)
    with pytest.raises(UnknownConversation):
        insiders.may_invite(elsewhere.id, talk, eve.id)
    made, _ = invite(site, talk, ana)
    assert insiders.revoke(elsewhere.id, talk, made.id, eve.id) is None
    assert passes.of_conversation(elsewhere.id, talk) == []
    actions.close(site.id, talk, face(ana))
    with pytest.raises(AlreadyEnded):
        invite(site, talk, ana)


def test_only_who_is_in_the_conversation_may_invite(site: Site, ana: Staff, tom: Staff, talk: str) -> None:
    assert insiders.may_invite(site.id, talk, ana.id)
    assert not insiders.may_invite(site.id, talk, tom.id)


def test_so_many_links_at_once_are_enough(site: Site, ana: Staff, talk: str) -> None:
    made = [invite(site, talk, ana, f"Insider {n}")[0] for n in range(ALIVE_MAX)]
    with pytest.raises(TooManyInsiders):
        invite(site, talk, ana)
    insiders.revoke(site.id, talk, made[0].id, ana.id)
    assert invite(site, talk, ana)
