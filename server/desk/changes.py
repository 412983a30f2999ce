"""What each decision does to the rows, and what the log says of it. Every update is guarded by what was decided on.

Long because it is one table: a decision's whole effect stands in one place.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

from routing import decisions as d
from server import bus
from server.chat.batch import SYSTEM
from server.desk.models import Member, Place
from server.desk.offers import Offer, offer
from server.desk.places import LostDecision
from server.people import actions as people
from server.people import queries as people_queries
from server.waits import actions as waits
from server.wire import agent as wire
from server.wire import codec
from server.wire.nouns import (
    Asked,
    BackInLine,
    Connected,
    Face,
    HandedOver,
    Held,
    Joined,
    LineDropped,
    LongerThanSaid,
    NoAnswer,
    NotComing,
    PickedUp,
    Resumed,
    SteppedOut,
    TeamBody,
    TookOver,
)

if TYPE_CHECKING:
    from server.desk.sql import SqlDesk

_BUSY = frozenset({Place.State.RINGING, Place.State.ENGAGED})
_GUESTS_IN = frozenset({Place.State.ENGAGED, Place.State.HELD})
"""Only into what somebody has can others be asked."""


class Changes:
    """Applies decisions, and gathers what they touched.

    `conversations`; agents whose `loads` changed, or who became `away`; `entries` for the logs; `hints` to be published.
    The first entry while something is `said` keeps the id under which it came. `line_moved`: somebody joined the line, or left it.
    """

    def __init__(self, desk: "SqlDesk") -> None:
        self._desk = desk
        self._faces: dict[str, Face] = dict(desk.humans.faces)
        self.conversations: set[str] = set()
        self.loads: set[str] = set()
        self.away: set[str] = set()
        self.entries: list[tuple[str, Face, TeamBody, str | None]] = []
        self.said: str | None = None
        self.line_moved = False
        self.hints: list[bus.AnyHint] = []
        self.offers: list[Offer] = []
        """What became of rings, to be counted."""

    def apply(self, decision: d.Decision) -> None:
        """Make it so."""
        place = self._desk.places.get(decision.conversation)
        if place is None:
            raise LostDecision(decision)
        was = place.state
        busy, people_in = place.state in _BUSY, self._people(place)
        _DO[type(decision)](self, place, decision)
        self.arm(place)
        self._desk.places.write(place)
        if came := offer(decision, rang=was == Place.State.RINGING):
            self.offers.append(came)
        self._weigh(busy, people_in, place)
        stood = was == Place.State.WAITING and place.conversation_id not in self._desk.arrived
        self.line_moved = self.line_moved or stood or place.state == Place.State.WAITING
        self._count_time(was, place)
        self.conversations.add(place.conversation_id)

    def arm(self, place: Place) -> None:
        """Set the next moment at which something of this place falls due."""
        now = self._desk.now
        moments: list[int | None] = []
        if place.state == Place.State.WAITING:
            narrowed = place.overflow_at if place.team_id or place.language else None
            moments = [m for m in (narrowed, place.reach_due, *place.apart.values()) if m is not None and m > now]
        elif place.state != Place.State.WRAPPED:
            moments = [place.until_at, place.nudge_at]
        if place.state in {Place.State.WAITING, Place.State.RINGING}:
            moments.append(place.breach_at)
        elif place.escalated_at is not None:
            # Who declined to help may be asked again then.
            moments += [until for until in place.apart.values() if until > now]
        place.due_at = min((m for m in moments if m is not None), default=None)

    def look_later(self, conversation: str) -> None:
        """Nothing is to be decided here now: only who may be served has changed."""
        place = self._desk.places.get(conversation)
        if place is None:
            return
        self.arm(place)
        if place.due_at is not None and place.due_at <= self._desk.now:
            place.due_at = None
        self._desk.places.write(place)

    # What each decision does

    def _connect(self, p: Place, x: d.Connect) -> None:
        p.state, p.agent_id, p.offer = Place.State.RINGING, x.human, p.offer + 1
        p.because, p.numbers, p.unanswered = x.because, dict(x.numbers), False
        p.until_at, p.nudge_at = self._desk.now + self._desk.rules.ring, None
        self._desk.humans.put_before(x.human, self._desk.now)
        self._log(p, self._face(x.human), Connected(because=x.because, numbers=dict(x.numbers)))

    def _take(self, p: Place, x: d.Take) -> None:
        if p.agent_id != x.human:
            p.offer, p.agent_id, p.numbers = p.offer + 1, x.human, {}
            p.because = "everybody_is_rung" if p.unanswered else x.because
            self._desk.humans.put_before(x.human, self._desk.now)
        p.state, p.absent, p.unanswered = Place.State.ENGAGED, False, False
        if p.reach == "here":
            rules = self._desk.rules
            p.until_at, p.nudge_at = self._desk.now + rules.words, self._desk.now + rules.nudge
        else:
            # They write or call elsewhere, where nobody can tell whether they have.
            p.until_at = p.nudge_at = None
        if p.known_id != x.human:
            # Whoever had it when the visitor asked for another is not that other.
            p.escalated_at = None
        because: Any = p.because
        self._log(p, self._face(x.human), PickedUp(because=because))

    def _withdraw(self, p: Place, x: d.Withdraw) -> None:
        self._to_line(p, x.human if x.picked_up else p.known_id)
        p.unanswered = True
        self._no_answer(x.human)
        self._log(p, self._face(x.human), NoAnswer())

    def _nudge(self, p: Place, x: d.Nudge) -> None:
        p.nudge_at = None
        frame = codec.encode(wire.Nudge(conversation=p.conversation_id, due=x.due))
        self.hints.append(bus.ToAgents(site=p.site_id, frame=frame, agent=x.human))

    def _pass(self, p: Place, x: d.Pass) -> None:
        self._keep_apart(p, x.human, x.until)
        self._to_line(p, p.known_id)
        face = self._face(x.human)
        self._log(p, face, NotComing(whom=face, because="declined"))

    def _rescue(self, p: Place, x: d.Rescue) -> None:
        self._to_line(p, x.human if x.picked_up else p.known_id)
        face = self._face(x.human)
        self._log(p, face, LineDropped() if x.picked_up else NotComing(whom=face, because="went_away"))

    def _take_over(self, p: Place, x: d.TakeOver) -> None:
        Member.objects.filter(place=p, agent_id=x.human).delete()
        p.agent_id, p.until_at, p.nudge_at = x.human, None, None
        p.because, p.numbers = "took_over", {}
        after = self._face(x.after)
        self._log(p, after, LineDropped())
        self._log(p, self._face(x.human), TookOver(after=after))

    def _put_aside(self, p: Place, x: d.PutAside) -> None:
        p.state, p.held_because = Place.State.HELD, x.because
        if x.because == "visitor_away":
            p.until_at = p.nudge_at = None
        p.absent = x.because == "visitor_away"
        self._log(p, self._face(x.human), Held(because=x.because))

    def _resume(self, p: Place, x: d.Resume) -> None:
        p.state, p.held_because, p.absent = Place.State.ENGAGED, "", False
        self._log(p, self._face(x.human), Resumed())

    def _requeue(self, p: Place, x: d.Requeue) -> None:
        self._log(p, self._face(p.agent_id) if p.agent_id else SYSTEM, BackInLine())
        self._to_line(p, x.human or p.agent_id)
        p.absent = False

    def _ask(self, p: Place, x: d.Ask) -> None:
        p.offer += 1
        until = self._desk.now + self._desk.rules.ring
        # Whom the desk asks by itself, perhaps into another conversation, is not told what somebody said of this one.
        why = self._desk.why if x.by else ""
        Member.objects.create(
            place=p,
            site_id=p.site_id,
            agent_id=x.human,
            errand=x.errand,
            because=x.because,
            numbers=dict(x.numbers),
            asked_by_id=x.by,
            why=why,
            offer=p.offer,
            due_at=until,
            at=self._desk.now,
        )
        self._desk.humans.put_before(x.human, self._desk.now)
        by = self._face(x.by) if x.by else SYSTEM
        self._log(p, by, Asked(whom=self._face(x.human), to=x.errand, why=why, numbers=dict(x.numbers)))

    def _join(self, p: Place, x: d.Join) -> None:
        member = Member.objects.select_related("asked_by").get(place=p, agent_id=x.human)
        face = self._face(x.human)
        because: Literal["escalated", "asked"] = "escalated" if x.errand == "fix" else "asked"
        asked_by = self._face(member.asked_by_id) if member.asked_by_id else None
        if member.state == Member.State.ASKED:
            self._log(p, face, Joined(because=because, asked_by=asked_by, why=member.why))
        p.until_at = p.nudge_at = p.escalated_at = None
        if x.errand == "take_over":
            member.delete()
            after = p.agent_id
            p.agent_id = x.human
            p.because, p.numbers = "asked", {}
            if after:
                p.last_agent_id = after
                self._log(p, self._face(after), HandedOver(to=face, why=self._desk.why or member.why))
        else:
            Member.objects.filter(pk=member.pk).update(state=Member.State.JOINED, due_at=None, at=self._desk.now)
        self._lift_hold(p)

    def _dismiss(self, p: Place, x: d.Dismiss) -> None:
        member = Member.objects.filter(place=p, agent_id=x.human).first()
        if member is None:
            raise LostDecision(x)
        member.delete()
        face = self._face(x.human)
        if x.until:
            self._keep_apart(p, x.human, x.until)
        if x.why == "no_answer":
            self._no_answer(x.human)
        if member.state == Member.State.JOINED:
            self._log(p, face, SteppedOut())
        elif x.why != "stepped_out":
            self._log(p, face, NotComing(whom=face, because=x.why))

    def _urge(self, p: Place, _: d.Urge) -> None:
        p.escalated_at = self._desk.now
        if p.state == Place.State.WAITING:
            p.waits_for_id = p.reach_due = None
            self._credit_most(p)

    def _keep_for(self, p: Place, x: d.KeepFor) -> None:
        p.waits_for_id = x.human

    def _stand_back(self, p: Place, x: d.StandBack) -> None:
        p.absent = x.absent
        if x.absent and p.reach == "here":
            waits.gave_up(p.conversation_id, self._desk.now)

    def _break(self, p: Place, _: d.Break) -> None:
        p.breach_at, p.broken = None, True
        self._log(p, SYSTEM, LongerThanSaid(minutes=p.promised or 0))

    # What they have in common

    def _to_line(self, p: Place, known: str | None) -> None:
        p.last_agent_id = known or p.last_agent_id
        if p.heard:
            # A human has spoken: they wait anew. Else it is the same wait, whoever had picked up.
            p.since_at, p.heard = self._desk.now, False
        if p.breach_at is not None and p.breach_at <= self._desk.now:
            # It was broken while somebody had it who wrote nothing.
            self._break(p, d.Break(p.conversation_id))
        p.state, p.agent_id, p.known_id, p.rank = Place.State.WAITING, None, known, 0
        p.until_at = p.nudge_at = None
        p.because, p.numbers, p.held_because = "", {}, ""
        # Whatever was chosen about who comes was for the one who came.
        p.waits_for_id = p.reach_due = None
        for asked in p.members.filter(state=Member.State.ASKED):
            self._log(p, SYSTEM, NotComing(whom=self._face(asked.agent_id), because="withdrawn"))
        p.members.all().delete()
        if p.escalated_at is not None:
            self._credit_most(p)

    def _lift_hold(self, p: Place) -> None:
        """Somebody is with the visitor now: they are on hold no more."""
        if p.held_because == "by_agent":
            p.state, p.held_because = Place.State.ENGAGED, ""

    def _credit_most(self, p: Place) -> None:
        p.credited_at = min(p.credited_at, p.entered_at - max(self._desk.rules.credits))

    def _keep_apart(self, p: Place, human: str, until: int) -> None:
        now = self._desk.now
        p.apart = {h: u for h, u in p.apart.items() if u > now} | {human: until}
        p.apart_until = max(p.apart.values())

    def _no_answer(self, human: str) -> None:
        people.away(human, "no_answer")
        self._desk.humans.gone_away(human)
        self.away.add(human)

    def _people(self, p: Place) -> set[str]:
        guests = p.members.values_list("agent_id", flat=True) if p.state in _GUESTS_IN else ()
        return {a for a in (p.agent_id, *guests) if a}

    def _weigh(self, busy: bool, before: set[str], p: Place) -> None:
        after = self._people(p)
        if busy:
            self._desk.humans.weigh(before, -1)
        if p.state in _BUSY:
            self._desk.humans.weigh(after, 1)
        self.loads |= before | after

    def _count_time(self, was: str, p: Place) -> None:
        """How long slots are taken, for the promises to others: by the conversation, never by the agent."""
        if p.state == Place.State.ENGAGED and was != Place.State.ENGAGED:
            waits.began(p.site_id, p.conversation_id, self._desk.now)
        elif was == Place.State.ENGAGED and p.state != Place.State.ENGAGED:
            waits.ended(p.site_id, p.conversation_id, self._desk.now)

    def _face(self, agent: str) -> Face:
        if agent not in self._faces:
            self._faces[agent] = people_queries.face(agent) or SYSTEM
        return self._faces[agent]

    def _log(self, p: Place, by: Face, body: TeamBody) -> None:
        said, self.said = self.said, None
        self.entries.append((p.conversation_id, by, body, said))


_DO: dict[type[Any], Callable[[Changes, Place, Any], None]] = {
    d.Connect: Changes._connect,
    d.Take: Changes._take,
    d.Withdraw: Changes._withdraw,
    d.Nudge: Changes._nudge,
    d.Pass: Changes._pass,
    d.Rescue: Changes._rescue,
    d.TakeOver: Changes._take_over,
    d.PutAside: Changes._put_aside,
    d.Resume: Changes._resume,
    d.Requeue: Changes._requeue,
    d.Ask: Changes._ask,
    d.Join: Changes._join,
    d.Dismiss: Changes._dismiss,
    d.Urge: Changes._urge,
    d.KeepFor: Changes._keep_for,
    d.StandBack: Changes._stand_back,
    d.Break: Changes._break,
}
