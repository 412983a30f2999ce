"""A site's desk over SQL: what `routing` sees in the server. Use under the site's lock alone; `changes` does what it decides."""

from collections.abc import Iterable
from typing import Final

from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from routing.decisions import Connect, Decision
from routing.model import (
    Due,
    Human,
    Missing,
    Pending,
    Placed,
    Returned,
    Rules,
    Stranded,
    Waiting,
)
from server.clock import as_datetime
from server.desk import facts, line, signs
from server.desk.absence import VISITOR_LEASE
from server.desk.changes import Changes
from server.desk.humans import Humans
from server.desk.models import Member, Place
from server.desk.places import Places
from server.desk.signs import Signs
from server.people.facts import VisitorFacts

LATE_MS: Final = 2_000
"""What fell due is decided on as of its own moment, unless that is longer ago than this: then everything
stood still, and nobody could have answered a ring that would have come and gone meanwhile."""
_GONE: Final = Q(agent__online=False) | Q(agent__active=False)
"""Whose agent's connection is no more."""
_LEFT_RINGING: Final = Q(agent__presence="away", state=Place.State.RINGING)
_LEFT_ASKED: Final = Q(agent__presence="away", state=Member.State.ASKED)
_PARTED: Final = Q(state=Place.State.HELD, held_because="visitor_away")
_UNAVAILABLE: Final = Q(waits_for__online=False) | Q(waits_for__active=False) | Q(waits_for__presence="away")
_LINE: Final = ("absent", "rank", "credited_at", "sequence")


class SqlDesk:
    """Implements `routing.model.Desk`."""

    def __init__(self, site: str, now: int, rules: Rules) -> None:
        self.site = site
        self.rules = rules
        self.now = now
        self.why = ""
        """What the one who asks somebody in says about it."""
        self.humans = Humans(site, now)
        self.places = Places(site)
        self.changes = Changes(self)
        self.arrived: set[str] = set()
        """Conversations that have just joined the line."""
        self.newcomers: dict[str, VisitorFacts] = {}
        """Visitors who have just joined it, as they were read then: where nothing of them is changed since, they are read once."""
        self._clock = now
        self._signs: Signs | None = None
        self._heads: line.Heads | None = None

    @property
    def signs(self) -> Signs:
        """What there is to look at; read anew after a decision that may have brought something about."""
        if self._signs is None:
            self._signs = signs.read(self.site, self._clock)
        return self._signs

    def next_due(self) -> int | None:
        if not self.signs.due:
            return None
        due = {"site_id": self.site, "due_at__lte": self._clock}
        found = [t.objects.filter(**due).aggregate(first=Min("due_at"))["first"] for t in (Place, Member)]
        return min((at for at in found if at is not None), default=None)

    def turn_to(self, moment: int | None) -> None:
        self._heads = None
        recent = moment is not None and self._clock - moment <= LATE_MS
        self.now = moment if recent and moment is not None else self._clock

    def due(self) -> Due | None:
        for place in self._places(due_at__lte=self.now).order_by("due_at", "sequence"):
            if found := self._due(place):
                return found
            self.changes.look_later(place.conversation_id)
        asked = Member.objects.filter(site_id=self.site, due_at__lte=self.now).select_related("place")
        member = asked.order_by("due_at", "id").first()
        return Due("ask", member.place.conversation_id, member.agent_id) if member else None

    def place(self, conversation: str) -> Placed | None:
        place = self.places.get(conversation)
        return facts.placed(place, self.now) if place else None

    def let_down(self) -> str | None:
        if not self.signs.let_down:
            return None
        kept = self._places(_UNAVAILABLE, state=Place.State.WAITING, waits_for__isnull=False)
        found: str | None = kept.values_list("conversation_id", flat=True).first()
        return found

    def stranded(self) -> Stranded | None:
        if not self.signs.stranded:
            return None
        for place in self._places(_GONE | _LEFT_RINGING, state__in=["ringing", "engaged", "held"]):
            heir = _heir(place)
            if place.agent_id and (heir or place.held_because != "visitor_away"):
                return Stranded(place.conversation_id, place.agent_id, place.state != Place.State.RINGING, heir)
        return None

    def missing(self) -> Missing | None:
        if not self.signs.missing:
            return None
        members = Member.objects.filter(_GONE | _LEFT_ASKED, site_id=self.site).select_related("place")
        found = members.order_by("agent_id", "place__conversation_id").first()
        return Missing(found.place.conversation_id, found.agent_id) if found else None

    def returned(self) -> Returned | None:
        if not self.signs.returned:
            return None
        back = as_datetime(self._clock) - VISITOR_LEASE
        place = self._places(_PARTED, visitor__seen_at__gt=back).select_related("agent").first()
        if place is None:
            return None
        owner = place.agent
        kept = owner and owner.online and owner.active and (owner.presence == "available" or not owner.away_because)
        return Returned(place.conversation_id, owner.id if owner and kept else None)

    def pending(self) -> Iterable[Pending]:
        if not self.signs.pending:
            return
        asking = self._places(state__in=["engaged", "held"], escalated_at__isnull=False)
        coming = Member.objects.filter(place=OuterRef("pk"), errand="fix", state=Member.State.ASKED)
        alone = asking.filter(~Exists(coming)).order_by("escalated_at", "conversation_id")
        for place in list(alone.prefetch_related("members")):
            beside = {member.agent_id for member in place.members.all()}
            apart = facts.waiting(place).apart_at(self.now)
            yield Pending(place.conversation_id, frozenset({place.agent_id or "", *beside, *apart}))

    def anybody_free(self) -> bool:
        return self.humans.best() is not None

    def heads(self) -> Iterable[Waiting]:
        return self._first()

    def first_of(self, human: str) -> Waiting | None:
        return self._first().first_of(human)

    def _first(self) -> line.Heads:
        if self._heads is None:
            free = [h for h in self.humans if h.free > 0]
            full = {t for h in self.humans for t in h.teams}.difference(*(h.teams for h in free))
            self._heads = line.Heads(self.site, self.now, [h.id for h in free], full, self.signs.kept)
        return self._heads

    def human(self, agent: str) -> Human | None:
        return self.humans.get(agent)

    def somebody(self, team: str | None, language: str | None, beside: frozenset[str] = frozenset()) -> bool:
        return any(facts.fits(h, team, language) for h in self.humans if h.id not in beside)

    def freest(self, team: str | None, language: str | None, beside: frozenset[str]) -> Human | None:
        return self.humans.best(team=team, language=language, beside=beside)

    def helper(self, beside: frozenset[str], lead: bool, over: int) -> Human | None:
        return self.humans.best(over=over, lead=lead, beside=beside)

    def apply(self, decision: Decision) -> None:
        self.changes.apply(decision)
        if not isinstance(decision, Connect):
            self._signs = self._heads = None
            return
        if self.now + self.rules.ring <= self._clock:
            self._signs = None
        if self._heads is not None and not self._heads.served(decision.conversation):
            self._heads = None

    def _places(self, *conditions: Q, **fields: object) -> "QuerySet[Place]":
        return Place.objects.filter(*conditions, site_id=self.site, **fields).order_by(*_LINE)

    def _due(self, place: Place) -> Due | None:
        waits = place.state in {Place.State.WAITING, Place.State.RINGING}
        if waits and place.breach_at is not None and place.breach_at <= self.now:
            return Due("promise", place.conversation_id, "")
        over = place.until_at is not None and place.until_at <= self.now
        if place.agent_id is None:
            return None
        if place.state == Place.State.RINGING and over:
            return Due("ring", place.conversation_id, place.agent_id)
        if place.state in {Place.State.ENGAGED, Place.State.HELD}:
            if over:
                return Due("words", place.conversation_id, place.agent_id)
            if place.nudge_at is not None and place.nudge_at <= self.now:
                return Due("nudge", place.conversation_id, place.agent_id, place.until_at or 0)
        return None


def _heir(place: Place) -> str | None:
    """The member who is there and has been in it longest."""
    present = Member.objects.filter(place=place, state=Member.State.JOINED, agent__online=True, agent__active=True)
    found: str | None = present.order_by("at", "id").values_list("agent_id", flat=True).first()
    return found
