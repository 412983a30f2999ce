"""A conversation's log, read as a story: who had it when, and where the story makes no sense.

What the desk does in silence (a ring on the desk of somebody who vanished goes back to the line) is known only from
who was there, so the reader is told that.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from server.wire import nouns
from server.wire.nouns import TeamEntry

State = Literal["none", "waiting", "ringing", "engaged", "held"]


@dataclass
class Span:
    """From `since` until `until` (null: still) the conversation was in this state, with this agent. `came`: who brought it there."""

    conversation: str
    state: State
    agent: str | None
    since: int
    until: int | None = None
    came: Literal["by_hand", "by_desk", "asked"] = "by_hand"


@dataclass
class Story:
    """What the log tells: the `places` it was in, one after another, the `guests` asked or in besides, and the `nonsense`."""

    conversation: str
    places: list[Span] = field(default_factory=list)
    guests: list[Span] = field(default_factory=list)
    nonsense: list[str] = field(default_factory=list)
    before: dict[int, tuple[State, str | None]] = field(default_factory=dict)
    """Seq → state and agent just before that entry."""

    @property
    def now(self) -> Span | None:
        """Where it is, as far as read."""
        return self.places[-1] if self.places and self.places[-1].until is None else None


def read(conversation: str, log: Sequence[TeamEntry], absent: Callable[[str, int, int], bool]) -> Story:
    """Read it all. `absent(agent, since, at)`: whether whom it rang for since then had gone until then."""
    story = Story(conversation)
    for n, entry in enumerate(log, 1):
        if entry.seq != n:
            story.nonsense.append(f"entry {entry.seq} stands where {n} should")
        here = story.now
        story.before[entry.seq] = (here.state, here.agent) if here else ("none", None)
        for complaint in _take(story, entry, absent):
            story.nonsense.append(f"entry {entry.seq}: {complaint}")
    return story


def _take(story: Story, entry: TeamEntry, absent: Callable[[str, int, int], bool]) -> Iterator[str]:
    by, at, body = entry.by, entry.at, entry.body
    here = story.now
    state, agent = (here.state, here.agent) if here else ("none", None)
    match body:
        case nouns.Message() | nouns.Escalated() if state == "none":
            _move(story, at, "waiting", None)
        case nouns.Message() if by.kind == "agent":
            inside = {agent} | {g.agent for g in story.guests if g.until is None and g.state == "engaged"}
            if by.id not in inside:
                yield f"{by.name} speaks in what is {state} with {agent}"
        case nouns.Reopened():
            _move(story, at, *(("engaged", by.id) if by.kind == "agent" else ("waiting", None)))
        case nouns.Connected():
            if state == "engaged" or (state == "ringing" and here and not absent(agent or "", here.since, at)):
                yield f"put before {by.name} while it is {state} with {agent}"
            _move(story, at, "ringing", by.id, "by_desk")
        case nouns.PickedUp():
            if state not in {"waiting", "ringing"} or (state == "ringing" and agent != by.id):
                yield f"picked up by {by.name} while it is {state} with {agent}"
            _move(story, at, "engaged", by.id)
        case nouns.NoAnswer() | nouns.LineDropped():
            if agent != by.id:
                yield f"lost by {by.name} while it is {state} with {agent}"
            _move(story, at, "waiting", None)
        case nouns.NotComing():
            if state == "ringing" and agent == body.whom.id:
                _move(story, at, "waiting", None)
            _out(story, at, body.whom.id)
        case nouns.TookOver():
            _out(story, at, by.id)
            _move(story, at, "engaged", by.id)
        case nouns.Asked():
            story.guests.append(Span(story.conversation, "ringing", body.whom.id, at, came="asked"))
        case nouns.Joined() if by.kind == "agent":
            _out(story, at, by.id)
            story.guests.append(Span(story.conversation, "engaged", by.id, at))
        case nouns.SteppedOut():
            _out(story, at, by.id)
        case nouns.HandedOver():
            if agent != by.id:
                yield f"handed over by {by.name} while it is {state} with {agent}"
            _out(story, at, body.to.id)
            _move(story, at, "engaged", body.to.id)
        case nouns.Held():
            _move(story, at, "held", by.id)
        case nouns.Resumed():
            if state != "held" or agent != by.id:
                yield f"resumed by {by.name} while it is {state} with {agent}"
            _move(story, at, "engaged", by.id)
        case nouns.BackInLine():
            if state != "held":
                yield f"back in line while it is {state} with {agent}"
            _move(story, at, "waiting", None)
        case nouns.Closed() | nouns.Departed():
            if isinstance(body, nouns.Closed) and agent != by.id:
                yield f"closed by {by.name} while it is {state} with {agent}"
            _move(story, at, "none", None)
        case _:
            pass


def _move(
    story: Story, at: int, state: State, agent: str | None, came: Literal["by_hand", "by_desk"] = "by_hand"
) -> None:
    if here := story.now:
        here.until = at
    if state in {"none", "waiting"}:
        for guest in story.guests:
            guest.until = guest.until if guest.until is not None else at
    if state != "none":
        story.places.append(Span(story.conversation, state, agent, at, came=came))


def _out(story: Story, at: int, agent: str) -> None:
    for guest in story.guests:
        if guest.agent == agent and guest.until is None:
            guest.until = at
