"""What is known of sites."""

import time
from dataclasses import dataclass

from server.sites.models import Site

FRESH_S = 2.0
"""How long this process may go on with what it read: a changed origin or colour shows within this."""


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """A site, as everybody else sees it."""

    id: str
    key: str
    name: str
    greeting: str
    hue: int
    chroma: float
    origins: tuple[str, ...]


_known: dict[str, tuple[float, SiteFacts]] = {}


def by_key(key: str) -> SiteFacts | None:
    """The site with this public key. Unknown keys are not remembered, so guessing fills no memory."""
    kept = _known.get(key)
    if kept and kept[0] > time.monotonic():
        return kept[1]
    site = Site.objects.filter(key=key).first()
    if site is None:
        _known.pop(key, None)
        return None
    found = facts(site)
    _known[key] = (time.monotonic() + FRESH_S, found)
    return found


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
    )


def forget(key: str | None = None) -> None:
    """Read this site (or all) anew next time: after a change by this process."""
    if key is None:
        _known.clear()
    else:
        _known.pop(key, None)
