"""What a decision means for a ring, or for a colleague who was asked in: how often each comes about is counted."""

from typing import Literal

from routing import decisions as d

Offer = tuple[Literal["ring", "ask"], str]
"""What it was, and what came of it."""


def offer(decision: d.Decision, *, rang: bool) -> Offer | None:
    """What came of it; None where no ring is concerned. `rang`: it did when this was decided."""
    match decision:
        case d.Connect():
            return "ring", "began"
        case d.Take():
            return "ring", "picked_up" if rang else "taken_from_the_line"
        case d.Withdraw():
            return "ring", "no_words" if decision.picked_up else "no_answer"
        case d.Pass():
            return "ring", "declined"
        case d.Rescue() if rang:
            return "ring", "agent_gone"
        case d.Ask():
            return "ask", "began"
        case d.Join():
            return "ask", "came"
        case d.Dismiss() if decision.why != "stepped_out":
            return "ask", decision.why
        case _:
            return None
