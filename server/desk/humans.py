"""The available humans of a site with their loads: read once a dispatch, and kept true while decisions are applied."""

import json
from collections.abc import Iterable, Iterator
from typing import Final

from django.db import connection

from routing.model import Human
from routing.policy import fits, preference
from server.clock import as_datetime
from server.wire.nouns import Face

_PLACES: Final = "desk_place p WHERE p.state IN ('ringing', 'engaged')"
_GUESTS: Final = "desk_member m JOIN desk_place p ON p.sequence = m.place_id WHERE p.state IN ('ringing', 'engaged')"
"""Load: places owned, and joined, while they ring or are engaged."""
_LOADS: Final = f"""
SELECT agent_id, COUNT(*) FROM (
    SELECT p.agent_id FROM {_PLACES} AND p.site_id = %(site)s UNION ALL SELECT m.agent_id FROM {_GUESTS} AND m.site_id = %(site)s
) AS taken GROUP BY agent_id
"""
_ONLINE: Final = f"""
SELECT EXISTS (SELECT 1 FROM people_lease l WHERE l.agent_id = a.id AND l.expires_at > %s),
  a.active AND a.presence = 'available', a.id, a.name, a.capacity, a.last_assigned_at, a.languages, a.role, t.team_id,
  (SELECT COUNT(*) FROM {_PLACES} AND p.agent_id = a.id) + (SELECT COUNT(*) FROM {_GUESTS} AND m.agent_id = a.id)
FROM people_agent a LEFT JOIN people_agent_teams t ON t.agent_id = a.id
WHERE a.site_id = %s AND a.online
"""
"""Of one on several teams, a row for each."""


def loads(site: str) -> dict[str, int]:
    """How many places each agent of a site has in hand, by id; who has none is missing."""
    with connection.cursor() as cursor:
        cursor.execute(_LOADS, {"site": site})
        return dict(cursor.fetchall())


class Humans:
    """Whoever is online, active and available; by id. `lapsed`: somebody is online by a lease that is over."""

    def __init__(self, site: str, now: int) -> None:
        self.lapsed = False
        self._by_id: dict[str, Human] = {}
        self.faces: dict[str, Face] = {}
        """As others see them."""
        with connection.cursor() as cursor:
            cursor.execute(_ONLINE, [connection.ops.adapt_datetimefield_value(as_datetime(now)), site])
            found = cursor.fetchall()
        for lives, available, id_, name, capacity, last, languages, role, team, load in found:
            self.lapsed = self.lapsed or not lives
            if not available:
                continue
            teams = frozenset({team} if team else ()) | (self._by_id[id_].teams if id_ in self._by_id else frozenset())
            lead = role in {"lead", "owner"}
            self._by_id[id_] = Human(id_, capacity, load, last, teams, frozenset(json.loads(languages)), lead)
            self.faces[id_] = Face(kind="agent", id=id_, name=name)

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
            cursor.execute("UPDATE people_agent SET last_assigned_at = %s WHERE id = %s", [now, agent])
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
