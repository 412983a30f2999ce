"""What an agent may say, and what an agent may hear. Long, because it is read as one list."""

from typing import Annotated, Literal

from msgspec import Meta

from server.wire.base import Count, Frame, Id, Key, Line, Millis, Noun
from server.wire.limits import CAPACITY_MAX, CURSORS_MAX, Limits
from server.wire.nouns import (
    Face,
    Failed,
    Moving,
    Page,
    Refused,
    TeamEntry,
    Text,
    Told,
    Typing,
)

Role = Literal["agent", "lead", "owner"]


# What an agent may say


class Hello(Frame, tag="hello"):
    """The first command: which site (its key), and how far this client's copies of open conversations go."""

    site: Key
    cursors: Annotated[dict[Id, Count], Meta(max_length=CURSORS_MAX)]


class SetPresence(Frame, tag="set_presence"):
    """Whether I take calls, and how many at once."""

    presence: Literal["available", "away"]
    capacity: Annotated[int, Meta(ge=1, le=CAPACITY_MAX)]


class Open(Frame, tag="open"):
    """Show me this conversation and keep me posted. Opening one that rings for me picks it up."""

    conversation: Id
    after: Count


class Shut(Frame, tag="shut"):
    """I no longer look at this conversation."""

    conversation: Id


class PickUp(Frame, tag="pick_up"):
    """I take this waiting conversation, or the one that rings for me."""

    id: Id
    conversation: Id


class Reply(Frame, tag="reply"):
    """A message to the visitor, in Markdown. Sending the same `id` again is harmless."""

    id: Id
    conversation: Id
    text: Text


class WriteNote(Frame, tag="note"):
    """A note to the team."""

    id: Id
    conversation: Id
    text: Text


class Close(Frame, tag="close"):
    """I put the phone down."""

    id: Id
    conversation: Id


class Write(Frame, tag="typing"):
    """I am writing to this visitor. May be lost."""

    conversation: Id


class Read(Frame, tag="read"):
    """Everything up to `seq` was on my screen."""

    conversation: Id
    seq: Count


class Fetch(Frame, tag="fetch"):
    """Entries after `after`: how a gap is filled."""

    conversation: Id
    after: Count


class Earlier(Frame, tag="earlier"):
    """Entries before `before`."""

    conversation: Id
    before: Count


class Refresh(Frame, tag="refresh"):
    """Send the lists anew: how a missed change of the lists is mended."""


class More(Frame, tag="more"):
    """Ended conversations older than `before`."""

    before: Millis


class Answer(Frame, tag="beat"):
    """The answer to the beat `n`."""

    n: Count


AgentCommand = (
    Hello
    | SetPresence
    | Open
    | Shut
    | PickUp
    | Reply
    | WriteNote
    | Close
    | Write
    | Read
    | Fetch
    | Earlier
    | Refresh
    | More
    | Answer
)


# What an agent may hear


class Me(Noun):
    """The agent this socket speaks for."""

    id: Id
    name: Line
    role: Role
    presence: Literal["available", "away"]
    capacity: Count


class Colleague(Noun):
    """A member of the team as colleagues see them. Nothing here counts time."""

    id: Id
    name: Line
    role: Role
    presence: Literal["available", "away", "offline"]
    capacity: Count
    load: Count


class VisitorCard(Noun):
    """A visitor, as agents see them; the visitor sees the same facts."""

    id: Id
    name: Line
    nameless: bool
    online: bool
    page: Page | None
    told: tuple[Told, ...]
    language: str | None
    zone: str | None
    since: Millis


class Preview(Noun):
    """The last words of a conversation, for a list."""

    at: Millis
    by: Face
    kind: Literal["message", "note"]
    text: Line


class Row(Noun):
    """A conversation in a list. `since`: when this wait began; `agent`: who is rung or has it; `because`: why it is theirs."""

    id: Id
    visitor: VisitorCard
    state: Literal["waiting", "ringing", "engaged", "closed", "left"]
    rank: Count
    since: Millis | None
    agent: Id | None
    offer: Count
    because: str | None
    head: Count
    read: Count
    visitor_read: Count
    last: Preview | None
    changed: Millis


class Welcome(Frame, tag="welcome"):
    """The answer to `Hello`: everything a console shows before a conversation is opened. `more` tells whether older ended ones exist."""

    version: Count
    now: Millis
    limits: Limits
    me: Me
    site: Key
    site_name: Line
    revision: Count
    team: tuple[Colleague, ...]
    rows: tuple[Row, ...]
    more: bool


class Lists(Frame, tag="lists"):
    """The answer to `Refresh`."""

    revision: Count
    team: tuple[Colleague, ...]
    rows: tuple[Row, ...]
    more: bool


class Rows(Frame, tag="rows"):
    """Rows that changed, as of `revision`. If that is not one more than the last, ask for the lists anew."""

    revision: Count
    rows: tuple[Row, ...]


class Older(Frame, tag="older"):
    """The answer to `More`."""

    before: Millis
    rows: tuple[Row, ...]
    more: bool


class Team(Frame, tag="team"):
    """Colleagues who changed."""

    team: tuple[Colleague, ...]


class Presence(Frame, tag="presence"):
    """My own presence and capacity changed, here or on another of my screens."""

    me: Me


class VisitorChanged(Frame, tag="visitor"):
    """A visitor went to another page, came or went."""

    visitor: VisitorCard


class Opened(Frame, tag="opened"):
    """The answer to `Open`: the newest entries after the client's cursor; `earlier` tells whether there are more before the first."""

    row: Row
    after: Count
    entries: tuple[TeamEntry, ...]
    earlier: bool


class Touched(Frame, tag="touched"):
    """New words in a conversation this client does not have open."""

    conversation: Id
    head: Count
    last: Preview


class Acked(Frame, tag="acked"):
    """The command `id` is durable; `seq` is the entry it made."""

    id: Id
    conversation: Id
    seq: Count
    at: Millis


class Added(Frame, tag="entry"):
    """A new entry. If its `seq` is not one more than the last, fetch the gap."""

    conversation: Id
    entry: TeamEntry


class Fetched(Frame, tag="fetched"):
    """Entries after `after`, in order; `head` is the newest there is."""

    conversation: Id
    after: Count
    head: Count
    entries: tuple[TeamEntry, ...]


class History(Frame, tag="history"):
    """Entries before `before`; `earlier` tells whether there are more."""

    conversation: Id
    before: Count
    entries: tuple[TeamEntry, ...]
    earlier: bool


class ReadByVisitor(Frame, tag="read_by_visitor"):
    """The visitor had everything up to `visitor_seq` on their screen."""

    conversation: Id
    visitor_seq: Count


class ReadByTeam(Frame, tag="read_by_team"):
    """Somebody of the team had everything up to `seq` on their screen."""

    conversation: Id
    seq: Count


class Beat(Frame, tag="beat"):
    """Are you there? Answer with the same `n`. `heads`: newest seq of open conversations; `revision`: of the lists."""

    n: Count
    revision: Count
    heads: dict[Id, Count]


AgentEvent = (
    Welcome
    | Lists
    | Rows
    | Older
    | Team
    | Presence
    | VisitorChanged
    | Opened
    | Touched
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
