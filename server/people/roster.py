"""The roster: who has whom, as a team reads it. A full one is a warning and never a refusal."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q

from server.clock import as_datetime, as_ms
from server.people.facts import VisitorFacts, of_visitor
from server.people.models import Agent, Visitor

PAGE: Final = 50
NOBODYS: Final = "none"


@dataclass(frozen=True, slots=True)
class Share:
    """How many visitors know an agent, and for how many they stand in. `active`: they answer; `full`: more is too many."""

    id: str
    name: str
    active: bool
    primary: int
    backup: int
    full: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A visitor on the roster. `seen`: when they were last here."""

    facts: VisitorFacts
    seen: int


def shares(site_id: str, cap: int) -> list[Share]:
    """Everybody who answers, and whoever was somebody's person before they were switched off; by name."""
    primary, backup = _counted(site_id, "advocate_id"), _counted(site_id, "backup_id")
    team = Agent.objects.filter(site_id=site_id).select_related("user").order_by("name", "id")
    return [
        Share(
            id=one.id,
            name=one.name,
            active=active,
            primary=primary.get(one.id, 0),
            backup=backup.get(one.id, 0),
            full=primary.get(one.id, 0) >= cap,
        )
        for one in team
        if (active := one.active and one.user.is_active) or one.id in primary or one.id in backup
    ]


def least_filled(among: list[Share]) -> Share | None:
    """Who has most room for another visitor."""
    return min((one for one in among if one.active), key=lambda one: (one.primary, one.backup), default=None)


def visitors(
    site_id: str, agent: str | None, q: str, before: tuple[int, str] | None
) -> tuple[list[Entry], tuple[int, str] | None]:
    """A page of visitors, the last seen first: an agent's, nobody's (`none`) or all; and where the next page begins.

    `q` is a part of a name. A page begins `before` a moment and, of those seen in that very moment, an id.
    """
    found = Visitor.objects.filter(site_id=site_id)
    if agent is not None:
        found = found.filter(advocate_id=None if agent == NOBODYS else agent)
    if q:
        found = found.filter(name__icontains=q)
    if before is not None:
        at, beside = as_datetime(before[0]), before[1]
        found = found.filter(Q(seen_at__lt=at) | Q(seen_at=at, id__lt=beside))
    rows = [Entry(of_visitor(one), as_ms(one.seen_at)) for one in found.order_by("-seen_at", "-id")[: PAGE + 1]]
    page = rows[:PAGE]
    return page, (page[-1].seen, page[-1].facts.id) if len(rows) > PAGE else None


def entry(visitor_id: str) -> Entry:
    """One visitor, who is known to be."""
    found = Visitor.objects.get(id=visitor_id)
    return Entry(of_visitor(found), as_ms(found.seen_at))


def is_full(site_id: str, agent_id: str, cap: int) -> bool:
    """Whether an agent has as many visitors as the site means to give, or more."""
    return Visitor.objects.filter(site_id=site_id, advocate_id=agent_id).count() >= cap


def _counted(site_id: str, by: str) -> dict[str, int]:
    having = Visitor.objects.filter(site_id=site_id, **{f"{by}__isnull": False})
    return dict(having.values_list(by).annotate(n=Count("pk")))
