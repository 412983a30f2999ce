"""An agent's line at whose other end stands the test: it says what it is given, in the structs of the wire."""

import re
from dataclasses import dataclass, field
from typing import Any

import msgspec
from playwright.sync_api import Page, WebSocketRoute

from server.wire.agent import (
    AgentEvent,
    Colleague,
    Me,
    Member,
    Opened,
    Preview,
    Row,
    TeamCard,
    VisitorCard,
    Welcome,
)
from server.wire.limits import LIMITS
from server.wire.nouns import Face, Message, PickedUp, TeamEntry, Told
from tests.browser.conftest import SITE
from tests.browser.line import ANA, BEN, HERE, MINUTE, TOM

NOW = 1_790_000_000_000
MAYA = Face(kind="agent", id="agent-maya", name="Maya Chen")
KIM = Face(kind="insider", id="insider-kim", name="Dr. Kim")
JONAS = Face(kind="visitor", id="visitor-jonas", name="Jonas Weber")
TALK = "talk-of-jonas"


def card(name: str = JONAS.name, **known: Any) -> VisitorCard:
    """A visitor of whom this is known."""
    common: dict[str, Any] = {
        "id": f"visitor-{name.split(maxsplit=1)[0].lower()}",
        "name": name,
        "nameless": False,
        "online": True,
        "page": {"url": "https://fernhill.example/wheels", "title": "Wheel truing"},
        "told": (Told(name="order", value="20418, Ridgeline 3, green 56"),),
        "language": "en-GB",
        "zone": "Europe/Berlin",
        "since": NOW - 3_000 * MINUTE,
        "person": ANA.id,
        "backup": BEN.id,
        "priority": 0,
    }
    return msgspec.convert(common | known, VisitorCard)


def row(state: str, text: str, name: str = JONAS.name, **known: Any) -> Row:
    """A conversation of which this is known."""
    visitor = known.pop("visitor", None) or card(name)
    waits = state in {"waiting", "ringing"}
    common: dict[str, Any] = {
        "id": TALK if name == JONAS.name else f"talk-of-{visitor.id}",
        "visitor": visitor,
        "state": state,
        "absent": False,
        "rank": 1,
        "order": NOW,
        "sequence": 1,
        "since": NOW - 2 * MINUTE if waits else None,
        "agent": None if state in {"waiting", "closed", "left"} else ANA.id,
        "offer": 1,
        "because": None,
        "numbers": {},
        "due": None,
        "members": (),
        "calling_all": False,
        "escalated": None,
        "waits_for": None,
        "team": None,
        "reach": HERE,
        "promise": None,
        "head": 3,
        "read": 3,
        "visitor_read": 3,
        "last": Preview(at=NOW, by=msgspec.structs.replace(JONAS, name=name), kind="message", text=text),
        "changed": NOW,
    }
    return msgspec.convert(common | known, Row)


def member(face: Face, **known: Any) -> Member:
    """Somebody who came in, of whom this is known."""
    common: dict[str, Any] = {
        "face": face,
        "state": "joined",
        "errand": "help",
        "because": "asked",
        "asked_by": ANA,
        "why": "",
        "numbers": {},
        "offer": 2,
        "due": None,
    }
    return msgspec.convert(common | known, Member)


def colleague(
    face: Face, presence: str = "available", load: int = 1, languages: tuple[str, ...] = ("en",)
) -> Colleague:
    """One of the team."""
    common = {"id": face.id, "name": face.name, "role": "agent", "presence": presence, "capacity": 3, "load": load}
    return msgspec.convert(common | {"teams": (), "languages": languages}, Colleague)


def welcome(*rows: Row, mode: str = "connect", **me: Any) -> Welcome:
    """All that Ana's console is told at once."""
    ana: dict[str, Any] = {"id": ANA.id, "name": ANA.name, "role": "owner", "presence": "available"}
    ana |= {"away_because": None, "capacity": 4, "teams": (), "languages": ("en",)}
    team = (colleague(ANA), colleague(TOM, load=3), colleague(MAYA, languages=("en", "fr")), colleague(BEN, "away", 0))
    return Welcome(
        version=1,
        now=NOW,
        limits=LIMITS,
        me=msgspec.convert(ana | me, Me),
        site=SITE,
        site_name="Fernhill Bikes",
        mode="ring" if mode == "ring" else "connect",
        revision=0,
        teams=(TeamCard(id="team-frames", name="Frames"),),
        team=team,
        rows=rows,
        more=False,
    )


def log(*happened: tuple[Face, Any]) -> tuple[TeamEntry, ...]:
    """A log in which this happened, a minute apart."""
    return tuple(
        TeamEntry(seq=n, visitor_seq=n, at=NOW - (len(happened) - n) * MINUTE, by=by, id=None, body=body)
        for n, (by, body) in enumerate(happened, start=1)
    )


CLICKS: tuple[Face, Any] = (JONAS, Message(text="My rear wheel clicks when I pedal hard.", html=None))
PICKED_UP: tuple[Face, Any] = (ANA, PickedUp(because="your_customer"))


@dataclass
class AgentLine:
    """The line of one console. What it says is `heard`; it is welcomed, and shown what it opens."""

    page: Page
    first: Welcome
    entries: tuple[TeamEntry, ...] = ()
    heard: list[dict[str, Any]] = field(default_factory=list)
    socket: WebSocketRoute | None = None

    def __post_init__(self) -> None:
        self.page.route_web_socket(re.compile("/ws/v1/agent"), self._answer)

    def says(self, event: AgentEvent) -> None:
        """Tell the console."""
        assert self.socket
        self.socket.send(msgspec.json.encode(event).decode())

    def _answer(self, socket: WebSocketRoute) -> None:
        self.socket = socket

        def hear(message: str | bytes) -> None:
            command = msgspec.json.decode(message)
            self.heard.append(command)
            if command["type"] == "hello":
                self.says(self.first)
            if command["type"] == "open":
                opened = next(row for row in self.first.rows if row.id == command["conversation"])
                self.says(Opened(row=opened, after=0, entries=self.entries, earlier=False))

        socket.on_message(hear)
