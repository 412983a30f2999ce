"""A site's desk over SQL: what `routing` sees in the server. Use under the site's lock alone."""

from typing import Final

from django.db import connection
from django.db.models import Q

from routing.decisions import Connect, Decision, Rescue
from routing.model import Human, Stranded, Waiting
from server.clock import as_datetime, as_ms
from server.desk.models import Place
from server.people.models import Agent

_OWNED: Final = (Place.State.RINGING, Place.State.ENGAGED)

# The order of `routing.policy.preference`: load for capacity, then longest since the last one (never: first), then id.
_HUMANS: Final = """
SELECT a.id, a.capacity, COALESCE(p.load, 0), a.last_assigned_at
FROM people_agent a
LEFT JOIN (
    SELECT agent_id, COUNT(*) AS load FROM desk_place
    WHERE site_id = %s AND state IN ('ringing', 'engaged') GROUP BY agent_id
) p ON p.agent_id = a.id
WHERE a.site_id = %s AND a.active AND a.online AND a.presence = 'available' AND COALESCE(p.load, 0) < a.capacity
{only}
ORDER BY COALESCE(p.load, 0) * 1.0 / a.capacity, a.last_assigned_at IS NOT NULL, a.last_assigned_at, a.id
LIMIT 1
"""


class LostDecision(Exception):
    """A guarded update found another state than the decision was made on. Under the lock this cannot happen."""


class SqlDesk:
    """Implements `routing.model.Desk`. `changed` and `agents` gather what the decisions touched."""

    def __init__(self, site: str, now: int) -> None:
        self._site = site
        self._now = now
        self.changed: set[str] = set()
        self.agents: set[str] = set()

    def stranded(self) -> Stranded | None:
        gone = Q(agent__online=False) | Q(agent__active=False)
        left_ringing = Q(agent__presence="away", state=Place.State.RINGING)
        places = Place.objects.filter(gone | left_ringing, site_id=self._site, state__in=_OWNED)
        found = places.order_by("rank", "entered_at", "sequence").first()
        if found is None or found.agent_id is None:
            return None
        return Stranded(found.conversation_id, found.agent_id, found.state == Place.State.ENGAGED)

    def first_in_line(self) -> Waiting | None:
        line = Place.objects.filter(site_id=self._site, state=Place.State.WAITING)
        found = line.order_by("rank", "entered_at", "sequence").first()
        if found is None:
            return None
        return Waiting(found.conversation_id, found.rank, found.entered_at, found.sequence, found.last_agent_id)

    def human(self, agent: str) -> Human | None:
        return self._human("AND a.id = %s", agent)

    def freest(self) -> Human | None:
        return self._human("")

    def apply(self, decision: Decision) -> None:
        match decision:
            case Connect():
                self._connect(decision)
            case Rescue():
                self._rescue(decision)
        self.changed.add(decision.conversation)
        self.agents.add(decision.human)

    def _connect(self, decision: Connect) -> None:
        Agent.objects.filter(id=decision.human).update(last_assigned_at=as_datetime(self._now))
        waiting = Place.objects.filter(conversation_id=decision.conversation, state=Place.State.WAITING)
        place = waiting.get()
        moved = waiting.update(
            state=Place.State.RINGING,
            agent_id=decision.human,
            offer=place.offer + 1,
            because=decision.because,
            numbers=decision.numbers,
        )
        if moved != 1:
            raise LostDecision(decision)

    def _rescue(self, decision: Rescue) -> None:
        owned = Place.objects.filter(conversation_id=decision.conversation, agent_id=decision.human, state__in=_OWNED)
        fields = {"last_agent_id": decision.human} if decision.picked_up else {}
        if owned.update(state=Place.State.WAITING, agent=None, rank=0, because="", numbers={}, **fields) != 1:
            raise LostDecision(decision)

    def _human(self, only: str, *params: str) -> Human | None:
        with connection.cursor() as cursor:
            cursor.execute(_HUMANS.format(only=only), [self._site, self._site, *params])
            row = cursor.fetchone()
        if row is None:
            return None
        last = Agent.objects.values_list("last_assigned_at", flat=True).get(id=row[0])
        return Human(id=row[0], capacity=row[1], load=row[2], last_connected=as_ms(last) if last else 0)
