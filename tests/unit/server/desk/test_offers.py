"""What is counted of rings: how they began, and how they ended."""

import pytest

from routing import decisions as d
from server.desk.offers import Offer, offer


@pytest.mark.parametrize(
    ("decision", "rang", "expected"),
    [
        (d.Connect("c", "ana", "first_in_line", {}), False, ("ring", "began")),
        (d.Take("c", "ana", "picked_up"), True, ("ring", "picked_up")),
        (d.Take("c", "ana", "picked_up"), False, ("ring", "taken_from_the_line")),
        (d.Withdraw("c", "ana", picked_up=False), True, ("ring", "no_answer")),
        (d.Withdraw("c", "ana", picked_up=True), False, ("ring", "no_words")),
        (d.Pass("c", "ana", 0), True, ("ring", "declined")),
        (d.Rescue("c", "ana", picked_up=False), True, ("ring", "agent_gone")),
        (d.Rescue("c", "ana", picked_up=True), False, None),
        (d.Ask("c", "tom", "help", "ana", "asked", {}), False, ("ask", "began")),
        (d.Join("c", "tom", "help", None), False, ("ask", "came")),
        (d.Dismiss("c", "tom", "declined", 0), False, ("ask", "declined")),
        (d.Dismiss("c", "tom", "stepped_out", 0), False, None),
        (d.Nudge("c", "ana", 0), False, None),
    ],
)
def test_what_a_decision_means_for_a_ring(decision: d.Decision, rang: bool, expected: Offer | None) -> None:
    assert offer(decision, rang=rang) == expected
