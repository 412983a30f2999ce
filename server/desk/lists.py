"""A site's rules, its teams or what their people can serve changed: consoles hear of it, and the next tick serves the line."""

from collections.abc import Collection

from django.db.models import F

from server import bus
from server.desk import queries
from server.desk.models import Desk
from server.wire import agent as wire
from server.wire import codec


def changed(site: str, agents: Collection[str] = ()) -> None:
    """After the commit: `agents` hear what they are now, and all consoles ask for the lists anew within a beat."""
    Desk.objects.get_or_create(site_id=site)
    Desk.objects.filter(site_id=site).update(revision=F("revision") + 1)
    bus.publish(
        [
            bus.ToAgents(site=site, agent=agent, frame=codec.encode(wire.Presence(me=queries.me(agent))))
            for agent in agents
        ]
    )
