"""What is known of sites."""

import time
from dataclasses import dataclass
from typing import Literal, cast

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from server.clock import as_ms
from server.sites.hours import Hours, hours_of
from server.sites.models import UNFRAMED, Sighting, Site, Team

FRESH_S = 2.0
"""How long this process may go on with what it read: a changed origin or colour shows within this."""

Mode = Literal["connect", "ring"]
Priority = Literal[0, 1, 2]
"""The credit that a visitor, or a team's visitors, get in line."""


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """A site, as everybody else sees it: its looks, and how it puts visitors through."""

    id: str
    key: str
    name: str
    greeting: str
    hue: int
    chroma: float
    origins: tuple[str, ...]
    zone: str
    hours: Hours
    mode: Mode
    ring_s: int
    overflow_s: int
    goal_s: int
    roster_cap: int


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """Agents for a matter."""

    id: str
    name: str
    priority: Priority


@dataclass(frozen=True, slots=True)
class SightingFacts:
    """When a site's tag was last seen on an origin, and what is wrong there."""

    origin: str
    at: int
    problem: str | None


class _Sites:
    """All sites of the installation, as this process last read them."""

    def __init__(self) -> None:
        self.until = 0.0
        self.by_key: dict[str, SiteFacts] = {}
        self.by_origin: dict[str, list[SiteFacts]] = {}
        self.unframed: set[tuple[str, str]] = set()

    def read(self) -> "_Sites":
        """Read anew when it is time."""
        if self.until <= time.monotonic():
            found = [facts(site) for site in Site.objects.order_by("created_at")]
            by_origin: dict[str, list[SiteFacts]] = {}
            for site in found:
                for origin in site.origins:
                    by_origin.setdefault(origin, []).append(site)
            self.by_key = {site.key: site for site in found}
            self.by_origin = by_origin
            self.unframed = set(Sighting.objects.filter(problem=UNFRAMED).values_list("site_id", "origin"))
            self.until = time.monotonic() + FRESH_S
        return self


_sites = _Sites()


def by_key(key: str) -> SiteFacts | None:
    """The site with this public key."""
    found = _sites.read().by_key.get(key)
    if found is None and (made := Site.objects.filter(key=key).first()):
        # Made a moment ago by another process: the command line, say.
        found = facts(made)
    return found


def by_origin(origin: str) -> list[SiteFacts]:
    """The sites whose tag may stand on pages of this origin."""
    return _sites.read().by_origin.get(origin, [])


def by_id(site_id: str) -> SiteFacts | None:
    """The site with this id."""
    found = next((site for site in everywhere() if site.id == site_id), None)
    if found is None and (made := Site.objects.filter(id=site_id).first()):
        found = facts(made)
    return found


def teams(site_id: str) -> list[TeamFacts]:
    """A site's teams, by name."""
    return [team_facts(team) for team in Team.objects.filter(site_id=site_id).order_by("name")]


def team_named(site_id: str, name: str) -> TeamFacts | None:
    """The site's team of this name, in whatever case it is written."""
    return next((team for team in teams(site_id) if team.name.casefold() == name.strip().casefold()), None)


def everywhere() -> list[SiteFacts]:
    """All sites of this installation, the oldest first."""
    return list(_sites.read().by_key.values())


def is_unframed(site_id: str, origin: str) -> bool:
    """Whether the panel's frame was refused there when last tried."""
    return (site_id, origin) in _sites.read().unframed


def sightings(site_id: str) -> list[SightingFacts]:
    """Where the site's tag was seen, the newest first."""
    seen = Sighting.objects.filter(site_id=site_id).order_by("-seen_at")
    return [SightingFacts(origin=one.origin, at=as_ms(one.seen_at), problem=one.problem or None) for one in seen]


def tag(key: str, public_url: str) -> str:
    """What an owner pastes into their pages."""
    return f'<script async src="{public_url}/bluephone.js" data-site="{key}"></script>'


def facts(site: Site) -> SiteFacts:
    """A row, as plain facts."""
    return SiteFacts(
        id=site.id,
        key=site.key,
        name=site.name,
        greeting=site.greeting,
        hue=site.hue,
        chroma=site.chroma,
        origins=tuple(site.origins),
        zone=site.zone,
        hours=hours_of(site.hours),
        mode=cast(Mode, site.mode),
        ring_s=site.ring_s,
        overflow_s=site.overflow_s,
        goal_s=site.goal_s,
        roster_cap=site.roster_cap,
    )


def team_facts(team: Team) -> TeamFacts:
    """A row, as plain facts."""
    return TeamFacts(team.id, team.name, cast(Priority, team.priority))


@receiver([post_save, post_delete], sender=Site)
def forget(**_: object) -> None:
    """Read everything anew next time: after a change by this process."""
    _sites.until = 0.0
