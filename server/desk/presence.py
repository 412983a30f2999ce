"""Who is here, as everybody is told of it: visitors, the agents concerned, and the records of staffing."""

from collections.abc import Collection

from server.bus import AnyHint, ToAgents, ToVisitors
from server.desk import queries
from server.desk.sql import SqlDesk
from server.people import queries as people
from server.waits import actions as waits
from server.wire import agent, codec, visitor


def staffed(desk: SqlDesk, came_or_went: Collection[str]) -> None:
    """Keep by the hour how many humans are there."""
    if came_or_went:
        waits.staffed(desk.site, sum(1 for _ in desk.humans), desk.humans.capacity(), desk.now)


def news(desk: SqlDesk, came_or_went: Collection[str], away: Collection[str], turned_free: bool) -> list[AnyHint]:
    """Visitors hear of it when somebody came or went, or a free place appeared or the last one was taken; an agent, what they became."""
    hints: list[AnyHint] = []
    free = desk.anybody_free()
    if came_or_went or turned_free:
        here = visitor.Here(presence=people.presence(desk.site, desk.now, free))
        hints.append(ToVisitors(site=desk.site, frame=codec.encode(here)))
    for one in away:
        me = codec.encode(agent.Presence(me=queries.me(one)))
        hints.append(ToAgents(site=desk.site, agent=one, frame=me))
    return hints
