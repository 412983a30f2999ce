"""What an agent may say, and what an agent may hear. Long, because it is read as one list."""

from typing import Annotated, Literal

from msgspec import Meta

from server.wire.base import Count, Frame, Id, Key, Line, Millis, Noun
from server.wire.limits import CAPACITY_MAX, CURSORS_MAX, WHY_MAX, Limits
from server.wire.nouns import (
    Because,
    Errand,
    Face,
    Failed,
    Moving,
    Page,
    Reach,
    Refused,
    TeamEntry,
    Text,
    Told,
    Typing,
    WaitPromise,
)

Role = Literal["agent", "lead", "owner"]
Why = Annotated[str, Meta(max_length=WHY_MAX)]
Language = Annotated[str, Meta(pattern=r"^[a-z]{2,3}$(?!\n)", description="A language's code, without a region")]


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
    """Show me this conversation and keep me posted. Where the site connects, opening one that rings for me picks it up."""

    conversation: Id
    after: Count


class Shut(Frame, tag="shut"):
    """I no longer look at this conversation."""

    conversation: Id


class PickUp(Frame, tag="pick_up"):
    """I take this waiting conversation (`offer` null), or answer the ring with this number. A ring that is over is refused."""

    id: Id
    conversation: Id
    offer: Count | None


class Decline(Frame, tag="decline"):
    """Not now: the ring with this number goes on to somebody else. Also answers "come in, please"."""

    id: Id
    conversation: Id
    offer: Count


class Hold(Frame, tag="hold"):
    """I put this aside; it stays mine and its place is free for another."""

    id: Id
    conversation: Id


class Resume(Frame, tag="resume"):
    """I take up again what I put aside."""

    id: Id
    conversation: Id


class BringIn(Frame, tag="bring_in"):
    """A colleague shall come in and help; I stay."""

    id: Id
    conversation: Id
    whom: Id
    why: Why


class HandOver(Frame, tag="hand_over"):
    """Somebody else shall take over: `whom`, or of `team`, or whoever is free (both null). I stay until they are there."""

    id: Id
    conversation: Id
    whom: Id | None
    team: Id | None
    why: Why


class Uninvite(Frame, tag="uninvite"):
    """Whom I asked in need not come; an insider who is in goes."""

    id: Id
    conversation: Id
    whom: Id


class StepOut(Frame, tag="step_out"):
    """I leave a conversation that somebody else has."""

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
    | Decline
    | Hold
    | Resume
    | BringIn
    | HandOver
    | Uninvite
    | StepOut
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
    away_because: Literal["no_answer"] | None
    capacity: Count
    teams: tuple[Id, ...]
    languages: tuple[Language, ...]


class TeamCard(Noun):
    """A team of the site."""

    id: Id
    name: Line


class Colleague(Noun):
    """A member of the team as colleagues see them. Nothing here counts time."""

    id: Id
    name: Line
    role: Role
    presence: Literal["available", "away", "offline"]
    capacity: Count
    load: Count
    teams: tuple[Id, ...]
    languages: tuple[Language, ...]


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
    person: Id | None
    backup: Id | None
    priority: Literal[0, 1, 2]


class Preview(Noun):
    """The last words of a conversation, for a list."""

    at: Millis
    by: Face
    kind: Literal["message", "note"]
    text: Line


class Member(Noun):
    """Somebody beside the owner. `asked`: it rings for them, as offer `offer`, until `due` (null: no end); `joined`: they are in.

    `numbers`: what the desk asked them for rests on: their places `free` before this one, of their `capacity`.
    """

    face: Face
    state: Literal["asked", "joined"]
    errand: Errand
    because: Because
    asked_by: Face | None
    why: Line
    numbers: dict[str, int]
    offer: Count
    due: Millis | None


class Row(Noun):
    """A conversation in a list.

    The line's order is (`absent`, `rank`, `order`, `sequence`), ascending. `since`: when this wait began; `agent`: who is rung or has it,
    `because` and `numbers`: why it is theirs; `due`: when the ring is over, or the first words are due; `members`: who else is rung or in;
    `calling_all`: nobody answered, so it rings for everybody who is here; `escalated`: when the visitor asked for somebody who can
    fix this, until that one is there; `waits_for`: whom the visitor chose to wait for; `promise`: what they were told about the wait.
    """

    id: Id
    visitor: VisitorCard
    state: Literal["waiting", "ringing", "engaged", "held", "closed", "left"]
    absent: bool
    rank: Count
    order: Count
    sequence: Count
    since: Millis | None
    agent: Id | None
    offer: Count
    because: Because | None
    numbers: dict[str, int]
    due: Millis | None
    members: tuple[Member, ...]
    calling_all: bool
    escalated: Millis | None
    waits_for: Id | None
    team: Id | None
    reach: Reach
    promise: WaitPromise | None
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
    mode: Literal["connect", "ring"]
    revision: Count
    teams: tuple[TeamCard, ...]
    team: tuple[Colleague, ...]
    rows: tuple[Row, ...]
    more: bool


class Lists(Frame, tag="lists"):
    """The answer to `Refresh`."""

    mode: Literal["connect", "ring"]
    revision: Count
    teams: tuple[TeamCard, ...]
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
    """Colleagues who changed, as of `revision`. If that is not one more than the last, ask for the lists anew."""

    revision: Count
    team: tuple[Colleague, ...]


class Presence(Frame, tag="presence"):
    """My own presence and capacity changed, here or on another of my screens."""

    me: Me


class Nudge(Frame, tag="nudge"):
    """This visitor was picked up and has not read a word yet; at `due` they go on to somebody else."""

    conversation: Id
    due: Millis


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
    """The command `id` is durable; `seq` is the entry it made, or the newest one where it made none."""

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
    | Nudge
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
