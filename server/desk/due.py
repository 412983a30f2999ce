"""What a tick looks for: sites where something is due that nobody announced.

A process may die between a commit and its word to the desk, or with its agents' sockets; each query
below finds one trace of that by an index. Where nothing is due, a tick costs these reads and no more.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from server.chat.models import Fact
from server.desk.models import Place
from server.people.models import Agent, Lease


def sites(now: datetime) -> set[str]:
    """The sites that need a dispatch."""
    return {str(site) for found in (_facts(), _lapsed(now), _stranded(), _served()) for site in found}


def _facts() -> list[str]:
    """Somebody wrote, closed or left, and the desk has not taken it in."""
    return list(Fact.objects.values_list("site_id", flat=True).distinct())


def _lapsed(now: datetime) -> list[str]:
    """An agent is held to be online, and no lease of theirs lives."""
    lives = Lease.objects.filter(agent_id=OuterRef("id"), expires_at__gt=now)
    return list(Agent.objects.filter(~Exists(lives), online=True).values_list("site_id", flat=True).distinct())


def _stranded() -> list[str]:
    """A conversation is with somebody who is gone, or rings for somebody who went away."""
    gone = Q(agent__online=False) | Q(agent__active=False)
    left_ringing = Q(agent__presence="away", state=Place.State.RINGING)
    owned = Place.objects.filter(gone | left_ringing, state__in=[Place.State.RINGING, Place.State.ENGAGED])
    return list(owned.values_list("site_id", flat=True).distinct())


def _served() -> list[str]:
    """Somebody waits while a human may have a free slot. A dispatch that finds none changes nothing."""
    free = Agent.objects.filter(site_id=OuterRef("site_id"), active=True, online=True, presence="available")
    waiting = Place.objects.filter(Exists(free), state=Place.State.WAITING)
    return list(waiting.values_list("site_id", flat=True).distinct())
