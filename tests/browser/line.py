"""A visitor's line at whose other end stands the test: it says what it is given, in the structs of the wire."""

import re
from dataclasses import dataclass, field
from typing import Any

import msgspec
from playwright.sync_api import Page, WebSocketRoute

from server.wire.limits import LIMITS
from server.wire.nouns import Face, PickedUp, PublicEntry, Reach, WaitPromise
from server.wire.nouns import Message as Words
from server.wire.visitor import (
    Back,
    Person,
    Presence,
    Present,
    SiteCard,
    Standing,
    VisitorConversation,
    VisitorEvent,
    Welcome,
)

ANA = Face(kind="agent", id="agent-ana", name="Ana Reyes")
TOM = Face(kind="agent", id="agent-tom", name="Tom Brandt")
BEN = Face(kind="agent", id="agent-ben", name="Ben Okafor")
GUEST = Face(kind="insider", id="insider-maya", name="Maya Lind")
JONAS = Face(kind="visitor", id="visitor-jonas", name="Visitor from Berlin")
SYSTEM = Face(kind="system", id="system", name="")

NOW = 1_790_000_000_000
"""A Monday in September 2026, in the afternoon."""
MINUTE = 60_000
HOUR = 60 * MINUTE
HERE = Reach(kind="here", address="", due=None)


def presence(*faces: Face, free: bool = False, back: Back | None = None) -> Presence:
    """These are here since noon; whether one of them is free."""
    here = tuple(Present(face=face, since=NOW - 3 * HOUR) for face in faces[:5])
    return Presence(here=here, ids=tuple(face.id for face in faces), free=free, back=back)


def standing(state: str, **known: Any) -> Standing:
    """A standing of which only this is known."""
    unknown: dict[str, Any] = {
        "faces": (),
        "since": None,
        "place": None,
        "promise": None,
        "reach": HERE,
        "waits_for": None,
        "could_wait_for": None,
        "calling_all": False,
        "escalated": False,
    }
    return msgspec.convert(unknown | known | {"state": state}, Standing)


def promise(minutes: int, broken: bool = False) -> WaitPromise:
    """Nine in ten within so many minutes."""
    return WaitPromise(minutes=minutes, broken=broken)


def said(text: str) -> tuple[Face, Words]:
    """The visitor's words."""
    return JONAS, Words(text=text, html=None)


def picked_up(by: Face) -> tuple[Face, PickedUp]:
    """They picked up, being next."""
    return by, PickedUp(because="first_in_line")


def log(*happened: tuple[Face, Any]) -> tuple[PublicEntry, ...]:
    """A log in which this happened, a few seconds apart."""
    return tuple(
        PublicEntry(seq=n, at=NOW - 5 * MINUTE + n * 4_000, by=by, id=None, body=body)
        for n, (by, body) in enumerate(happened, start=1)
    )


def welcome(
    there: Presence, stands: Standing | None = None, entries: tuple[PublicEntry, ...] = (), person: Person | None = None
) -> Welcome:
    """All that a panel is told at once; with a standing there is a conversation."""
    conversation = (
        None
        if stands is None
        else VisitorConversation(
            # Another conversation each time: then the panel takes it as it is.
            id=f"conversation-{id(entries)}",
            head=len(entries),
            standing=stands,
            entries=entries,
            earlier=False,
            read=len(entries),
            read_by_team=0,
        )
    )
    return Welcome(
        version=1,
        now=NOW,
        limits=LIMITS,
        token=None,
        visitor=JONAS,
        site=SiteCard(key="fernhill", name="Fernhill Bikes", greeting="", hue=256, chroma=0.175),
        presence=there,
        person=person,
        page=None,
        told=(),
        conversation=conversation,
    )


@dataclass
class Line:
    """The line of one page. What the panel says is `heard`, and nothing of it is answered but the hello."""

    page: Page
    first: Welcome
    heard: list[dict[str, Any]] = field(default_factory=list)
    socket: WebSocketRoute | None = None

    def __post_init__(self) -> None:
        self.page.route_web_socket(re.compile("/ws/v1/visitor"), self._answer)

    def says(self, event: VisitorEvent) -> None:
        """Tell the panel."""
        assert self.socket
        self.socket.send(msgspec.json.encode(event).decode())

    def drops(self) -> None:
        """Cut it; the panel dials anew."""
        assert self.socket
        self.socket.close()

    def commands(self, kind: str) -> list[dict[str, Any]]:
        """Those of this kind that the panel has said."""
        return [command for command in self.heard if command["type"] == kind]

    def _answer(self, socket: WebSocketRoute) -> None:
        self.socket = socket

        def hear(message: str | bytes) -> None:
            command = msgspec.json.decode(message)
            self.heard.append(command)
            if command["type"] == "hello":
                self.says(self.first)

        socket.on_message(hear)
