"""What agents and visitors do at the desk: what becomes of it in the log, on the lists and on the visitor's screen.

Long, because it is one list of acts.
"""

import pytest
from django.utils import timezone

from server.chat import queries as chat
from server.chat.errors import ChatError, NotYours
from server.chat.models import Conversation, Fact
from server.clock import as_datetime, now_ms
from server.desk import actions, queries
from server.desk.dispatch import dispatch
from server.desk.models import Member, Place
from server.people.models import Agent, Visitor
from server.sites.models import Site, Team
from server.waits.models import Wait
from server.wire.agent import Row
from server.wire.nouns import Face, Reach, WaitPromise
from server.wire.visitor import Standing
from tests.unit.server.chat.logs import make_visitor
from tests.unit.server.conftest import Staff, make_agent, set_rules
from tests.unit.server.desk.office import come, face, here, kinds, lapse, owner, place, take, write

HERE = Reach(kind="here", address="", due=None)


@pytest.fixture
def talk(site: Site, ana: Staff) -> str:
    """A conversation that Ana has picked up and answered."""
    come(site, ana)
    conversation = write(site)
    dispatch(site.id)
    actions.sign_of(site.id, conversation, face(ana))
    spoken(conversation)
    return conversation


def spoken(conversation: str) -> None:
    """Whoever has it has written, as far as the desk cares."""
    Place.objects.filter(conversation_id=conversation).update(until_at=None, nudge_at=None, due_at=None, heard=True)


def row(conversation: str) -> Row:
    return queries.rows_of([conversation])[0]


def standing(conversation: str) -> Standing:
    return queries.standing(chat.by_ids([conversation])[conversation])


def overdue(conversation: str, site: Site) -> None:
    """Whatever is due next becomes due now."""
    now = now_ms()
    p = place(conversation)
    late = (p.due_at or now) - now
    Place.objects.filter(pk=p.pk).update(
        due_at=now, **{f: getattr(p, f) - late for f in ("until_at", "nudge_at", "breach_at") if getattr(p, f)}
    )
    Member.objects.filter(place=p, state="asked").update(due_at=now)
    dispatch(site.id)


def owes_a_word_too_long(conversation: str, site: Site) -> None:
    """Whoever has it was nudged, and has written nothing yet."""
    overdue(conversation, site)
    overdue(conversation, site)


def unheard(conversation: str) -> None:
    """The visitor's panel was shut more than a minute ago."""
    Visitor.objects.filter(id=place(conversation).visitor_id).update(seen_at=as_datetime(now_ms() - 61_000))


def heard(conversation: str) -> None:
    Visitor.objects.filter(id=place(conversation).visitor_id).update(seen_at=timezone.now())


def refusal(error: pytest.ExceptionInfo[ChatError]) -> str:
    return error.value.code


# A ring


def test_who_does_not_answer_becomes_away_and_the_visitor_goes_on_first(site: Site, ana: Staff) -> None:
    come(site, ana)
    conversation = write(site)
    dispatch(site.id)
    overdue(conversation, site)
    assert (place(conversation).state, place(conversation).rank) == ("waiting", 0)
    assert kinds(conversation) == ["Message", "Connected", "NoAnswer"]
    assert (queries.me(ana.id).presence, queries.me(ana.id).away_because) == ("away", "no_answer")


def test_where_nobody_is_left_it_rings_for_everybody_here_and_the_visitor_is_told(
    site: Site, ana: Staff, tom: Staff
) -> None:
    come(site, ana, tom)
    actions.set_presence(site.id, tom.id, "away", 3)
    conversation = write(site)
    dispatch(site.id)
    overdue(conversation, site)
    assert (row(conversation).calling_all, row(conversation).because) == (True, "everybody_is_rung")
    assert standing(conversation).calling_all
    take(site.id, conversation, face(ana))
    assert owner(conversation) == ana.id
    assert (queries.me(ana.id).presence, queries.me(ana.id).away_because) == ("available", None)
    assert not row(conversation).calling_all


def test_it_rings_for_everybody_for_those_alone_whose_own_ring_nobody_answered(site: Site, ana: Staff) -> None:
    """The others, before them and behind, read one truth: nobody is here, and their place in line."""
    actions.set_presence(site.id, ana.id, "available", 1)
    come(site, ana)
    rung, before = write_and_settle(site), write_and_settle(site)
    overdue(rung, site)
    behind = write_and_settle(site)
    assert [row(c).calling_all for c in (rung, before, behind)] == [True, False, False]
    told = [standing(c) for c in (rung, before, behind)]
    assert [s.calling_all for s in told] == [True, False, False]
    assert [s.place for s in told] == [1, 2, 3]
    assert here(site) == []
    take(site.id, rung, face(ana))
    assert owner(rung) == ana.id
    assert not row(rung).calling_all


def test_where_everybody_went_away_by_their_own_word_nobody_is_rung(site: Site, ana: Staff) -> None:
    come(site, ana)
    actions.set_presence(site.id, ana.id, "away", 3)
    conversation = write_and_settle(site)
    assert not row(conversation).calling_all
    assert (standing(conversation).calling_all, standing(conversation).place) == (False, 1)


def test_what_goes_back_to_the_line_is_said(site: Site, ana: Staff, talk: str) -> None:
    actions.set_presence(site.id, ana.id, "available", 1)
    actions.hold(site.id, talk, face(ana))
    for _ in range(2):
        actions.pick_up(site.id, write_and_settle(site), face(ana), None)
    actions.resume(site.id, talk, face(ana), "resume-once")
    assert kinds(talk)[-1] == "BackInLine"
    assert row(talk).state == "waiting"
    head = kinds(talk)
    actions.resume(site.id, talk, face(ana), "resume-once")
    assert kinds(talk) == head


def test_whoever_comes_in_lifts_the_hold(site: Site, ana: Staff, tom: Staff, talk: str) -> None:
    come(site, tom)
    actions.bring_in(site.id, talk, face(ana), tom.id, "")
    actions.hold(site.id, talk, face(ana))
    actions.pick_up(site.id, talk, face(tom), None)
    assert (standing(talk).state, place(talk).held_because) == ("engaged", "")


def test_whom_it_rang_for_is_told_that_it_is_over_when_the_owner_vanishes(
    site: Site, ana: Staff, tom: Staff, talk: str
) -> None:
    come(site, tom)
    actions.bring_in(site.id, talk, face(ana), tom.id, "")
    assert row(talk).members[0].numbers == {"free": 3, "capacity": 3, "waited": 0}
    lapse(ana)
    dispatch(site.id)
    assert "NotComing" in kinds(talk)[-4:]


def test_a_call_tomorrow_is_before_nobody_and_breaks_no_promise(site: Site) -> None:
    later, next_one = write_and_settle(site), write_and_settle(site)
    Place.objects.filter(conversation_id=later).update(promised=5, breach_at=now_ms() + 300_000)
    reach = Reach(kind="call", address="+44 20", due=now_ms() + 86_400_000)
    actions.choose(site.id, place(later).visitor_id, later, reach)
    assert (place(later).promised, place(later).breach_at) == (None, None)
    assert standing(next_one).place == 1


def test_a_call_is_not_promised_for_next_year(site: Site) -> None:
    conversation = write_and_settle(site)
    reach = Reach(kind="call", address="+44 20", due=now_ms() + 365 * 86_400_000)
    with pytest.raises(ChatError, match="within the next 30 days"):
        actions.choose(site.id, place(conversation).visitor_id, conversation, reach)
    assert row(conversation).reach == HERE


def test_a_ring_that_was_not_answered_cannot_be_closed(site: Site, ana: Staff) -> None:
    set_rules(site.id, mode="ring")
    come(site, ana)
    conversation = write_and_settle(site)
    with pytest.raises(NotYours):
        actions.close(site.id, conversation, face(ana))
    actions.pick_up(site.id, conversation, face(ana), None)
    actions.close(site.id, conversation, face(ana))
    assert place(conversation).state == "wrapped"


def write_and_settle(site: Site) -> str:
    """Somebody writes, and the desk has heard of it."""
    conversation = write(site, make_visitor(site))
    dispatch(site.id)
    return conversation


def test_who_looked_and_wrote_nothing_is_nudged_and_then_passed_over(site: Site, ana: Staff) -> None:
    come(site, ana)
    conversation = write(site)
    dispatch(site.id)
    actions.sign_of(site.id, conversation, face(ana))
    overdue(conversation, site)
    assert (place(conversation).state, place(conversation).nudge_at) == ("engaged", None)
    overdue(conversation, site)
    assert place(conversation).state == "waiting"
    assert kinds(conversation)[-1] == "NoAnswer"


def test_declining_keeps_the_two_apart_and_rings_for_another_at_once(site: Site, ana: Staff, tom: Staff) -> None:
    come(site, ana)
    conversation = write(site)
    dispatch(site.id)
    offer = place(conversation).offer
    come(site, tom)
    actions.decline(site.id, conversation, face(ana), offer)
    assert owner(conversation) == tom.id
    assert kinds(conversation) == ["Message", "Connected", "NotComing", "Connected"]
    with pytest.raises(ChatError) as late:
        actions.pick_up(site.id, conversation, face(ana), offer)
    assert refusal(late) == "already_taken"


def test_a_ring_that_is_over_cannot_be_answered_also_before_anybody_ticked(site: Site, ana: Staff) -> None:
    come(site, ana)
    conversation = write(site)
    dispatch(site.id)
    Place.objects.update(until_at=now_ms() - 1, due_at=now_ms() - 1)
    with pytest.raises(ChatError) as late:
        actions.pick_up(site.id, conversation, face(ana), place(conversation).offer)
    assert refusal(late) == "offer_over"


def test_where_the_site_rings_looking_picks_nothing_up(site: Site, ana: Staff) -> None:
    set_rules(site.id, mode="ring")
    come(site, ana)
    conversation = write(site)
    dispatch(site.id)
    actions.sign_of(site.id, conversation, face(ana))
    assert place(conversation).state == "ringing"
    actions.pick_up(site.id, conversation, face(ana), place(conversation).offer)
    assert place(conversation).state == "engaged"


# Together


@pytest.mark.both
def test_a_hand_over_is_warm(site: Site, ana: Staff, tom: Staff, talk: str) -> None:
    come(site, tom)
    actions.hand_over(site.id, talk, face(ana), tom.id, None, "He builds our wheels")
    (asked,) = row(talk).members
    assert (asked.face.id, asked.state, asked.errand, asked.why) == (
        tom.id,
        "asked",
        "take_over",
        "He builds our wheels",
    )
    assert owner(talk) == ana.id
    actions.pick_up(site.id, talk, face(tom), asked.offer)
    assert owner(talk) == tom.id
    assert kinds(talk)[-3:] == ["Asked", "Joined", "HandedOver"]
    assert [f.id for f in standing(talk).faces] == [tom.id]


def test_who_is_asked_and_declines_leaves_the_first_where_they_are(
    site: Site, ana: Staff, tom: Staff, talk: str
) -> None:
    come(site, tom)
    actions.hand_over(site.id, talk, face(ana), tom.id, None, "")
    actions.decline(site.id, talk, face(tom), row(talk).members[0].offer)
    assert owner(talk) == ana.id
    assert kinds(talk)[-1] == "NotComing"
    assert row(talk).members == ()


def test_what_was_said_under_an_id_is_not_done_again_when_its_effect_was_undone(
    site: Site, ana: Staff, tom: Staff, talk: str
) -> None:
    come(site, tom)
    actions.hold(site.id, talk, face(ana), "hold-once")
    actions.resume(site.id, talk, face(ana), "resume-once")
    head = kinds(talk)
    assert actions.hold(site.id, talk, face(ana), "hold-once").seq == head.index("Held") + 1
    assert (place(talk).state, kinds(talk)) == ("engaged", head)

    actions.bring_in(site.id, talk, face(ana), tom.id, "A wheel", "ask-once")
    actions.decline(site.id, talk, face(tom), row(talk).members[0].offer, "decline-once")
    head = kinds(talk)
    actions.bring_in(site.id, talk, face(ana), tom.id, "A wheel", "ask-once")
    assert (row(talk).members, kinds(talk)) == ((), head)
    assert "Asked" in head, "said under another id, it is another question"
    Place.objects.filter(conversation_id=talk).update(apart={}, apart_until=0)
    actions.bring_in(site.id, talk, face(ana), tom.id, "A wheel", "ask-again")
    assert len(row(talk).members) == 1


def test_a_choice_is_not_made_again_by_a_late_repetition(site: Site) -> None:
    conversation = write(site)
    dispatch(site.id)
    visitor = place(conversation).visitor_id
    letter = Reach(kind="write", address="jonas@example.com", due=None)
    actions.choose(site.id, visitor, conversation, letter, "letter-once")
    actions.choose(site.id, visitor, conversation, HERE, "here-once")
    actions.choose(site.id, visitor, conversation, letter, "letter-once")
    assert row(conversation).reach == HERE


def test_a_colleague_comes_in_and_goes_and_the_last_human_stays(site: Site, ana: Staff, tom: Staff, talk: str) -> None:
    come(site, tom)
    actions.bring_in(site.id, talk, face(ana), tom.id, "")
    actions.pick_up(site.id, talk, face(tom), row(talk).members[0].offer)
    assert [f.id for f in standing(talk).faces] == [ana.id, tom.id]
    with pytest.raises(ChatError) as refused:
        actions.step_out(site.id, talk, face(ana))
    assert refusal(refused) == "last_human"
    actions.step_out(site.id, talk, face(tom))
    assert kinds(talk)[-1] == "SteppedOut"


def test_a_member_goes_on_when_the_owner_vanishes(site: Site, ana: Staff, tom: Staff, talk: str) -> None:
    come(site, tom)
    actions.bring_in(site.id, talk, face(ana), tom.id, "")
    actions.pick_up(site.id, talk, face(tom), row(talk).members[0].offer)
    lapse(ana)
    dispatch(site.id)
    assert (owner(talk), place(talk).state) == (tom.id, "engaged")
    assert kinds(talk)[-2:] == ["LineDropped", "TookOver"]


@pytest.mark.parametrize(
    ("whom", "code"), [("nobody-at-all", "unknown_person"), ("away", "not_there"), ("self", "already_in")]
)
def test_whom_one_cannot_ask(site: Site, ana: Staff, tom: Staff, talk: str, whom: str, code: str) -> None:
    ids = {"away": tom.id, "self": ana.id}
    with pytest.raises(ChatError) as refused:
        actions.bring_in(site.id, talk, face(ana), ids.get(whom, whom), "")
    assert refusal(refused) == code


def test_one_over_is_allowed_and_two_over_are_not(site: Site, ana: Staff, talk: str) -> None:
    cleo = make_agent(site, "Cleo", capacity=1)
    come(site, cleo)
    Agent.objects.filter(id=ana.id).update(capacity=1)
    assert owner(theirs := _connected(site, cleo)) == cleo.id
    actions.bring_in(site.id, talk, face(ana), cleo.id, "")
    other = write(site)
    dispatch(site.id)
    Agent.objects.filter(id=ana.id).update(capacity=3)
    dispatch(site.id)
    assert owner(other) == ana.id
    actions.sign_of(site.id, other, face(ana))
    with pytest.raises(ChatError) as refused:
        actions.bring_in(site.id, other, face(ana), cleo.id, "")
    assert refusal(refused) == "hands_full"
    assert owner(theirs) == cleo.id


def _connected(site: Site, staff: Staff) -> str:
    conversation = write(site)
    dispatch(site.id)
    assert owner(conversation) == staff.id
    actions.sign_of(site.id, conversation, face(staff))
    return conversation


# Aside


@pytest.mark.both
def test_holding_frees_the_slot_and_coming_back_may_exceed_it_by_one(site: Site, ana: Staff) -> None:
    actions.set_presence(site.id, ana.id, "available", 1)
    come(site, ana)
    first, second = write(site), write(site)
    dispatch(site.id)
    actions.sign_of(site.id, first, face(ana))
    actions.hold(site.id, first, face(ana))
    assert (place(first).state, owner(second)) == ("held", ana.id)
    assert standing(first).state == "held"
    actions.sign_of(site.id, second, face(ana))
    actions.resume(site.id, first, face(ana))
    assert (place(first).state, place(second).state) == ("engaged", "engaged")


@pytest.mark.both
def test_a_visitor_who_is_away_frees_the_slot_and_comes_back_to_the_same_human(
    site: Site, ana: Staff, talk: str
) -> None:
    unheard(talk)
    dispatch(site.id, look_for_visitors=True)
    assert (place(talk).state, place(talk).held_because, owner(talk)) == ("held", "visitor_away", ana.id)
    heard(talk)
    actions.visitor_came(site.id, place(talk).visitor_id)
    assert (place(talk).state, owner(talk)) == ("engaged", ana.id)
    assert kinds(talk)[-2:] == ["Held", "Resumed"]


def test_who_waits_and_is_not_there_lets_others_go_first_and_keeps_the_place(site: Site, ana: Staff) -> None:
    first, second = write(site), write(site)
    dispatch(site.id)
    unheard(first)
    dispatch(site.id, look_for_visitors=True)
    assert (standing(second).place, row(first).absent) == (1, True)
    heard(first)
    dispatch(site.id, look_for_visitors=True)
    assert (standing(first).place, standing(second).place) == (1, 2)


# The visitor's wishes


@pytest.mark.both
def test_a_chosen_way_is_told_to_agents_and_keeps_the_place(site: Site) -> None:
    first, second = write(site), write(site)
    dispatch(site.id)
    reach = Reach(kind="write", address="jonas@weber.example", due=None)
    visitor = place(first).visitor_id
    stored = actions.choose(site.id, visitor, first, reach)
    assert (row(first).reach, standing(first).reach, standing(first).place) == (reach, reach, 1)
    assert kinds(first)[-1] == "Chose"
    again = actions.choose(site.id, visitor, first, reach)
    assert (again.seq, kinds(first).count("Chose")) == (stored.seq, 1)
    unheard(first)
    dispatch(site.id, look_for_visitors=True)
    assert standing(second).place == 2


def test_a_call_back_is_not_made_before_its_time(site: Site, ana: Staff) -> None:
    conversation = write(site)
    dispatch(site.id)
    later = Reach(kind="call", address="+44 20 7946 0000", due=now_ms() + 600_000)
    actions.choose(site.id, place(conversation).visitor_id, conversation, later)
    come(site, ana)
    assert place(conversation).state == "waiting"
    Place.objects.update(reach_due=now_ms() - 1, due_at=now_ms() - 1)
    dispatch(site.id)
    assert owner(conversation) == ana.id


def test_waiting_for_ones_own_person_ends_when_they_go_away(site: Site, ana: Staff, tom: Staff) -> None:
    visitor = make_visitor(site)
    Visitor.objects.filter(id=visitor.id).update(advocate=ana.id)
    come(site, ana)
    others = [write(site) for _ in range(3)]
    dispatch(site.id)
    for other in others:
        actions.sign_of(site.id, other, face(ana))
    conversation = write(site, visitor)
    dispatch(site.id)
    could = standing(conversation).could_wait_for
    assert could is not None
    assert could.id == ana.id
    actions.wait_for(site.id, visitor.id, conversation, True)
    come(site, tom)
    assert (place(conversation).state, row(conversation).waits_for) == ("waiting", ana.id)
    actions.set_presence(site.id, ana.id, "away", 3)
    assert owner(conversation) == tom.id


@pytest.mark.both
def test_somebody_who_can_fix_it_is_asked_in_or_waited_for(site: Site, ana: Staff, talk: str) -> None:
    Place.objects.filter(conversation_id=talk).update(escalated_at=now_ms())
    dispatch(site.id)
    assert standing(talk).escalated
    lead = make_agent(site, "Maya")
    Agent.objects.filter(id=lead.id).update(role="lead")
    come(site, lead)
    (asked,) = row(talk).members
    assert (asked.face.id, asked.errand, asked.because, asked.asked_by) == (lead.id, "fix", "escalated", None)
    actions.pick_up(site.id, talk, face(lead), asked.offer)
    assert not standing(talk).escalated
    assert kinds(talk)[-2:] == ["Asked", "Joined"]


def test_a_broken_promise_is_told_once(site: Site) -> None:
    conversation = write(site)
    dispatch(site.id)
    Place.objects.update(promised=3, breach_at=now_ms() + 5_000, due_at=now_ms() + 5_000)
    assert not standing(conversation).promise.broken  # type: ignore[union-attr]
    overdue(conversation, site)
    dispatch(site.id)
    assert kinds(conversation) == ["Message", "LongerThanSaid"]
    assert standing(conversation).promise.broken  # type: ignore[union-attr]


# Whose


def test_the_first_who_talked_and_closed_is_whom_the_visitor_knows(site: Site, ana: Staff, talk: str) -> None:
    Conversation.objects.filter(id=talk).update(speaker=ana.id)
    actions.close(site.id, talk, face(ana))
    assert Visitor.objects.get(id=place(talk).visitor_id).advocate_id == ana.id


def test_another_person_is_told_in_the_log(site: Site, ana: Staff, tom: Staff, talk: str) -> None:
    visitor = place(talk).visitor_id
    by = Face(kind="visitor", id=visitor, name="Blue Heron")
    stored = actions.set_person(site.id, visitor, tom.id, by)
    assert stored is not None
    assert kinds(talk)[-1] == "PersonChosen"
    assert row(talk).visitor.person == tom.id
    actions.set_person(site.id, visitor, tom.id, by)
    assert kinds(talk).count("PersonChosen") == 1


def test_a_team_and_its_credit_count_from_the_first_word(site: Site, ana: Staff, tom: Staff) -> None:
    team = Team.objects.create(site=site, name="Wheels", priority=2)
    Agent.objects.get(id=tom.id).teams.add(team)
    come(site, ana, tom)
    visitor = make_visitor(site)
    Visitor.objects.filter(id=visitor.id).update(team=team)
    conversation = write(site, visitor)
    dispatch(site.id)
    assert (owner(conversation), place(conversation).because) == (tom.id, "on_the_team")
    assert place(conversation).credited_at == place(conversation).entered_at - 180_000


def test_an_answer_that_is_heard_of_with_the_question_ends_the_wait(site: Site, ana: Staff) -> None:
    """After a standstill the desk takes both in at once."""
    come(site, ana)
    conversation = write(site)
    Fact.objects.create(site=site, conversation_id=conversation, kind="spoke", by_agent=ana.id, at=now_ms())
    dispatch(site.id)
    (wait,) = Wait.objects.all()
    assert (wait.answered, wait.conversation) == (True, None)


def earlier(conversation: str, ms: int) -> int:
    """They wrote so much earlier: when."""
    p = place(conversation)
    Place.objects.filter(pk=p.pk).update(entered_at=p.entered_at - ms, credited_at=p.credited_at - ms)
    return p.entered_at - ms


def test_a_wait_lasts_until_a_humans_first_word_whoever_picked_up_meanwhile(site: Site, ana: Staff, tom: Staff) -> None:
    come(site, ana)
    conversation = write_and_settle(site)
    wrote = earlier(conversation, 3_600_000)
    actions.sign_of(site.id, conversation, face(ana))
    owes_a_word_too_long(conversation, site)
    assert kinds(conversation)[-2:] == ["PickedUp", "NoAnswer"]
    assert (row(conversation).since, standing(conversation).since) == (wrote, wrote)
    come(site, tom)
    assert row(conversation).numbers["waited"] >= 3_600_000
    actions.sign_of(site.id, conversation, face(tom))
    lapse(tom)
    dispatch(site.id)
    assert kinds(conversation)[-1] == "LineDropped"
    assert (row(conversation).since, standing(conversation).since) == (wrote, wrote)


def test_a_promise_outlives_whoever_picks_up_in_silence_and_is_told_to_be_broken(site: Site, ana: Staff) -> None:
    come(site, ana)
    conversation = write_and_settle(site)
    actions.sign_of(site.id, conversation, face(ana))
    Place.objects.update(promised=3, breach_at=now_ms() - 1)
    dispatch(site.id)
    assert "LongerThanSaid" not in kinds(conversation), "they are with somebody who may write yet"
    assert row(conversation).promise is None
    owes_a_word_too_long(conversation, site)
    assert kinds(conversation).count("LongerThanSaid") == 1
    assert standing(conversation).promise == row(conversation).promise == WaitPromise(minutes=3, broken=True)
    dispatch(site.id)
    assert kinds(conversation).count("LongerThanSaid") == 1


def test_nobody_is_put_on_hold_while_a_colleague_is_with_them(site: Site, ana: Staff, tom: Staff, talk: str) -> None:
    come(site, tom)
    actions.bring_in(site.id, talk, face(ana), tom.id, "")
    actions.pick_up(site.id, talk, face(tom), row(talk).members[0].offer)
    with pytest.raises(ChatError) as refused:
        actions.hold(site.id, talk, face(ana))
    assert refusal(refused) == "not_alone"
    assert (standing(talk).state, [f.id for f in standing(talk).faces]) == ("engaged", [ana.id, tom.id])
    assert "Held" not in kinds(talk)
    actions.step_out(site.id, talk, face(tom))
    actions.hold(site.id, talk, face(ana))
    assert (standing(talk).state, [f.id for f in standing(talk).faces]) == ("held", [ana.id])


def test_a_wait_after_a_dropped_line_begins_when_the_line_dropped(site: Site, ana: Staff, talk: str) -> None:
    Place.objects.update(entered_at=now_ms() - 3_600_000, credited_at=now_ms() - 3_600_000)
    lapse(ana)
    dispatch(site.id)
    assert now_ms() - (row(talk).since or 0) < 60_000
    assert now_ms() - (standing(talk).since or 0) < 60_000
    come(site, ana)
    assert row(talk).numbers["waited"] < 60_000
