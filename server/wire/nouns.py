"""The nouns that visitors' and agents' frames share."""

from typing import Annotated, Literal

from msgspec import Meta

from server.wire.base import Count, Frame, Id, Line, Millis, Noun
from server.wire.limits import TEXT_MAX, WORDS_MAX

Text = Annotated[str, Meta(min_length=1, max_length=TEXT_MAX)]
Words = Annotated[str, Meta(max_length=WORDS_MAX)]
Url = Annotated[str, Meta(max_length=2_000)]


class Face(Noun):
    """Somebody in a conversation, as others see them."""

    kind: Literal["agent", "visitor", "system"]
    id: Annotated[str, Meta(max_length=64)]
    name: Line


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
    """An agent picked up: from here on a person is there."""


class LineDropped(Frame):
    """The agent's connection was lost; the conversation went back to the head of the line."""


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

    because: str
    numbers: dict[str, int]


PublicBody = Message | PickedUp | LineDropped | Closed | Reopened | Departed
TeamBody = PublicBody | Note | Connected


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
    "unknown_departure",
    "too_fast",
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
