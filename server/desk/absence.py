"""Visitors who are not there, and those who are back: by their own leases, renewed with every beat of their panels."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q, QuerySet

from routing.decisions import Decision, PutAside, StandBack
from server.desk.due import VISITOR_LEASE
from server.desk.models import Place

_WAITS_HERE = Q(state=Place.State.WAITING, reach="here")
_ANSWERED = Q(state=Place.State.ENGAGED, until_at=None, reach="here")
"""Whoever picked up has written: a first answer is not held back because the visitor does not look, nor one by mail or telephone."""


def unseen(now: datetime) -> "QuerySet[Place]":
    """Places whose visitor was not heard of for their lease, and which do not know it."""
    return Place.objects.filter(_WAITS_HERE | _ANSWERED, absent=False, visitor__seen_at__lte=now - VISITOR_LEASE)


def seen(now: datetime) -> "QuerySet[Place]":
    """Places that know their visitor to be absent, who is back."""
    states = [Place.State.WAITING, Place.State.HELD]
    return Place.objects.filter(absent=True, state__in=states, visitor__seen_at__gt=now - VISITOR_LEASE)


def sites(now: datetime) -> set[str]:
    """Where a visitor went or came back and the desk does not know it: for the tick."""
    return {
        str(site) for found in (unseen(now), seen(now)) for site in found.values_list("site_id", flat=True).distinct()
    }


def decisions(site: str, now: datetime) -> Iterator[Decision]:
    """What follows for a site's places. What was held comes back by the engine, which knows who has a place for it."""
    for place in unseen(now).filter(site_id=site).order_by("sequence"):
        if place.state == Place.State.ENGAGED and place.agent_id:
            yield PutAside(place.conversation_id, place.agent_id, "visitor_away")
        else:
            yield StandBack(place.conversation_id, True)
    for place in seen(now).filter(site_id=site, state=Place.State.WAITING).order_by("sequence"):
        yield StandBack(place.conversation_id, False)
