"""How a site puts its visitors through: its mode and times, opening hours, and the size of a roster."""

from collections.abc import Sequence
from typing import Final

from django.db import transaction

from server.sites import hours as clock
from server.sites import queries
from server.sites.actions import BadSiteError, hold
from server.sites.queries import Mode, SiteFacts

BOUNDS: Final = {"ring_s": (5, 120), "overflow_s": (0, 600), "goal_s": (5, 600), "roster_cap": (1, 1000)}


def change(
    site_id: str,
    *,
    mode: Mode | None = None,
    zone: str | None = None,
    hours: Sequence[Sequence[Sequence[int]]] | None = None,
    **numbers: int | None,
) -> SiteFacts:
    """Change what is given and leave the rest. `numbers` are those of `BOUNDS`."""
    with transaction.atomic():
        site = hold(site_id)
        if mode is not None:
            site.mode = mode
        if zone is not None:
            site.zone = _zone(zone)
        if hours is not None:
            site.hours = kept(hours)
        for name, number in numbers.items():
            if number is not None:
                setattr(site, name, _bounded(name, number))
        site.save()
    return queries.facts(site)


def kept(written: Sequence[Sequence[Sequence[int]]]) -> list[list[list[int]]]:
    """Opening hours as a row keeps them."""
    try:
        return [[list(span) for span in day] for day in clock.normal(written)]
    except clock.BadHoursError as error:
        raise BadSiteError("hours", str(error)) from None


def _zone(name: str) -> str:
    if not clock.known_zone(name):
        raise BadSiteError("zone", f"There is no time zone {name!r}. Write it like Europe/Lisbon.")
    return name


def _bounded(name: str, number: int) -> int:
    least, most = BOUNDS[name]
    if not least <= number <= most:
        raise BadSiteError(name, f"This takes {least} to {most}.")
    return number
