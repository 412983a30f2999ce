"""What a visitor may see while somebody is yet to come, and what may happen on the line: one hand-made state each."""

from server.wire.nouns import (
    Chose,
    Closed,
    Escalated,
    Face,
    HandedOver,
    Held,
    Joined,
    LineDropped,
    LongerThanSaid,
    NoAnswer,
    PersonChosen,
    PickedUp,
    Reach,
    Resumed,
    SteppedOut,
    TookOver,
)
from server.wire.visitor import Back, Person, Welcome
from tests.browser.line import (
    ANA,
    BEN,
    GUEST,
    HOUR,
    JONAS,
    NOW,
    SYSTEM,
    TOM,
    log,
    picked_up,
    presence,
    promise,
    said,
    standing,
    welcome,
)

CRANK = said("The left crank came loose on the way to work. Can I still ride home?")
TYRES = said("Can you fit wider tyres on my Ridgeline before Sunday?")
BUSY = presence(ANA, TOM)
TOMORROW = NOW + 18 * HOUR
AWAY = Person(face=ANA, backup=BEN, back=NOW + HOUR)
JONAS_MAIL = Reach(kind="write", address="jonas@weber.example", due=None)
LONG = Face(kind="agent", id="agent-long", name="Maximiliane-Theodora-Annegret Oberhuber-Wittgenstein")
LONG_MAIL = Reach(kind="write", address=f"jonas.{'weber' * 12}@fernhill.example", due=None)
JONAS_PHONE = Reach(kind="call", address="+49 30 1234567", due=TOMORROW)

FIRST: dict[str, Welcome] = {
    "one here": welcome(presence(ANA, free=True)),
    "many here": welcome(presence(ANA, TOM, BEN, free=True)),
    "both busy": welcome(BUSY),
    "own person here": welcome(presence(TOM, ANA, free=True), person=Person(face=ANA, backup=None, back=None)),
    "own person back later": welcome(presence(BEN, free=True), person=AWAY),
    "nobody, hour known": welcome(presence(back=Back(at=TOMORROW, face=TOM))),
    "nobody, hour unknown": welcome(presence()),
}
"""The first open."""

LINE: dict[str, Welcome] = {
    "third, with a range": welcome(BUSY, standing("waiting", place=3, promise=promise(4)), log(CRANK)),
    "next, unknown": welcome(BUSY, standing("waiting", place=1), log(CRANK)),
    "range broken": welcome(
        BUSY,
        standing("waiting", place=2, promise=promise(3, broken=True)),
        log(CRANK, (SYSTEM, LongerThanSaid(minutes=3))),
    ),
    "could wait for Ana": welcome(
        BUSY,
        standing("waiting", place=3, promise=promise(5), could_wait_for=ANA),
        log(CRANK),
        Person(face=ANA, backup=None, back=None),
    ),
    "waits for Ana": welcome(
        BUSY, standing("waiting", place=1, waits_for=ANA), log(CRANK), Person(face=ANA, backup=None, back=None)
    ),
    "own person away": welcome(presence(BEN), standing("waiting", place=2, promise=promise(10)), log(CRANK), AWAY),
    "rings for everybody": welcome(
        presence(), standing("waiting", place=1, calling_all=True), log(CRANK, (TOM, NoAnswer()))
    ),
    "asked for somebody who can fix this": welcome(
        BUSY, standing("waiting", place=2, escalated=True), log(CRANK, (JONAS, Escalated()))
    ),
    "chose to be written to": welcome(
        BUSY,
        standing("waiting", place=3, promise=promise(4), reach=JONAS_MAIL),
        log(CRANK, (JONAS, Chose(reach=JONAS_MAIL))),
    ),
    "nobody, hour known": welcome(presence(back=Back(at=TOMORROW, face=TOM)), standing("waiting", place=1), log(TYRES)),
    "nobody, hour unknown": welcome(presence(), standing("waiting"), log(TYRES)),
    "long names": welcome(
        presence(LONG, BEN),
        standing("waiting", place=37, promise=promise(30), could_wait_for=LONG, reach=LONG_MAIL),
        log(CRANK, (LONG, HandedOver(to=BEN, why="")), (JONAS, Chose(reach=LONG_MAIL))),
    ),
    "nobody, call tomorrow": welcome(
        presence(back=Back(at=TOMORROW, face=TOM)),
        standing("waiting", place=1, reach=JONAS_PHONE),
        log(TYRES, (JONAS, Chose(reach=JONAS_PHONE))),
        Person(face=ANA, backup=BEN, back=NOW + 66 * HOUR),
    ),
}
"""In line, or nobody is here."""

TALK: dict[str, Welcome] = {
    "ringing": welcome(presence(ANA, free=True), standing("ringing", faces=(ANA,)), log(CRANK)),
    "all that may happen": welcome(
        BUSY,
        standing("engaged", faces=(TOM, BEN), escalated=True),
        log(
            CRANK,
            (TOM, NoAnswer()),
            (ANA, PickedUp(because="your_customer")),
            (TOM, Joined(because="asked", asked_by=ANA, why="he builds our wheels.")),
            (GUEST, Joined(because="insider", asked_by=ANA, why="")),
            (GUEST, SteppedOut()),
            (ANA, Held(because="by_agent")),
            (ANA, Resumed()),
            (ANA, HandedOver(to=TOM, why="")),
            (SYSTEM, LineDropped()),
            (TOM, TookOver(after=ANA)),
            (JONAS, Escalated()),
            (BEN, Joined(because="escalated", asked_by=None, why="")),
            (SYSTEM, PersonChosen(person=BEN)),
        ),
    ),
    "on hold": welcome(
        BUSY, standing("held", faces=(ANA,)), log(CRANK, picked_up(ANA), (ANA, Held(because="by_agent")))
    ),
    "closed": welcome(
        presence(ANA, free=True), standing("closed", faces=(ANA,)), log(CRANK, picked_up(ANA), (ANA, Closed()))
    ),
}
"""Somebody is there, or was."""
