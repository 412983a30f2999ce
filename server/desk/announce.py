"""What everybody is told after a change of the desk: read inside the transaction, published after its commit."""

from collections.abc import Collection

from server.bus import AnyHint, ToAgents, ToVisitor, ToVisitors
from server.chat import queries as chat
from server.desk import queries
from server.people import queries as people
from server.wire import agent, codec, visitor


def news(site: str, changed: Collection[str], agents: Collection[str], revision: int | None) -> list[AnyHint]:
    """Rows and loads for agents, standings for the visitors concerned, and who is here for everybody."""
    hints: list[AnyHint] = []
    if changed and revision is not None:
        rows = agent.Rows(revision=revision, rows=queries.rows(changed))
        hints.append(ToAgents(site=site, frame=codec.encode(rows), agent=None))
        for talk in chat.by_ids(changed).values():
            stands = visitor.Stands(conversation=talk.id, standing=queries.standing(talk))
            hints.append(ToVisitor(site=site, visitor=talk.visitor, frame=codec.encode(stands)))
    if agents:
        hints += team(site, agents)
    return hints


def team(site: str, agents: Collection[str]) -> list[AnyHint]:
    """These agents as colleagues see them now, and who is here as visitors see it."""
    changed = tuple(c for c in queries.colleagues(site) if c.id in agents)
    here = visitor.Here(here=tuple(people.here(site)))
    return [
        ToAgents(site=site, frame=codec.encode(agent.Team(team=changed)), agent=None),
        ToVisitors(site=site, frame=codec.encode(here)),
    ]
