"""What everybody is told after a change of the desk: read after its commit, so that nobody waits for the desk meanwhile."""

from collections.abc import Collection, Iterator
from typing import Final

from server.bus import AnyHint, ToAgents, ToVisitor
from server.chat import queries as chat
from server.desk import queries, rows, standings
from server.desk.models import Place
from server.desk.sql import SqlDesk
from server.wire import agent, codec, visitor

FRONT: Final = 20
"""How far back in line everybody hears at once that they moved up. The others hear it with their next beats."""


def news(
    desk: SqlDesk, changed: Collection[str], talks: dict[str, chat.Standing], agents: Collection[str], revision: int
) -> Iterator[list[AnyHint]]:
    """Rows for agents, by which it rings; then standings for the visitors concerned; then the agents' loads.

    `talks`: those of the changed conversations that are known as they are. `revision`: of the last of what changes the lists.
    Each of these has its own, so that any that is lost is missed.
    """
    if changed:
        places, talks = _read(desk, changed, talks)
        found = agent.Rows(revision=revision - bool(agents), rows=rows.shown(places.values(), talks, desk.newcomers))
        yield [ToAgents(site=desk.site, frame=codec.encode(found), agent=None)]
        if desk.changes.line_moved:
            front, theirs = _read(desk, set(_front(desk.site)) - set(changed), {})
            places, talks = places | front, talks | theirs
        yield _to_visitors(talks, places)
    if agents:
        team = agent.Team(revision=revision, team=tuple(c for c in queries.colleagues(desk.site) if c.id in agents))
        yield [ToAgents(site=desk.site, frame=codec.encode(team), agent=None)]


def _read(
    desk: SqlDesk, conversations: Collection[str], known: dict[str, chat.Standing]
) -> tuple[dict[str, Place], dict[str, chat.Standing]]:
    places = {place.conversation_id: place for place in desk.places.some(conversations)}
    return places, known | chat.by_ids(set(conversations) - set(known))


def _to_visitors(talks: dict[str, chat.Standing], places: dict[str, Place]) -> list[AnyHint]:
    told = standings.told(talks.values(), places)
    return [
        ToVisitor(
            site=talk.site,
            visitor=talk.visitor,
            frame=codec.encode(visitor.Stands(conversation=talk.id, standing=told[talk.id])),
        )
        for talk in talks.values()
    ]


def _front(site: str) -> list[str]:
    return list(standings.line(site).values_list("conversation_id", flat=True)[:FRONT])


def unanswered(site: str) -> list[str]:
    """Whether these ring for everybody depends on who is here, so they change with that."""
    waiting = Place.objects.filter(site_id=site, state=Place.State.WAITING, unanswered=True)
    return list(waiting.values_list("conversation_id", flat=True)[:FRONT])
