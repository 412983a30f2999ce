"""The engine: what fell due, each at its own time; then the rescued join the line, and freed humans are served.

Laws: deciding again on the result yields nothing; nobody waits while a human whom they may have has a
free slot; ticks in between change nothing, because what falls due is decided on as of that moment.
"""

from collections.abc import Iterator

from routing import policy
from routing.decisions import (
    Ask,
    Break,
    Connect,
    Decision,
    Dismiss,
    KeepFor,
    Nudge,
    Requeue,
    Rescue,
    TakeOver,
    Withdraw,
)
from routing.model import Desk, Due, Pending, Returned, Stranded, Waiting
from routing.policy import Choice


def decide(desk: Desk) -> Iterator[Decision]:
    """Every decision that is due, each applied to the desk before the next is thought of.

    Also before a fact or a request: what fell due until then comes first, or a ring that is over would still be answered.
    """
    while (moment := desk.next_due()) is not None:
        desk.turn_to(moment)
        while due := desk.due():
            yield _applied(desk, _on(due))
        yield from _settle(desk)
    desk.turn_to(None)
    yield from _settle(desk)


def _applied(desk: Desk, decision: Decision) -> Decision:
    desk.apply(decision)
    return decision


def _on(due: Due) -> Decision:
    match due.kind:
        case "ring" | "words":
            return Withdraw(due.id, due.human, due.kind == "words")
        case "nudge":
            return Nudge(due.id, due.human, due.until)
        case "ask":
            return Dismiss(due.id, due.human, "no_answer", 0)
        case "promise":
            return Break(due.id)


def _settle(desk: Desk) -> Iterator[Decision]:
    """Nothing here waits for time: the same facts are settled once."""
    while (conversation := desk.let_down()) is not None:
        yield _applied(desk, KeepFor(conversation, None))
    while missing := desk.missing():
        yield _applied(desk, Dismiss(missing.id, missing.human, "went_away", 0))
    while stranded := desk.stranded():
        yield _applied(desk, _rescue(stranded))
    while returned := desk.returned():
        yield _applied(desk, _take_up(desk, returned))
    for pending in desk.pending():
        if ask := _send_help(desk, pending):
            yield _applied(desk, ask)
    while desk.anybody_free() and (connect := _serve(desk)):
        yield _applied(desk, connect)


def _rescue(stranded: Stranded) -> Decision:
    if stranded.heir is not None:
        return TakeOver(stranded.id, stranded.heir, stranded.human)
    return Rescue(stranded.id, stranded.human, stranded.picked_up)


def _take_up(desk: Desk, returned: Returned) -> Decision:
    place = desk.place(returned.id)
    return policy.taken_up(desk, place, returned.human) if place else Requeue(returned.id, None)


def _send_help(desk: Desk, pending: Pending) -> Decision | None:
    human = policy.helper(desk, pending)
    if human is None:
        return None
    return Ask(pending.id, human.id, "fix", None, "escalated", Choice(human, "escalated").numbers(0))


def _serve(desk: Desk) -> Connect | None:
    """The first in line for whom there is a human; that human's own customer may overtake a little."""
    for head in desk.heads():
        choice = policy.choose(desk, head)
        if choice is None:
            continue
        own = desk.first_of(choice.human.id)
        if own is not None and own.id != head.id and policy.may_overtake(own, head, desk.rules):
            theirs = policy.choose(desk, own)
            if theirs is not None and theirs.human.id == choice.human.id:
                return _connect(desk, own, theirs)
        return _connect(desk, head, choice)
    return None


def _connect(desk: Desk, waiting: Waiting, choice: Choice) -> Connect:
    waited = max(0, desk.now - waiting.wait_began)
    return Connect(waiting.id, choice.human.id, choice.because, choice.numbers(waited))
