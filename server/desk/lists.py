"""Teams, and what their people can serve, changed outside of the desk: consoles and the line hear of it."""

from collections.abc import Collection

from django.db.models import F

from server import bus
from server.desk import queries
from server.desk.dispatcher import dispatcher
from server.desk.models import Desk
from server.wire import agent as wire
from server.wire import codec


def changed(site: str, agents: Collection[str] = ()) -> None:
    """After the commit: `agents` hear what they are now, all consoles ask for the lists anew within a beat, and the line is served."""
    Desk.objects.get_or_create(site_id=site)
    Desk.objects.filter(site_id=site).update(revision=F("revision") + 1)
    bus.publish(
        [
            bus.ToAgents(site=site, agent=agent, frame=codec.encode(wire.Presence(me=queries.me(agent))))
            for agent in agents
        ]
    )
    dispatcher.wake(site)
