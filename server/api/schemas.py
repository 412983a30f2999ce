"""What goes over the API. Bodies forbid fields they do not know."""

from typing import Annotated, Literal, TypeVar

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints, field_validator
from pydantic_core import PydanticCustomError

from server.wire.limits import INSIDER_HOURS_MAX, WHY_MAX

T = TypeVar("T")
Role = Literal["agent", "lead", "owner"]
Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=r"^[^\x00-\x1f]*$")
]


class Body(Schema):
    """A request's body."""

    model_config = ConfigDict(extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def keepable(cls, value: T) -> T:
        """Refuse text that no database keeps, wherever it stands."""
        within: list[object] = [value]
        while within:
            part = within.pop()
            if isinstance(part, str) and any(c == "\0" or "\ud800" <= c <= "\udfff" for c in part):
                raise PydanticCustomError("unkeepable", "Text must not contain NUL, or half of a character")
            within += (
                [*part.keys(), *part.values()] if isinstance(part, dict) else part if isinstance(part, list) else ()
            )
        return value


class UserOut(Schema):
    """Whoever is signed in."""

    id: str
    email: str
    name: str


class SeatOut(Schema):
    """A site on which I am an agent; `agent` is my id there."""

    key: str
    name: str
    role: Role
    agent: str


class MeOut(Schema):
    """Myself, and where I answer."""

    user: UserOut
    sites: list[SeatOut]


class MeIn(Body):
    """What I may change about myself."""

    name: Name


class SightingOut(Schema):
    """When the tag was last seen on an origin, in milliseconds since 1970, and what is wrong there."""

    origin: str
    at: int
    problem: Literal["origin_not_allowed", "framing_refused"] | None


class SiteOut(Schema):
    """A site with everything its settings show. `now` is the server's clock, to tell "3 s ago" by."""

    key: str
    name: str
    greeting: str
    hue: int
    chroma: float
    origins: list[str]
    tag: str
    talk_url: str
    sightings: list[SightingOut]
    now: int


class SiteIn(Body):
    """A new site."""

    name: str
    origins: list[str] = []


class SiteChange(Body):
    """What is given is changed, the rest stays."""

    name: str | None = None
    greeting: str | None = None
    hue: Annotated[int, Field(ge=0, le=360)] | None = None
    chroma: Annotated[float, Field(ge=0, le=0.175, allow_inf_nan=False)] | None = None
    origins: list[str] | None = None


Hours = Annotated[
    list[list[list[int]]],
    Field(description="Seven lists, Monday first, of [from, until] in minutes of the day; none: not told"),
]


class MemberOut(Schema):
    """A member of the team. No `languages`: any; `hours` stand in the site's zone, none: the site's; `teams` are ids."""

    id: str
    name: str
    email: str
    role: Role
    active: bool
    capacity: int
    languages: list[str]
    teams: list[str]
    hours: Hours


class MemberChange(Body):
    """What is given is changed, the rest stays."""

    role: Role | None = None
    active: bool | None = None
    languages: list[str] | None = None
    teams: list[str] | None = None
    hours: Hours | None = None


class InviteIn(Body):
    """Whom the link is for, and as what they join."""

    name: Name
    role: Role


class InviteOut(Schema):
    """An invite that waits to be used."""

    id: str
    role: Role
    name: str
    expires_at: int


class InviteMade(InviteOut):
    """The only time the link is shown."""

    url: str


class VisitorOut(Schema):
    """Who left."""

    id: str
    name: str


class DepartureOut(Schema):
    """One leaving. `words` are the visitor's own, literally: show them as text."""

    id: str
    number: str
    at: int
    visitor: VisitorOut
    conversation: str | None
    reason: str | None
    words: str


class DeparturesOut(Schema):
    """The newest first; `more` tells whether there are older ones."""

    departures: list[DepartureOut]
    more: bool


class InsiderIn(Body):
    """Whom a link into one conversation is for, why they are asked, and for how many hours it is good."""

    name: Name
    why: Annotated[str, StringConstraints(strip_whitespace=True, max_length=WHY_MAX, pattern=r"^[^\x00-\x1f]*$")]
    hours: Annotated[int, Field(ge=1, le=INSIDER_HOURS_MAX)]


class InsiderOut(Schema):
    """A link into a conversation that is good until `expires_at`; `joined`: whoever it is for has come in by it."""

    id: str
    name: str
    why: str
    expires_at: int
    joined: bool


class InsiderMade(InsiderOut):
    """The only time the link is shown."""

    url: str


class SeenIn(Body):
    """What a loader says that may not open its panel."""

    origin: Annotated[str, Field(max_length=300)]
    problem: Literal["origin_not_allowed", "framing_refused"] | None
