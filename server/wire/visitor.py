"""What a visitor may say, and what a visitor may hear. Long, because it is read as one list."""

from typing import Annotated, Literal

from msgspec import Meta

from server.wire.base import Count, Frame, Id, Key, Line, Millis, Noun
from server.wire.limits import FACTS_MAX, HERE_MAX, PRESENT_MAX, Limits
from server.wire.nouns import (
    Face,
    Failed,
    Moving,
    Page,
    PublicEntry,
    Reach,
    Refused,
    Text,
    Told,
    Typing,
    WaitPromise,
    Words,
)

Reason = Literal[
    "too_expensive",
    "not_using_it",
    "missing_something",
    "too_hard",
    "broken",
    "badly_treated",
    "moved_elsewhere",
    "no_longer_needed",
    "not_as_promised",
]


# What a visitor may say


class Hello(Frame, tag="hello"):
    """The first command: which site, who (null: a newcomer), and how far this client's copy of `conversation` goes."""

    site: Key
    token: Annotated[str, Meta(max_length=100)] | None
    conversation: Id | None
    cursor: Count
    page: Page | None
    language: Annotated[str, Meta(max_length=35)] | None
    zone: Annotated[str, Meta(max_length=64)] | None
    told: Annotated[tuple[Told, ...], Meta(max_length=FACTS_MAX)]
    team: Line | None


class Say(Frame, tag="say"):
    """A message. `id` is the client's own: sending it again is harmless. `conversation` is null for the first words."""

    id: Id
    conversation: Id | None
    text: Text


class Escalate(Frame, tag="escalate"):
    """Get me someone who can fix this. Never refused; without a conversation it begins one."""

    id: Id


class Choose(Frame, tag="choose"):
    """How the answer shall reach me. The place in line is kept, whichever it is."""

    id: Id
    conversation: Id
    reach: Reach


class WaitFor(Frame, tag="wait_for"):
    """Rather wait for my own person (`person` true), or for whoever is free first."""

    id: Id
    conversation: Id
    person: bool


class SetPerson(Frame, tag="set_person"):
    """Who shall be my person here; null: nobody in particular."""

    id: Id
    person: Id | None


class Leave(Frame, tag="leave"):
    """Let me leave: ends the conversation at once."""

    id: Id


class Why(Frame, tag="why"):
    """After leaving, if they like: a reason, own words, or both."""

    id: Id
    departure: Id
    reason: Reason | None
    words: Words


class Write(Frame, tag="typing"):
    """I am writing. May be lost."""


class Read(Frame, tag="read"):
    """Everything up to `seq` was on my screen."""

    conversation: Id
    seq: Count


class Look(Frame, tag="look"):
    """The page under the panel changed."""

    page: Page


class Fetch(Frame, tag="fetch"):
    """Entries after `after`: how a gap is filled."""

    conversation: Id
    after: Count


class Earlier(Frame, tag="earlier"):
    """Entries before `before`: how history is read backwards."""

    conversation: Id
    before: Count


class Answer(Frame, tag="beat"):
    """The answer to the beat `n`."""

    n: Count


VisitorCommand = (
    Hello | Say | Escalate | Choose | WaitFor | SetPerson | Leave | Why | Write | Read | Look | Fetch | Earlier | Answer
)


# What a visitor may hear


class SiteCard(Noun):
    """The site, as its visitors see it."""

    key: Key
    name: Line
    greeting: str
    hue: int
    chroma: float


class Present(Noun):
    """Somebody who is here, and since when."""

    face: Face
    since: Millis


class Back(Noun):
    """When somebody will be here again, and who, if it is known."""

    at: Millis
    face: Face | None


class Presence(Noun):
    """Who is here: a few faces, the ids of all, whether one of them is free now, and who is back when if nobody is here."""

    here: Annotated[tuple[Present, ...], Meta(max_length=HERE_MAX)]
    ids: Annotated[tuple[Id, ...], Meta(max_length=PRESENT_MAX)]
    free: bool
    back: Back | None


class Person(Noun):
    """The visitor's own person here, and their stand-in. `back`: when the person is here again, if they are not and it is known."""

    face: Face
    backup: Face | None
    back: Millis | None


class Standing(Noun):
    """Where the conversation stands.

    `faces`: who is being rung, or who is there, the owner first; `since`: when the wait began. While
    waiting: `place` in line (1 is next; null: not known), the `promise` (null: we can't say yet), `waits_for`: the person they chose
    to wait for, `could_wait_for`: their own person, here but with somebody; `calling_all`: nobody
    answered, so everybody who is here is rung. `escalated`: they asked for somebody who can fix this, and that one is not there yet.
    """

    state: Literal["waiting", "ringing", "engaged", "held", "closed", "left"]
    faces: tuple[Face, ...]
    since: Millis | None
    place: Count | None
    promise: WaitPromise | None
    reach: Reach
    waits_for: Face | None
    could_wait_for: Face | None
    calling_all: bool
    escalated: bool


class VisitorConversation(Noun):
    """A conversation as its visitor holds it: the newest entries, `earlier` telling whether there are more before them."""

    id: Id
    head: Count
    standing: Standing
    entries: tuple[PublicEntry, ...]
    earlier: bool
    read: Count
    read_by_team: Count


class Welcome(Frame, tag="welcome"):
    """The answer to `Hello`. `token` is set once, for a newcomer: keep it before the first words are sent."""

    version: Count
    now: Millis
    limits: Limits
    token: str | None
    visitor: Face
    site: SiteCard
    presence: Presence
    person: Person | None
    page: Page | None
    told: tuple[Told, ...]
    conversation: VisitorConversation | None


class Acked(Frame, tag="acked"):
    """The command `id` is durable; `seq` is the entry it made, or the newest one where it made none."""

    id: Id
    conversation: Id
    seq: Count
    at: Millis


class Added(Frame, tag="entry"):
    """A new entry. If its `seq` is not one more than the last, fetch the gap."""

    conversation: Id
    entry: PublicEntry


class Fetched(Frame, tag="fetched"):
    """Entries after `after`, in order; `head` is the newest there is, so more may be left to fetch."""

    conversation: Id
    after: Count
    head: Count
    entries: tuple[PublicEntry, ...]


class History(Frame, tag="history"):
    """Entries before `before`; `earlier` tells whether there are more."""

    conversation: Id
    before: Count
    entries: tuple[PublicEntry, ...]
    earlier: bool


class Stands(Frame, tag="standing"):
    """Where the conversation stands now."""

    conversation: Id
    standing: Standing


class Here(Frame, tag="here"):
    """Who is here now."""

    presence: Presence


class PersonIs(Frame, tag="person"):
    """Who the visitor's own person is now; null: nobody in particular."""

    person: Person | None


class ReadByTeam(Frame, tag="read_by_team"):
    """An agent had everything up to `seq` on their screen."""

    conversation: Id
    seq: Count


class Left(Frame, tag="left"):
    """The leaving took effect. `number` is its receipt."""

    id: Id
    departure: Id
    number: str
    at: Millis
    conversation: Id | None


class Thanked(Frame, tag="thanked"):
    """The reason is recorded."""

    id: Id
    departure: Id


class Beat(Frame, tag="beat"):
    """Are you there? Answer with the same `n`. `head` is the conversation's newest seq; if it is beyond yours, fetch."""

    n: Count
    conversation: Id | None
    head: Count


VisitorEvent = (
    Welcome
    | Acked
    | Added
    | Fetched
    | History
    | Stands
    | Here
    | PersonIs
    | Typing
    | ReadByTeam
    | Left
    | Thanked
    | Beat
    | Moving
    | Refused
    | Failed
)
