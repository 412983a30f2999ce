"""What an agent's console may show of the desk: one hand-made state each, and what is pressed to see it."""

from dataclasses import dataclass

from server.wire.agent import AgentEvent, Nudge, Welcome
from server.wire.nouns import (
    Asked,
    Chose,
    Closed,
    Connected,
    Departed,
    Escalated,
    HandedOver,
    Held,
    Joined,
    LineDropped,
    LongerThanSaid,
    NoAnswer,
    NotComing,
    Note,
    PersonChosen,
    Reach,
    Reopened,
    Resumed,
    SteppedOut,
    TeamEntry,
    TookOver,
    WaitPromise,
)
from tests.browser.deskline import (
    CLICKS,
    JONAS,
    KIM,
    MAYA,
    NOW,
    PICKED_UP,
    TALK,
    card,
    log,
    member,
    row,
    welcome,
)
from tests.browser.line import ANA, BEN, MINUTE, SYSTEM, TOM

MAIL = Reach(kind="write", address="greta@lind.example", due=None)
PHONE = Reach(kind="call", address="+44 20 7946 0018", due=NOW + 1_600 * MINUTE)
NADIA = row(
    "ringing",
    "The left crank came off on my way to work.",
    "Nadia Haddad",
    since=NOW - 6 * MINUTE,
    because="your_customer",
    numbers={"free": 1, "capacity": 4, "waited": 1},
    promise=WaitPromise(minutes=5, broken=True),
)
LINE = (
    row("waiting", "The invoice has the wrong name on it", "Sam Whitlock", waits_for=MAYA.id, sequence=2),
    row("waiting", "Bonjour", "Someone", visitor=card("Someone in Lyon", nameless=True, language="fr-FR"), sequence=3),
    row("waiting", "When does it ship?", "Greta Lind", absent=True, reach=MAIL, sequence=4),
    row("waiting", "Please call me", "Cal Ito", rank=0, reach=PHONE, visitor=card("Cal Ito", priority=2), sequence=5),
    row("held", "I’ll measure it and write by noon.", "Olu Kamara", because="first_in_line"),
    row("engaged", "And who pays for that?", "Rosa Brandt", agent=TOM.id, members=(member(MAYA, errand="fix"),)),
)
EVERYTHING = log(
    CLICKS,
    (ANA, Connected(because="your_customer", numbers={"free": 2, "capacity": 4, "waited": 9})),
    PICKED_UP,
    (ANA, Note(text="Rear hub is the one you laced in March.")),
    (SYSTEM, LongerThanSaid(minutes=5)),
    (JONAS, Chose(reach=PHONE)),
    (TOM, NoAnswer()),
    (TOM, LineDropped()),
    (ANA, TookOver(after=TOM)),
    (ANA, Held(because="visitor_away")),
    (SYSTEM, Resumed()),
    (JONAS, PersonChosen(person=ANA)),
    (JONAS, Escalated()),
    (SYSTEM, Asked(whom=BEN, to="fix", why="", numbers={})),
    (SYSTEM, NotComing(whom=BEN, because="no_answer")),
    (MAYA, Joined(because="escalated", asked_by=None, why="")),
    (MAYA, SteppedOut()),
    (KIM, Joined(because="insider", asked_by=ANA, why="knows the alloy")),
    (ANA, HandedOver(to=TOM, why="home at five")),
    (TOM, Closed()),
    (JONAS, Reopened()),
    (JONAS, Departed()),
)


@dataclass(frozen=True)
class State:
    """What the console is told, what it then hears, and the keys that are pressed."""

    first: Welcome
    entries: tuple[TeamEntry, ...] = log(CLICKS, PICKED_UP)
    then: tuple[AgentEvent, ...] = ()
    keys: str = ""


TALKING = row(
    "engaged", "Is five all right?", because="your_customer", members=(member(TOM, why="he builds our wheels"),)
)
LONG = row(
    "engaged",
    "Is five all right?",
    because="your_customer",
    visitor=card("Maximiliane-Alexandra Freifrau von Schönburg"),
)
FIXING = row("engaged", "Who pays?", members=(member(MAYA, errand="fix", asked_by=None), member(KIM, errand="insider")))
ASKING = row(
    "engaged",
    "Who pays?",
    escalated=NOW,
    members=(
        member(TOM, state="asked", errand="take_over", why="home at five"),
        member(KIM, state="asked", errand="insider"),
    ),
)
ASKED = row(
    "engaged",
    "Who pays?",
    agent=TOM.id,
    escalated=NOW,
    members=(member(ANA, state="asked", errand="fix", asked_by=None),),
)

STATES: dict[str, State] = {
    "ringing": State(welcome(NADIA, TALKING, *LINE)),
    "ringing all, away for no answer": State(
        welcome(
            row("waiting", "Anybody?", "Nadia Haddad", calling_all=True, rank=0),
            TALKING,
            presence="away",
            away_because="no_answer",
        )
    ),
    "it rings and must be picked up": State(welcome(row("ringing", "Anybody?"), mode="ring"), log(CLICKS)),
    "asked to fix it": State(welcome(ASKED)),
    "came in": State(welcome(row("engaged", "Who pays?", agent=TOM.id, members=(member(ANA),)))),
    "a credit": State(welcome(FIXING)),
    "waiting for a colleague": State(welcome(ASKING)),
    "put aside": State(welcome(row("held", "One moment.", because="first_in_line"))),
    "with a colleague": State(welcome(row("engaged", "Hello", agent=TOM.id))),
    "a long name": State(welcome(LONG)),
    "everything that may happen": State(welcome(TALKING), EVERYTHING),
    "nudged": State(welcome(TALKING), then=(Nudge(conversation=TALK, due=NOW),)),
    "bringing in": State(welcome(TALKING), keys="b"),
    "handing over": State(welcome(TALKING), keys="h"),
    "the keys": State(welcome(TALKING), keys="?"),
}
