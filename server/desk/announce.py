"""What everybody is told after a change of the desk: read inside the transaction, published after its commit."""

from collections.abc import Collection

from server.bus import AnyHint, ToAgents, ToVisitor, ToVisitors
from server.chat import queries as chat
from server.desk import queries
from server.people import queries as people
from server.wire import agent, codec, visitor


def news(site: str, changed: Collection[str], agents: Collection[str], revision: int) -> list[AnyHint]:
    """Rows and loads for agents, standings for the visitors concerned."""
    hints: list[AnyHint] = []
    if changed:
        rows = agent.Rows(revision=revision, rows=queries.rows(changed))
        hints.append(ToAgents(site=site, frame=codec.encode(rows), agent=None))
        for talk in chat.by_ids(changed).values():
            stands = visitor.Stands(conversation=talk.id, standing=queries.standing(talk))
            hints.append(ToVisitor(site=site, visitor=talk.visitor, frame=codec.encode(stands)))
    if agents:
        team = agent.Team(team=tuple(c for c in queries.colleagues(site) if c.id in agents))
        hints.append(ToAgents(site=site, frame=codec.encode(team), agent=None))
    return hints


def here(site: str) -> AnyHint:
    """Who is here, as every visitor of the site sees it: told only when somebody came or went."""
    return ToVisitors(site=site, frame=codec.encode(visitor.Here(here=tuple(people.here(site)))))
