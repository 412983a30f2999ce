"""The nouns that visitors' and agents' frames share. Long, because it is read as one list."""

from typing import Annotated, Literal

from msgspec import Meta

from server.wire.base import Count, Frame, Id, Line, Millis, Noun
from server.wire.limits import TEXT_MAX, WORDS_MAX

Text = Annotated[str, Meta(min_length=1, max_length=TEXT_MAX)]
Words = Annotated[str, Meta(max_length=WORDS_MAX)]
Url = Annotated[str, Meta(max_length=2_000)]


Because = Literal[
    "your_customer",
    "was_theirs",
    "waits_for_you",
    "on_the_team",
    "speaks_their_language",
    "first_in_line",
    "asked",
    "escalated",
    "everybody_is_rung",
    "picked_up",
    "took_over",
]
"""Why a conversation is somebody's, or rings for them."""
Errand = Literal["help", "take_over", "fix", "insider"]
"""What somebody is asked into a conversation for. `fix`: the visitor asked for somebody who can."""


class Face(Noun):
    """Somebody in a conversation, as others see them. An insider was invited by a link, without a seat."""

    kind: Literal["agent", "insider", "visitor", "system"]
    id: Annotated[str, Meta(max_length=64)]
    name: Line


class Reach(Noun):
    """How the answer shall reach a visitor: here in the window, written to an address, or by a call to a number.

    `due`: not before this moment; null: as soon as somebody is free.
    """

    kind: Literal["here", "write", "call"]
    address: Line
    due: Millis | None


class WaitPromise(Noun):
    """Nine in ten in this place are answered within `minutes`. `broken`: it took longer, and they were told."""

    minutes: Count
    broken: bool


class Page(Noun):
    """The page a visitor's panel stands on."""

    url: Url
    title: Line


class Told(Noun):
    """One fact the owner's page told about its visitor, by a `data-fact-…` attribute of the tag."""

    name: Annotated[str, Meta(min_length=1, max_length=40)]
    value: Line


class Message(Frame):
    """Words somebody said. `text` is what went in; `html` is an agent's Markdown, rendered and cleaned, else null."""

    text: str
    html: str | None


class PickedUp(Frame):
    """An agent picked up: from here on a person is there. `because`: why this one."""

    because: Because


class LineDropped(Frame):
    """The agent's connection was lost. Somebody who was in the conversation took over, or it went to the head of the line."""


class NoAnswer(Frame):
    """It rang for an agent, who did not answer in time; the visitor goes on, first in line."""


class Joined(Frame):
    """Somebody came in. `asked_by`: who asked them, if somebody did, and `why` in that person's words."""

    because: Literal["asked", "escalated", "insider"]
    asked_by: Face | None
    why: Line


class SteppedOut(Frame):
    """Somebody who had come in left again; others stay."""


class HandedOver(Frame):
    """The conversation is `to` somebody else's from here on, who was there before the first one left."""

    to: Face
    why: Line


class TookOver(Frame):
    """Somebody who was in the conversation has it now: `after` is gone."""

    after: Face


class Held(Frame):
    """Put aside by its agent, or kept because its visitor is away. It stays theirs."""

    because: Literal["by_agent", "visitor_away"]


class Resumed(Frame):
    """Taken up again after being held."""


class BackInLine(Frame):
    """What was held is wanted again, and its agent has no place for it or is gone: it goes to the head of the line."""


class Escalated(Frame):
    """The visitor asked for somebody who can fix this. Never refused; a credit to whoever has them."""


class Chose(Frame):
    """The visitor chose how the answer shall reach them."""

    reach: Reach


class LongerThanSaid(Frame):
    """The promise about the wait was broken, and the visitor is told so."""

    minutes: Count


class PersonChosen(Frame):
    """Whom the visitor knows from here on: their advocate; null: nobody in particular."""

    person: Face | None


class Closed(Frame):
    """An agent put the phone down. Writing reopens the conversation."""


class Reopened(Frame):
    """Somebody wrote after the closing."""


class Departed(Frame):
    """The visitor left. The conversation is over for good."""


class Note(Frame):
    """An agent's word to the team. No visitor frame has a place for it."""

    text: str


class Connected(Frame):
    """The desk put the conversation before an agent, and why. For the team alone."""

    because: Because
    numbers: dict[str, int]


class Asked(Frame):
    """A colleague is asked to come in, to help or to take over. For the team alone. `numbers`: their places, as of `connected`."""

    whom: Face
    to: Errand
    why: Line
    numbers: dict[str, int]


class NotComing(Frame):
    """Who was rung, or asked in, does not come. For the team alone."""

    whom: Face
    because: Literal["declined", "no_answer", "withdrawn", "went_away", "expired"]


PublicBody = (
    Message
    | PickedUp
    | LineDropped
    | NoAnswer
    | Joined
    | SteppedOut
    | HandedOver
    | TookOver
    | Held
    | Resumed
    | BackInLine
    | Escalated
    | Chose
    | LongerThanSaid
    | PersonChosen
    | Closed
    | Reopened
    | Departed
)
TeamBody = PublicBody | Note | Connected | Asked | NotComing


class PublicEntry(Noun):
    """An entry as the visitor sees it. `seq` counts public entries only, without gaps."""

    seq: Count
    at: Millis
    by: Face
    id: Id | None
    body: PublicBody


class TeamEntry(Noun):
    """An entry as the team sees it. `seq` counts all entries, without gaps; `visitor_seq` is null where visitors do not see it."""

    seq: Count
    visitor_seq: Count | None
    at: Millis
    by: Face
    id: Id | None
    body: TeamBody


RefusalCode = Literal[
    "malformed",
    "unknown_type",
    "unknown_field",
    "wrong_type",
    "missing_field",
    "out_of_bounds",
    "duplicate_key",
    "forbidden_character",
    "too_deep",
    "frame_too_large",
    "not_text",
    "hello_first",
    "hello_twice",
    "unknown_site",
    "unknown_token",
    "expired_token",
    "foreign_origin",
    "signed_out",
    "not_a_member",
    "unknown_conversation",
    "not_yours",
    "already_ended",
    "already_taken",
    "offer_over",
    "not_there",
    "hands_full",
    "last_human",
    "not_alone",
    "already_in",
    "unknown_person",
    "pass_ended",
    "unknown_departure",
    "too_fast",
    "too_many_connections",
]


class Refused(Frame):
    """The peer's fault: what was wrong, where, and how to mend it. `about` is the command's client id, where it had one."""

    code: RefusalCode
    message: str
    field: str | None
    about: str | None


class Failed(Frame):
    """Our own fault. Nothing was stored; the same command with the same id may be sent again after `retry_ms`."""

    code: Literal["unavailable"]
    message: str
    about: str | None
    retry_ms: Count


class Moving(Frame):
    """This server is about to stop: connect anew at a random moment within `within_ms`. Nothing is lost."""

    within_ms: Count


class Typing(Frame):
    """Somebody is writing. May be lost; fades after twice `typing_ms`."""

    conversation: Id
    by: Face
