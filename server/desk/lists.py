"""A site's rules, its teams or what their people can serve changed: consoles hear of it, and the next tick serves the line."""

from collections.abc import Collection

from django.db.models import F

from server import bus
from server.desk import queries
from server.desk.lock import site_lock
from server.desk.models import Desk, Place
from server.sites import teams
from server.wire import agent as wire
from server.wire import codec


def changed(site: str, agents: Collection[str] = ()) -> None:
    """After the commit: `agents` hear what they are now, and all consoles ask for the lists anew within a beat."""
    with site_lock(site) as now:
        Desk.objects.get_or_create(site_id=site)
        Desk.objects.filter(site_id=site).update(revision=F("revision") + 1)
        _look_again(site, now)
    bus.publish(
        [
            bus.ToAgents(site=site, agent=agent, frame=codec.encode(wire.Presence(me=queries.me(agent))))
            for agent in agents
        ]
    )


def remove_team(site: str, team: str) -> None:
    """The team is no more. Whoever waits for it waits for anybody: that writes to the line, so under its lock."""
    with site_lock(site):
        Place.objects.filter(site_id=site, team_id=team, language="").update(overflow_at=0)
        teams.delete(site, team)


def _look_again(site: str, now: int) -> None:
    """Whom only some may serve is served by others from now on: one of them is due at once, and whoever ticks sees the whole line."""
    narrowed = Place.objects.filter(site_id=site, state=Place.State.WAITING, overflow_at__gt=now)
    first = narrowed.values_list("pk", flat=True).first()
    if first is not None:
        Place.objects.filter(pk=first).update(due_at=now)
