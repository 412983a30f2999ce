"""What an insider may say, and what an insider may hear: somebody invited into one conversation by a link, without a seat.

An insider's socket can be sent no list and no other conversation, because its type has none.
"""

from typing import Annotated

from msgspec import Meta

from server.wire.agent import (
    Acked,
    Added,
    Answer,
    Earlier,
    Fetch,
    Fetched,
    History,
    Read,
    ReadByTeam,
    ReadByVisitor,
    Reply,
    StepOut,
    VisitorCard,
    VisitorChanged,
    Write,
    WriteNote,
)
from server.wire.base import Count, Frame, Id, Line, Millis
from server.wire.limits import Limits
from server.wire.nouns import Face, Failed, Moving, Refused, TeamEntry, Typing


class Hello(Frame, tag="hello"):
    """The first command: the key from the link, and how far this client's copy of the conversation goes."""

    key: Annotated[str, Meta(max_length=100)]
    cursor: Count


InsiderCommand = Hello | Reply | WriteNote | Write | Read | Fetch | Earlier | StepOut | Answer


class Welcome(Frame, tag="welcome"):
    """The answer to `Hello`: the one conversation, who is in it, who asked for help and why, and until when the key is good."""

    version: Count
    now: Millis
    limits: Limits
    me: Face
    site_name: Line
    asked_by: Face | None
    why: Line
    expires: Millis
    conversation: Id
    visitor: VisitorCard
    faces: tuple[Face, ...]
    entries: tuple[TeamEntry, ...]
    after: Count
    head: Count
    earlier: bool
    visitor_read: Count


class With(Frame, tag="with"):
    """Who is in the conversation now, the owner first; `ended`: it is closed, or the visitor left."""

    faces: tuple[Face, ...]
    ended: bool


class Beat(Frame, tag="beat"):
    """Are you there? Answer with the same `n`. `head` is the conversation's newest seq; if it is beyond yours, fetch."""

    n: Count
    head: Count


InsiderEvent = (
    Welcome
    | With
    | VisitorChanged
    | Acked
    | Added
    | Fetched
    | History
    | Typing
    | ReadByVisitor
    | ReadByTeam
    | Beat
    | Moving
    | Refused
    | Failed
)
