"""What everybody is told after a change of the desk: read inside the transaction, published after its commit."""

from collections.abc import Collection
from typing import Final

from server.bus import AnyHint, ToAgents, ToVisitor
from server.chat import queries as chat
from server.desk import queries, rows, standings
from server.desk.models import Place
from server.desk.sql import SqlDesk
from server.wire import agent, codec, visitor

FRONT: Final = 20
"""How far back in line everybody hears at once that they moved up. The others hear it with their next beats."""


def news(desk: SqlDesk, changed: Collection[str], agents: Collection[str], revision: int) -> list[AnyHint]:
    """Rows and loads for agents, standings for the visitors concerned."""
    hints: list[AnyHint] = []
    if changed:
        found = agent.Rows(revision=revision, rows=rows.of(changed))
        hints.append(ToAgents(site=desk.site, frame=codec.encode(found), agent=None))
        hints += _to_visitors({*changed, *_front(desk.site)})
    if agents:
        team = agent.Team(team=tuple(c for c in queries.colleagues(desk.site) if c.id in agents))
        hints.append(ToAgents(site=desk.site, frame=codec.encode(team), agent=None))
    return hints


def _to_visitors(conversations: Collection[str]) -> list[AnyHint]:
    talks = chat.by_ids(conversations)
    told = standings.of(talks.values())
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
