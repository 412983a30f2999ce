"""What goes over the API about how visitors are put through: the site's rules, its teams, and the roster."""

from typing import Annotated

from ninja import Schema
from pydantic import Field

from server.api.schemas import Body, Hours
from server.sites.queries import Mode, Priority


class RulesOut(Schema):
    """How a site puts its visitors through. `hours` stand in `zone` and only word when somebody is back."""

    mode: Mode
    ring_s: int
    overflow_s: int
    goal_s: int
    roster_cap: int
    zone: str
    hours: Hours


class RulesChange(Body):
    """What is given is changed, the rest stays."""

    mode: Mode | None = None
    ring_s: int | None = None
    overflow_s: int | None = None
    goal_s: int | None = None
    roster_cap: int | None = None
    zone: str | None = None
    hours: Hours | None = None


class TeamOut(Schema):
    """Agents for a matter. `priority` is the credit its visitors get in line."""

    id: str
    name: str
    priority: Priority
    members: list[str]


class TeamIn(Body):
    """A new team."""

    name: str
    priority: Priority = 0
    members: list[str] = []


class TeamChange(Body):
    """What is given is changed, the rest stays; `members` are all of them from then on."""

    name: str | None = None
    priority: Priority | None = None
    members: list[str] | None = None


class ShareOut(Schema):
    """How many visitors know an agent, and for how many they stand in. `full`: one more is more than the site means to give."""

    id: str
    name: str
    active: bool
    primary: int
    backup: int
    full: bool


class RosterOut(Schema):
    """Who has how many. `suggested`: who has most room for another."""

    cap: int
    agents: list[ShareOut]
    suggested: str | None


class KnownOut(Schema):
    """A visitor on the roster. `seen`: when they were last here."""

    id: str
    name: str
    nameless: bool
    person: str | None
    backup: str | None
    priority: Priority
    seen: int


class KnownPage(Schema):
    """The last seen first. Where there are `more`, `next` asks for them as `before`."""

    visitors: list[KnownOut]
    more: bool
    next: str | None


class KnownChange(Body):
    """What is given is changed, the rest stays; null: nobody."""

    person: str | None = None
    backup: str | None = None
    priority: Priority = 0


class KnownChanged(KnownOut):
    """`full`: their person has as many as the site means to give, or more."""

    full: bool


class MoveIn(Body):
    """From whom to whom."""

    from_: Annotated[str, Field(alias="from")]
    to: str


class MoveOut(Schema):
    """How many visitors it concerned."""

    moved: int
