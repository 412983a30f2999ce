"""The policy told in scenes, rule by rule. Each is played over any desk that can be driven as an `Office`, and leaves it at rest.

Long, because it is the whole policy. `told` is what was decided since it was last asked, in words: what, whose, by or for whom, why.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from routing.decisions import Connect, Decision
from routing.model import Rules
from routing.requests import Refused
from tests.unit.routing.office import Office


@dataclass(frozen=True)
class Scene:
    """One scene, under which rules of a site it is played."""

    name: str
    play: Callable[[Office], None]
    rules: Rules


SCENES: list[Scene] = []


def scene(rules: Rules = Rules()) -> Callable[[Callable[[Office], None]], Callable[[Office], None]]:  # noqa: B008
    """What it decorates is a scene."""

    def keep(play: Callable[[Office], None]) -> Callable[[Office], None]:
        SCENES.append(Scene(play.__name__, play, rules))
        return play

    return keep


def told(office: Office) -> list[str]:
    """What was decided since."""
    found = [_words(decision) for _, decision in office.log]
    office.log.clear()
    return found


def _words(x: Decision) -> str:
    parts = [type(x).__name__, x.conversation]
    for field in ("human", "after", "errand", "because", "why"):
        value = getattr(x, field, None)
        if isinstance(value, str):
            parts.append(value)
    return " ".join(parts)


def refusal(office: Office, request: str, conversation: str, *about: Any) -> str:
    """Why a request is refused; empty: it is not."""
    try:
        office.ask(request, conversation, *about)
    except Refused as refused:
        return refused.code
    return ""


def talking(office: Office, conversation: str, human: str, **facts: Any) -> None:
    """A visitor and a human who has written to them."""
    office.write(conversation, **facts)
    if office.place(conversation).owner != human:
        assert office.place(conversation).owner is None, "it is with somebody else"
    office.ask("pick_up", conversation, human, None)
    office.speak(conversation, human)
    told(office)


def waited(office: Office) -> list[int]:
    """How long those had waited who were put before somebody since."""
    found = [decision.numbers["waited"] for _, decision in office.log if isinstance(decision, Connect)]
    office.log.clear()
    return found


# 1. Arrival


@scene()
def rule_1_an_arrival_is_with_a_human_at_once_and_it_is_said_why(office: Office) -> None:
    office.come("ana", capacity=2)
    office.write("c1")
    assert office.log[-1][1].numbers == {"free": 2, "capacity": 2, "waited": 0}  # type: ignore[union-attr]
    assert told(office) == ["Connect c1 ana first_in_line"]


@scene()
def rule_1_the_visitors_own_advocate_then_the_backup_then_anybody(office: Office) -> None:
    for name in ("ana", "ben", "cleo"):
        office.come(name, capacity=1)
    for c in ("c1", "c2", "c3"):
        office.write(c, advocate="cleo", backup="ben")
    assert told(office) == [
        "Connect c1 cleo your_customer",
        "Connect c2 ben your_customer",
        "Connect c3 ana first_in_line",
    ]


@scene()
def rule_1_a_new_matter_begins_with_the_advocate_whoever_had_the_last_one(office: Office) -> None:
    office.come("ana")
    office.come("ben")
    office.write("c1", known="ben", advocate="ana")
    office.write("c2", known="ben", backup="ana")
    assert told(office) == ["Connect c1 ana your_customer", "Connect c2 ben was_theirs"]


@scene()
def rule_1_who_lost_the_line_goes_on_with_whom_they_talked(office: Office) -> None:
    office.come("ben")
    talking(office, "c1", "ben", advocate="ana")
    office.vanish("ben")
    office.call_back("c1", after=1_000)
    for name in ("ana", "ben"):
        office.come(name)
    told(office)
    office.wait(1_000)
    assert told(office) == ["Connect c1 ben was_theirs"]


@scene()
def rule_1_the_least_load_for_the_capacity_then_the_longest_since_the_last_then_the_id(office: Office) -> None:
    office.come("wide", capacity=8)
    office.write("w")
    office.wait(1_000)
    office.come("half", capacity=2)
    office.write("h")
    office.wait(1_000)
    office.come("b", capacity=1)
    office.come("a", capacity=1)
    told(office)
    for n in range(6):
        office.write(f"c{n}")
    assert [w.split()[2] for w in told(office)] == ["a", "b", "wide", "wide", "wide", "half"]


# 2. The line


@scene()
def rule_2_the_line_is_served_in_the_order_of_coming_and_the_rescued_first(office: Office) -> None:
    office.come("ben", capacity=1)
    talking(office, "rescued", "ben")
    for c in ("c1", "c2", "c3"):
        office.wait(1_000)
        office.write(c)
    office.vanish("ben")
    office.come("ana", capacity=9)
    assert told(office) == [
        "Rescue rescued ben",
        *(f"Connect {c} ana first_in_line" for c in ("rescued", "c1", "c2", "c3")),
    ]


@scene()
def rule_2_a_priority_is_a_credit_of_time_so_overtaking_is_bounded(office: Office) -> None:
    office.write("first")
    office.wait(50_000)
    office.write("second")
    office.wait(125_000)
    office.write("high", priority=2)
    office.wait(10_000)
    office.write("late", priority=2)
    office.come("ana", capacity=9)
    assert [w.split()[1] for w in told(office)] == ["high", "first", "late", "second"]


@scene()
def rule_2_who_is_not_there_lets_those_who_are_go_first_and_keeps_the_place(office: Office) -> None:
    for c in ("c1", "c2", "c3"):
        office.write(c)
    office.part("c1")
    office.part("c2")
    office.back("c2")
    told(office)
    office.come("ana", capacity=9)
    assert [w.split()[1] for w in told(office)] == ["c2", "c3", "c1"]


# 3. A human frees up


@scene()
def rule_3_an_own_customer_overtakes_by_half_a_minute_and_no_more(office: Office) -> None:
    office.come("ana", capacity=1)
    talking(office, "now", "ana")
    office.write("c1")
    office.wait(30_000)
    office.write("own", advocate="ana")
    told(office)
    office.end("now")
    assert told(office) == ["Connect own ana your_customer"]
    office.end("own")
    assert told(office) == ["Connect c1 ana first_in_line"]
    office.speak("c1", "ana")
    office.write("c2")
    office.wait(5_000)
    office.ask("pick_up", "c1", "ana", None)
    office.speak("c1", "ana")
    office.wait(25_001)
    office.write("late", advocate="ana")
    told(office)
    office.end("c1")
    assert told(office) == ["Connect c2 ana first_in_line"]


@scene()
def rule_3_an_own_customer_does_not_overtake_the_rescued(office: Office) -> None:
    office.come("ana", capacity=1)
    office.come("ben", capacity=1)
    talking(office, "hers", "ana")
    talking(office, "his", "ben")
    office.write("own", advocate="ana")
    office.vanish("ben")
    told(office)
    office.end("hers")
    assert told(office) == ["Connect his ana first_in_line"]


@scene()
def rule_3_nobody_is_held_back_for_a_busy_advocate(office: Office) -> None:
    office.come("ana", capacity=1)
    talking(office, "c1", "ana")
    office.come("ben", capacity=1)
    office.write("c2", advocate="ana", known="ana")
    assert told(office) == ["Connect c2 ben first_in_line"]


@scene()
def rule_3_a_visitor_may_choose_to_wait_until_the_advocate_goes_away(office: Office) -> None:
    office.come("ana", capacity=1)
    talking(office, "now", "ana")
    office.write("c1", advocate="ana")
    office.ask("wait_for", "c1", "ana")
    office.come("ben", capacity=1)
    assert told(office) == ["KeepFor c1 ana"]
    office.away("ana")
    assert told(office) == ["KeepFor c1", "Connect c1 ben first_in_line"]


@scene()
def rule_3_who_chose_to_wait_is_put_before_that_one_as_soon_as_they_are_free(office: Office) -> None:
    office.come("ana", capacity=1)
    talking(office, "now", "ana")
    office.write("c1")
    office.ask("wait_for", "c1", "ana")
    assert office.ask("wait_for", "c1", "ana") is None
    told(office)
    office.end("now")
    assert told(office) == ["Connect c1 ana waits_for_you"]


@scene()
def rule_3_the_choice_to_wait_ends_with_a_decline(office: Office) -> None:
    _chosen_and_rung(office)
    office.ask("decline", "c1", "ana", 1)
    assert told(office) == ["Pass c1 ana", "Connect c1 ben first_in_line"]


@scene()
def rule_3_the_choice_to_wait_ends_when_that_one_vanishes_while_it_rings(office: Office) -> None:
    _chosen_and_rung(office)
    office.vanish("ana")
    assert told(office) == ["Rescue c1 ana", "Connect c1 ben first_in_line"]


def _chosen_and_rung(office: Office) -> None:
    office.come("ana", capacity=1)
    talking(office, "now", "ana")
    office.write("c1")
    office.ask("wait_for", "c1", "ana")
    office.end("now")
    office.come("ben")
    assert told(office)[-1] == "Connect c1 ana waits_for_you"


@scene()
def rule_3_who_waits_for_one_does_not_stand_before_the_customers_of_another(office: Office) -> None:
    office.come("ana", capacity=1)
    office.come("ben", capacity=1)
    talking(office, "hers", "ana")
    talking(office, "his", "ben")
    office.write("kept", advocate="ana")
    office.ask("wait_for", "kept", "ben")
    office.wait(1_000)
    office.write("c1")
    office.wait(1_000)
    office.write("own", advocate="ana")
    told(office)
    office.end("hers")
    assert told(office) == ["Connect own ana your_customer"]


@scene()
def rule_3_who_declined_is_not_rung_again_though_the_visitor_chooses_to_wait_for_them(office: Office) -> None:
    office.come("ana")
    office.write("c1")
    office.ask("decline", "c1", "ana", 1)
    office.wait(1_000)
    office.ask("wait_for", "c1", "ana")
    assert told(office) == ["Connect c1 ana first_in_line", "Pass c1 ana", "KeepFor c1 ana"]
    office.wait(58_999)
    assert told(office) == []
    office.wait(1)
    assert told(office) == ["Connect c1 ana waits_for_you"]


# 4. No answer


@scene()
def rule_4_it_rings_exactly_so_long_then_goes_on_and_the_human_is_away(office: Office) -> None:
    office.come("ana", capacity=1)
    office.write("c1")
    office.come("ben")
    office.wait(19_999)
    assert told(office) == ["Connect c1 ana first_in_line"]
    office.wait(1)
    assert told(office) == ["Withdraw c1 ana", "Connect c1 ben first_in_line"]
    assert office.human("ana") is None
    assert office.place("c1").offer == 2


@scene()
def rule_4_nothing_that_happens_meanwhile_lets_it_ring_longer(office: Office) -> None:
    office.come("ana", capacity=1)
    office.write("c1")
    office.wait(15_000)
    office.ask("escalate", "c1")
    office.come("ana", capacity=2)
    office.write("c1")
    office.wait(5_000)
    assert told(office) == ["Connect c1 ana first_in_line", "Urge c1", "Withdraw c1 ana"]


@scene()
def rule_4_a_ring_that_is_over_is_refused_though_nobody_has_looked_since(office: Office) -> None:
    office.come("ana", capacity=1)
    office.come("ben", capacity=1)
    office.write("c1")
    office.wait(19_999)
    assert refusal(office, "pick_up", "c1", "ben", 1) == "already_taken"
    office.wait(1)
    assert refusal(office, "pick_up", "c1", "ana", 1) == "already_taken"
    assert refusal(office, "decline", "c1", "ana", 1) == "offer_over"
    assert office.place("c1").owner == "ben"
    office.wait(20_000)
    assert refusal(office, "pick_up", "c1", "ana", 1) == "offer_over"
    assert refusal(office, "pick_up", "c1", "ana", None) == ""


@scene()
def rule_4_first_words_are_due_and_there_is_a_nudge_before(office: Office) -> None:
    office.come("ana")
    office.write("c1")
    office.wait(10_000)
    office.ask("pick_up", "c1", "ana", 1)
    told(office)
    office.wait(44_999)
    assert told(office) == []
    office.wait(1)
    assert told(office) == ["Nudge c1 ana"]
    office.wait(44_999)
    assert told(office) == []
    office.wait(1)
    assert told(office) == ["Withdraw c1 ana"]
    assert office.human("ana") is None


@scene()
def rule_4_words_end_what_is_due(office: Office) -> None:
    office.come("ana")
    talking(office, "c1", "ana")
    office.wait(200_000)
    assert told(office) == []
    assert office.place("c1").state == "engaged"


@scene()
def rule_4_putting_it_aside_is_no_answer(office: Office) -> None:
    office.come("ana")
    office.write("c1")
    office.ask("pick_up", "c1", "ana", 1)
    office.ask("hold", "c1", "ana")
    told(office)
    office.wait(90_000)
    assert told(office) == ["Nudge c1 ana", "Withdraw c1 ana"]
    office.come("ana")
    office.ask("pick_up", "c1", "ana", None)
    office.ask("hold", "c1", "ana")
    office.speak("c1", "ana")
    told(office)
    office.wait(90_000)
    assert told(office) == []


@scene()
def rule_2_a_wait_lasts_until_a_humans_first_word_whoever_picks_up(office: Office) -> None:
    """And then they wait anew, from when their human was gone."""
    office.come("ana", capacity=1)
    office.write("c1")
    office.ask("pick_up", "c1", "ana", 1)
    office.wait(90_000)
    office.come("ben", capacity=1)
    assert waited(office) == [0, 90_000], "nobody has said a word to them"
    office.ask("pick_up", "c1", "ben", 2)
    office.vanish("ben")
    office.wait(5_000)
    office.come("ben", capacity=1)
    assert waited(office) == [95_000], "nor when the line of who picked up dropped"
    office.ask("pick_up", "c1", "ben", 3)
    office.speak("c1", "ben")
    office.wait(60_000)
    office.vanish("ben")
    office.wait(7_000)
    office.come("ben", capacity=1)
    assert waited(office) == [7_000]


@scene()
def rule_2_a_members_word_is_a_humans_too(office: Office) -> None:
    office.come("ana")
    office.come("ben")
    office.write("c1", advocate="ana")
    office.ask("pick_up", "c1", "ana", 1)
    office.ask("ask", "c1", "ana", "ben", "help")
    office.ask("pick_up", "c1", "ben", 2)
    office.speak("c1", "ben")
    office.wait(60_000)
    office.vanish("ana", "ben")
    office.wait(1_000)
    office.come("ana")
    assert waited(office) == [0, 1_000]


@scene()
def rule_10_what_was_promised_is_a_word_and_is_told_to_be_broken_where_somebody_picked_up_in_silence(
    office: Office,
) -> None:
    for c, breach in (("c1", 60_000), ("c2", 160_000)):
        office.come("ana")
        office.write(c, breach_in=breach)
        office.ask("pick_up", c, "ana", None)
        told(office)
        office.wait(90_000)
        assert told(office) == [f"Nudge {c} ana", f"Withdraw {c} ana"], (
            "who has picked up is with them, and may write yet"
        )
        office.wait(70_000)
        assert told(office) == ([] if c == "c1" else ["Break c2"]), (
            "what was broken meanwhile is told with the going back"
        )
        office.end(c)


@scene()
def rule_4_who_is_together_with_a_colleague_owes_no_first_words(office: Office) -> None:
    """Also not later, when the colleague has gone again."""
    office.come("ana")
    office.come("ben")
    office.write("c1", advocate="ana")
    office.ask("pick_up", "c1", "ana", 1)
    office.ask("ask", "c1", "ana", "ben", "help")
    office.ask("pick_up", "c1", "ben", 2)
    office.wait(60_000)
    office.ask("step_out", "c1", "ben")
    told(office)
    office.wait(60_000)
    assert told(office) == []


@scene()
def rule_4_a_decline_sends_it_on_at_once_and_keeps_the_pair_apart(office: Office) -> None:
    office.come("ana")
    office.write("c1", advocate="ana", known="ana")
    office.ask("decline", "c1", "ana", 1)
    assert office.ask("decline", "c1", "ana", 1) is None
    assert told(office) == ["Connect c1 ana your_customer", "Pass c1 ana"]
    office.write("c2")
    assert told(office) == ["Connect c2 ana first_in_line"]
    office.ask("pick_up", "c2", "ana", 1)
    office.speak("c2", "ana")
    told(office)
    office.wait(59_999)
    assert told(office) == []
    office.wait(1)
    assert told(office) == ["Connect c1 ana was_theirs"]


# 5. A human vanishes


@scene()
def rule_5_a_member_goes_on_in_their_place(office: Office) -> None:
    for name in ("ana", "ben", "cleo"):
        office.come(name)
    talking(office, "c1", "ana", advocate="ana")
    for name in ("ben", "cleo"):
        office.ask("ask", "c1", "ana", name, "help")
    for name in ("cleo", "ben"):
        office.wait(1)
        office.ask("pick_up", "c1", name, None)
    told(office)
    office.vanish("ana")
    assert told(office) == ["TakeOver c1 cleo ana"]
    office.vanish("cleo")
    assert told(office) == ["TakeOver c1 ben cleo"]


@scene()
def rule_5_else_the_head_of_the_line_which_knows_who_had_it(office: Office) -> None:
    office.come("ana", capacity=1)
    talking(office, "c1", "ana")
    office.write("c2")
    office.vanish("ana")
    assert told(office) == ["Rescue c1 ana"]
    office.come("ana", capacity=1)
    assert told(office) == ["Connect c1 ana was_theirs"]


@scene()
def rule_5_who_was_only_rung_is_not_known(office: Office) -> None:
    office.come("ana")
    office.write("c1")
    office.away("ana")
    office.come("ben")
    office.end("c1")
    assert told(office) == ["Connect c1 ana first_in_line", "Rescue c1 ana", "Connect c1 ben first_in_line"]


@scene()
def rule_5_who_is_only_asked_in_is_no_heir(office: Office) -> None:
    office.come("ana", capacity=1)
    office.come("ben", capacity=1)
    talking(office, "c1", "ana", advocate="ana")
    office.ask("ask", "c1", "ana", "ben", "take_over")
    office.vanish("ana")
    assert told(office) == ["Ask c1 ben take_over asked", "Rescue c1 ana", "Connect c1 ben first_in_line"]


@scene()
def rule_5_those_who_vanish_in_one_instant_leave_nobody_behind(office: Office) -> None:
    office.come("ana")
    office.come("ben")
    talking(office, "c1", "ana", advocate="ana")
    office.ask("ask", "c1", "ana", "ben", "help")
    office.ask("pick_up", "c1", "ben", None)
    office.write("c2", advocate="ben")
    told(office)
    office.vanish("ana", "ben")
    assert told(office) == ["Dismiss c1 ben went_away", "Rescue c1 ana", "Rescue c2 ben"]


@scene()
def rule_5_a_member_has_also_what_is_held_for_its_visitor(office: Office) -> None:
    office.come("ana")
    office.come("ben")
    for c in ("c1", "c2"):
        talking(office, c, "ana", advocate="ana")
    office.ask("ask", "c1", "ana", "ben", "help")
    office.part("c1")
    office.part("c2")
    told(office)
    office.vanish("ana")
    assert told(office) == []
    office.ask("pick_up", "c1", "ben", None)
    assert told(office) == ["Join c1 ben help", "TakeOver c1 ben ana"]
    office.back("c1")
    office.back("c2")
    assert told(office) == ["Resume c1 ben", "Requeue c2", "Connect c2 ben first_in_line"]


# 6. Hold


@scene()
def rule_6_hold_frees_the_slot_and_coming_back_may_exceed_it_by_one(office: Office) -> None:
    office.come("ana", capacity=1)
    for c in ("c1", "c2"):
        talking(office, c, "ana")
        office.ask("hold", c, "ana")
    office.write("c3")
    assert told(office)[-1] == "Connect c3 ana first_in_line"
    office.ask("resume", "c1", "ana")
    assert told(office) == ["Resume c1 ana"]
    office.ask("resume", "c2", "ana")
    assert told(office) == ["Requeue c2 ana"]
    office.end("c1")
    office.end("c3")
    assert told(office) == ["Connect c2 ana was_theirs"]


@scene()
def rule_6_a_member_has_what_its_human_has_no_place_for(office: Office) -> None:
    office.come("ana", capacity=1)
    office.come("ben", capacity=1)
    talking(office, "c1", "ana", advocate="ana")
    office.ask("ask", "c1", "ana", "ben", "help")
    office.ask("pick_up", "c1", "ben", None)
    office.part("c1")
    for c, human in (("his", "ben"), ("hers", "ana"), ("hers too", "ana")):
        talking(office, c, human, advocate=human)
    office.back("c1")
    assert told(office) == ["Join c1 ben ana take_over", "Resume c1 ben"]


@scene()
def rule_6_only_the_owner_holds_and_resumes(office: Office) -> None:
    office.come("ana")
    office.come("ben")
    talking(office, "c1", "ana", advocate="ana")
    assert refusal(office, "hold", "c1", "ben") == "not_yours"
    assert refusal(office, "resume", "c1", "ben") == "not_yours"
    assert office.ask("resume", "c1", "ana") is None
    office.ask("hold", "c1", "ana")
    assert office.ask("hold", "c1", "ana") is None


@scene()
def rule_6_who_is_back_comes_back_by_themselves(office: Office) -> None:
    office.come("ana", capacity=1)
    talking(office, "c1", "ana")
    office.part("c1")
    office.write("c2")
    told(office)
    office.back("c1")
    assert told(office) == ["Resume c1 ana"]
    office.part("c1")
    office.away("ana")
    told(office)
    office.back("c1")
    assert told(office) == ["Resume c1 ana"], "who takes no new calls keeps those they have"


@scene()
def rule_6_who_is_back_is_not_put_before_somebody_who_did_not_answer(office: Office) -> None:
    office.come("ana")
    talking(office, "c1", "ana")
    office.part("c1")
    office.write("c2")
    told(office)
    office.wait(office.rules.ring)
    told(office)
    office.back("c1")
    assert told(office) == ["Requeue c1"]


# 7. Escalation


@scene()
def rule_7_in_line_it_gives_the_highest_credit(office: Office) -> None:
    office.write("c1")
    office.wait(179_000)
    office.write("c2")
    office.ask("escalate", "c2")
    assert office.ask("escalate", "c2") is None
    assert told(office) == ["Urge c2"]
    office.come("ana")
    assert [w.split()[1] for w in told(office)] == ["c2", "c1"]


@scene()
def rule_7_whoever_asks_for_it_waits_for_nobody_and_for_no_hour(office: Office) -> None:
    office.come("ana", capacity=1)
    talking(office, "now", "ana")
    office.write("kept")
    office.ask("wait_for", "kept", "ana")
    office.write("later")
    office.call_back("later", 3_600_000)
    office.come("ben")
    told(office)
    office.ask("escalate", "kept")
    office.ask("escalate", "later")
    assert told(office) == [
        "Urge kept",
        "Connect kept ben first_in_line",
        "Urge later",
        "Connect later ben first_in_line",
    ]


@scene()
def rule_7_whoever_asks_again_gets_another(office: Office) -> None:
    for name in ("ana", "ben", "cleo"):
        office.come(name)
    talking(office, "c1", "ana", advocate="ana")
    office.ask("escalate", "c1")
    office.ask("pick_up", "c1", "ben", 2)
    office.ask("escalate", "c1")
    assert told(office) == [
        "Urge c1",
        "Ask c1 ben fix escalated",
        "Join c1 ben fix",
        "Urge c1",
        "Ask c1 cleo fix escalated",
    ]


@scene()
def rule_7_a_free_lead_then_a_free_colleague_then_the_least_loaded_then_it_is_pending_and_first(office: Office) -> None:
    office.come("ana", capacity=9)
    for c in ("c1", "c2", "c3", "c4"):
        talking(office, c, "ana")
    office.come("ben", capacity=1)
    office.come("tom", capacity=1, lead=True)
    office.ask("escalate", "c1")
    office.ask("escalate", "c2")
    assert told(office) == ["Urge c1", "Ask c1 tom fix escalated", "Urge c2", "Ask c2 ben fix escalated"]
    office.wait(1)
    office.ask("escalate", "c3")
    office.wait(1)
    office.ask("escalate", "c4")
    assert told(office) == ["Urge c3", "Ask c3 ben fix escalated", "Urge c4", "Ask c4 tom fix escalated"]
    office.ask("pick_up", "c1", "tom", None)
    office.ask("pick_up", "c4", "tom", None)
    office.ask("decline", "c2", "ben", office.place("c2").guests[0].offer)
    assert "Ask" not in str(told(office)), "nobody is left who could"
    office.write("c5", advocate="tom")
    told(office)
    office.end("c1")
    office.end("c4")
    assert told(office)[0] == "Ask c2 tom fix escalated"


@scene()
def rule_7_whoever_has_waited_longest_for_help_is_helped_first(office: Office) -> None:
    office.come("ana")
    for c in ("c1", "c2"):
        talking(office, c, "ana")
    for c in ("c2", "c1"):
        office.wait(1)
        office.ask("escalate", c)
    told(office)
    office.come("ben", capacity=1)
    assert told(office) == ["Ask c2 ben fix escalated", "Ask c1 ben fix escalated"]


@scene()
def rule_7_it_is_never_refused_not_with_everybody_full_or_away_or_nobody_here(office: Office) -> None:
    office.write("c1")
    assert refusal(office, "escalate", "c1") == ""
    office.come("ana", capacity=1)
    office.ask("pick_up", "c1", "ana", 1)
    told(office)
    assert refusal(office, "escalate", "c1") == ""
    office.end("c1")
    assert office.ask("escalate", "c1") is None


@scene()
def rule_7_whoever_declines_or_is_silent_is_followed_by_another(office: Office) -> None:
    for name in ("ana", "ben", "cleo"):
        office.come(name)
    talking(office, "c1", "ana", advocate="ana")
    office.ask("escalate", "c1")
    office.ask("decline", "c1", "ben", 2)
    assert told(office) == [
        "Urge c1",
        "Ask c1 ben fix escalated",
        "Dismiss c1 ben declined",
        "Ask c1 cleo fix escalated",
    ]
    office.wait(20_000)
    assert told(office) == ["Dismiss c1 cleo no_answer"]
    office.wait(39_999)
    assert told(office) == []
    office.wait(5_000)
    assert office.log[-1][0] == office.now - 4_999, "it is not as of when they may be asked again"
    assert told(office) == ["Ask c1 ben fix escalated"]


@scene()
def rule_7_who_already_had_it_is_not_somebody_else(office: Office) -> None:
    """They vanished before anybody came, and are back: the visitor still lacks who can fix it, and goes first meanwhile."""
    office.come("ana", capacity=1)
    office.write("c0")
    office.end("c0")
    talking(office, "c1", "ana")
    office.wait(170_000)
    office.ask("escalate", "c1")
    office.vanish("ana")
    office.come("ana", capacity=1)
    office.ask("pick_up", "c1", "ana", None)
    told(office)
    office.come("ben", capacity=1)
    assert told(office) == ["Ask c1 ben fix escalated"]


@scene()
def rule_7_the_last_human_cannot_leave_and_a_hand_over_is_warm(office: Office) -> None:
    office.come("ana")
    office.come("ben")
    talking(office, "c1", "ana", advocate="ana")
    assert refusal(office, "step_out", "c1", "ana") == "last_human"
    office.ask("ask", "c1", "ana", "ben", "take_over")
    assert refusal(office, "step_out", "c1", "ana") == "last_human"
    assert office.place("c1").owner == "ana"
    told(office)
    office.ask("decline", "c1", "ben", 2)
    assert told(office) == ["Dismiss c1 ben declined"]
    office.ask("ask", "c1", "ana", "ben", "take_over")
    office.ask("pick_up", "c1", "ben", 3)
    assert told(office) == ["Ask c1 ben take_over asked", "Join c1 ben ana take_over"]
    assert office.place("c1").owner == "ben"
    assert office.place("c1").guests == ()
    assert office.ask("step_out", "c1", "ana") is None


@scene()
def rule_7_whom_one_brought_in_can_have_it_at_once(office: Office) -> None:
    for name in ("ana", "ben", "cleo"):
        office.come(name)
    talking(office, "c1", "ana", advocate="ana")
    for name in ("ben", "cleo"):
        office.ask("ask", "c1", "ana", name, "help")
        office.ask("pick_up", "c1", name, None)
    told(office)
    assert refusal(office, "ask", "c1", "ben", "cleo", "take_over") == "already_in"
    office.ask("ask", "c1", "ana", "ben", "take_over")
    assert told(office) == ["Join c1 ben ana take_over"]
    place = office.place("c1")
    assert (place.owner, [g.human for g in place.guests]) == ("ben", ["cleo"])


@scene()
def rule_6_whoever_comes_in_lifts_the_hold(office: Office) -> None:
    for name in ("ana", "ben", "cleo"):
        office.come(name, capacity=1)
    for c, other, errand in (("c1", "ben", "help"), ("c2", "cleo", "fix")):
        talking(office, c, "ana", advocate="ana")
        office.ask("hold", c, "ana")
        office.ask("ask", c, "ana", other, errand)
        assert office.place(c).state == "held", "only asked as yet"
        office.ask("pick_up", c, other, 2)
        assert (office.place(c).state, office.place(c).owner) == ("engaged", "ana")
        office.end(c)


@scene()
def rule_6_nobody_is_on_hold_while_a_colleague_is_with_them(office: Office) -> None:
    """Who would go hands it over to that one, or waits until they have gone; one who is only asked in is not there yet."""
    office.come("ana")
    office.come("ben")
    talking(office, "c1", "ana", advocate="ana")
    office.ask("ask", "c1", "ana", "ben", "help")
    office.ask("pick_up", "c1", "ben", None)
    assert refusal(office, "hold", "c1", "ana") == "not_alone"
    assert office.place("c1").state == "engaged"
    office.ask("step_out", "c1", "ben")
    office.ask("ask", "c1", "ana", "ben", "help")
    office.ask("hold", "c1", "ana")
    assert office.place("c1").state == "held"


@scene()
def rule_7_who_takes_over_what_is_held_takes_it_up(office: Office) -> None:
    office.come("ana")
    office.come("ben")
    talking(office, "c1", "ana", advocate="ana")
    office.ask("hold", "c1", "ana")
    office.ask("ask", "c1", "ana", "ben", "take_over")
    office.ask("pick_up", "c1", "ben", 2)
    assert (office.place("c1").state, office.place("c1").owner) == ("engaged", "ben")


# 8. Conference


@scene()
def rule_8_any_colleague_may_be_brought_in_and_the_owner_stays(office: Office) -> None:
    office.come("ana", capacity=1)
    office.come("ben", capacity=1)
    talking(office, "c1", "ana", advocate="ana")
    office.ask("ask", "c1", "ana", "ben", "help")
    assert office.ask("ask", "c1", "ana", "ben", "help") is None
    assert refusal(office, "pick_up", "c1", "ben", 1) == "offer_over"
    office.ask("pick_up", "c1", "ben", 2)
    place = office.place("c1")
    assert (place.owner, [(g.human, g.joined) for g in place.guests]) == ("ana", [("ben", True)])
    assert refusal(office, "ask", "c1", "ana", "ben", "help") == "already_in"
    office.ask("step_out", "c1", "ben")
    assert told(office) == ["Ask c1 ben help asked", "Join c1 ben help", "Dismiss c1 ben stepped_out"]


@scene()
def rule_8_who_is_away_or_full_is_not_asked_and_strangers_do_not_ask(office: Office) -> None:
    office.come("ana", capacity=1)
    office.come("ben", capacity=1)
    office.come("cleo", capacity=1)
    office.away("cleo")
    talking(office, "c1", "ana", advocate="ana")
    for c in ("c2", "c3"):
        talking(office, c, "ben", advocate="ben")
    assert refusal(office, "ask", "c1", "ana", "cleo", "help") == "not_there"
    assert refusal(office, "ask", "c1", "ana", "ben", "help") == "hands_full"
    assert refusal(office, "ask", "c1", "ben", "cleo", "help") == "not_yours"
    assert refusal(office, "ask_somebody", "c1", "ana", None, "help") == "hands_full"
    assert refusal(office, "ask_somebody", "c1", "ana", "sales", "help") == "not_there"


@scene()
def rule_8_whoever_is_free_is_never_who_just_declined(office: Office) -> None:
    for name in ("ana", "ben", "cleo"):
        office.come(name)
    talking(office, "c1", "ana", advocate="ana")
    talking(office, "c2", "cleo", advocate="cleo")
    office.ask("ask_somebody", "c1", "ana", None, "take_over")
    office.ask("decline", "c1", "ben", 2)
    office.ask("ask_somebody", "c1", "ana", None, "take_over")
    assert office.ask("ask_somebody", "c1", "ana", None, "take_over") is None
    assert told(office) == [
        "Ask c1 ben take_over asked",
        "Dismiss c1 ben declined",
        "Ask c1 cleo take_over asked",
    ]


@scene()
def rule_8_who_was_asked_can_be_let_off_but_not_whom_the_visitor_needs(office: Office) -> None:
    office.come("ana")
    office.come("ben")
    talking(office, "c1", "ana", advocate="ana")
    office.ask("ask", "c1", "ana", "ben", "help")
    office.ask("take_back", "c1", "ana", "ben")
    assert told(office) == ["Ask c1 ben help asked", "Dismiss c1 ben withdrawn"]
    office.ask("escalate", "c1")
    assert refusal(office, "take_back", "c1", "ana", "ben") == "not_yours"


# 9. Team and language


@scene()
def rule_9_a_team_narrows_until_the_overflow_and_then_anybody(office: Office) -> None:
    office.come("ana", capacity=1, teams=["sales"])
    talking(office, "now", "ana")
    office.come("ben")
    office.write("c1", team="sales")
    office.wait(29_999)
    assert told(office) == []
    office.wait(1)
    assert told(office) == ["Connect c1 ben first_in_line"]


@scene()
def rule_9_a_language_narrows_too_and_who_names_none_speaks_all(office: Office) -> None:
    office.come("ana", languages=["en"])
    office.come("ben", languages=["de", "en"])
    office.write("c1", language="de")
    office.come("cleo")
    office.write("c2", language="de")
    assert told(office) == ["Connect c1 ben speaks_their_language", "Connect c2 cleo speaks_their_language"]


@scene()
def rule_9_nobody_waits_for_a_team_of_which_nobody_is_there(office: Office) -> None:
    office.come("ana", languages=["de"])
    office.write("c1", team="sales", language="de")
    office.write("c2", team="sales", language="it")
    assert told(office) == ["Connect c1 ana speaks_their_language", "Connect c2 ana first_in_line"]


@scene()
def rule_9_a_teams_line_does_not_hold_back_whose_own_human_is_free(office: Office) -> None:
    office.come("ana", capacity=1, teams=["sales"])
    office.come("ben", capacity=1)
    talking(office, "hers", "ana")
    talking(office, "his", "ben")
    office.write("c1", team="sales")
    office.write("own", team="sales", advocate="ben")
    told(office)
    office.end("his")
    assert told(office) == ["Connect own ben your_customer"]


# 10. Nobody present


@scene()
def rule_10_with_nobody_here_the_place_is_kept_and_the_promise_is_told_to_be_broken(office: Office) -> None:
    office.write("c1", breach_in=60_000)
    office.wait(59_999)
    assert told(office) == []
    office.wait(1)
    assert told(office) == ["Break c1"]
    office.write("c2")
    office.come("ana", capacity=1)
    assert told(office) == ["Connect c1 ana first_in_line"]


@scene()
def rule_10_a_call_back_is_not_made_before_its_time_and_then_in_its_place(office: Office) -> None:
    office.write("c1")
    office.call_back("c1", 60_000)
    office.write("c2")
    office.come("ana", capacity=1)
    assert told(office) == ["Connect c2 ana first_in_line"]
    office.ask("pick_up", "c2", "ana", 1)
    office.speak("c2", "ana")
    office.wait(60_000)
    office.write("c3")
    told(office)
    office.end("c2")
    assert told(office) == ["Connect c1 ana first_in_line"]


@scene()
def rule_10_who_was_called_earlier_and_lost_the_line_does_not_wait_for_the_hour(office: Office) -> None:
    office.come("ana")
    office.away("ana")
    office.write("c1")
    office.call_back("c1", 3_600_000)
    office.ask("pick_up", "c1", "ana", None)
    office.vanish("ana")
    told(office)
    office.come("ben")
    assert told(office) == ["Connect c1 ben first_in_line"]


# 11. What falls due


@scene()
def rule_11_each_at_its_own_time_however_late_somebody_looks(office: Office) -> None:
    office.come("ana")
    office.come("ben")
    office.write("c1")
    began = office.now
    office.wait(50_000)
    moments = [moment - began for moment, _ in office.log]
    assert moments == [0, 20_000, 20_000, 40_000]
    assert told(office) == [
        "Connect c1 ana first_in_line",
        "Withdraw c1 ana",
        "Connect c1 ben first_in_line",
        "Withdraw c1 ben",
    ]


@scene()
def rule_11_what_falls_due_in_one_instant_is_one_batch_then_it_settles(office: Office) -> None:
    """Both rings end before either visitor goes on, so neither is put before the other's silent human."""
    office.come("ana", capacity=2)
    office.come("ben", capacity=2)
    office.write("c1")
    office.write("c2")
    told(office)
    office.wait(20_000)
    assert told(office) == ["Withdraw c1 ana", "Withdraw c2 ben"]


@scene()
def rule_11_who_is_silent_once_is_not_rung_by_anything_else(office: Office) -> None:
    office.come("ana", capacity=2)
    office.write("c1")
    office.wait(5_000)
    office.write("c2")
    told(office)
    office.wait(15_000)
    assert told(office) == ["Withdraw c1 ana", "Rescue c2 ana"]


# 12. Never full


@scene()
def rule_12_nobody_is_turned_away(office: Office) -> None:
    office.come("ana", capacity=1)
    for n in range(40):
        office.write(f"c{n}")
    told(office)
    for n in range(40):
        assert office.place(f"c{n}").state == ("ringing" if n == 0 else "waiting")
    for n in range(39):
        office.end(f"c{n}")
        assert told(office) == [f"Connect c{n + 1} ana first_in_line"]


# Written in again


@scene()
def what_was_closed_and_is_written_in_again_is_a_new_wait_with_new_ring_numbers(office: Office) -> None:
    office.come("ana", capacity=1)
    office.write("c1")
    office.end("c1")
    office.wait(5_000)
    office.write("c2")
    office.write("c1", known="ana")
    office.end("c2")
    assert told(office)[-1] == "Connect c1 ana was_theirs"
    assert refusal(office, "pick_up", "c1", "ana", 1) == "offer_over"
    assert refusal(office, "pick_up", "c1", "ana", 2) == ""
