"""The available humans of a site with their loads: read once a dispatch, and kept true while decisions are applied."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from django.db import connection

from routing.model import Human
from routing.policy import fits, preference
from server.clock import as_datetime, as_ms
from server.db.table import Table
from server.people.models import Agent
from server.wire.nouns import Face

_AGENTS: Final = Table(Agent)
_LOADS: Final = """
SELECT agent_id, COUNT(*), NULL FROM (
    SELECT agent_id FROM desk_place WHERE site_id = %(site)s AND state IN ('ringing', 'engaged')
    UNION ALL
    SELECT m.agent_id FROM desk_member m JOIN desk_place p ON p.sequence = m.place_id
    WHERE m.site_id = %(site)s AND p.state IN ('ringing', 'engaged')
) AS taken GROUP BY agent_id
"""
"""Load: places owned or joined, ringing or engaged."""
_TEAMS: Final = """
SELECT t.agent_id, 0, t.team_id FROM people_agent_teams t JOIN people_agent a ON a.id = t.agent_id WHERE a.site_id = %(site)s
"""


def loads(site: str) -> dict[str, int]:
    """How many places each agent of a site has in hand, by id; who has none is missing."""
    with connection.cursor() as cursor:
        cursor.execute(_LOADS, {"site": site})
        return {agent: load for agent, load, _ in cursor.fetchall()}


def _loads_and_teams(site: str) -> tuple[dict[str, int], dict[str, set[str]]]:
    """The same, and which teams they are on, in one read: every dispatch needs both."""
    taken: dict[str, int] = defaultdict(int)
    teams: dict[str, set[str]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(f"{_LOADS} UNION ALL {_TEAMS}", {"site": site})
        for agent, load, team in cursor.fetchall():
            taken[agent] += load
            if team is not None:
                teams[agent].add(team)
    return taken, teams


class Humans:
    """Whoever is online, active and available; by id."""

    def __init__(self, site: str) -> None:
        taken, teams = _loads_and_teams(site)
        available = _AGENTS.find("site_id = %s AND active AND online AND presence = 'available'", [site])
        self._by_id = {
            a.id: Human(
                a.id,
                a.capacity,
                taken.get(a.id, 0),
                as_ms(a.last_assigned_at) if a.last_assigned_at else 0,
                frozenset(teams.get(a.id, ())),
                frozenset(a.languages),
                a.role in {"lead", "owner"},
            )
            for a in available
        }
        self.faces = {a.id: Face(kind="agent", id=a.id, name=a.name) for a in available}
        """As others see them."""

    def __iter__(self) -> Iterator[Human]:
        return iter(self._by_id.values())

    def get(self, agent: str) -> Human | None:
        """That agent, if available."""
        return self._by_id.get(agent)

    def weigh(self, agents: Iterable[str], by: int) -> None:
        """These have one more, or one less, in hand."""
        for agent in agents:
            if human := self._by_id.get(agent):
                self._by_id[agent] = human._replace(load=human.load + by)

    def put_before(self, agent: str, now: int) -> None:
        """This one was just put before somebody."""
        with connection.cursor() as cursor:
            moment = connection.ops.adapt_datetimefield_value(as_datetime(now))
            cursor.execute("UPDATE people_agent SET last_assigned_at = %s WHERE id = %s", [moment, agent])
        if human := self._by_id.get(agent):
            self._by_id[agent] = human._replace(last=now)

    def gone_away(self, agent: str) -> None:
        """This one takes no more calls."""
        self._by_id.pop(agent, None)

    def best(
        self,
        over: int = 0,
        lead: bool = False,
        team: str | None = None,
        language: str | None = None,
        beside: frozenset[str] = frozenset(),
    ) -> Human | None:
        """Whom `routing.policy.preference` puts first among those who fit and have less than capacity + `over`."""
        able = (
            h
            for h in self._by_id.values()
            if h.load < h.capacity + over and h.id not in beside and (h.lead or not lead) and fits(h, team, language)
        )
        return min(able, key=preference, default=None)

    def capacity(self) -> int:
        """All their slots together."""
        return sum(h.capacity for h in self._by_id.values())
