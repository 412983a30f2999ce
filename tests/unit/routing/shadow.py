"""A shadow of a desk: it knows the facts and the decisions, nothing of how they come about, and holds both to the laws.

It counts by itself and looks at everybody who waits, however slow that is. Each law is a method or an assertion that
names it; `seen` counts what was put to the proof, so that a run can be asked what it covered.

Long, because each law counts from the same facts.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from routing import decisions as d
from routing.memory import Seat
from routing.model import Guest, Rules, Waiting
from routing.requests import Refused
from tests.unit.routing.office import Office

BUSY = {"ringing", "engaged"}


@dataclass
class Agent:
    """What the shadow knows of a human."""

    seat: Seat
    here: bool
    available: bool
    last: int = 0
    silent: bool = False
    """Away because it rang and they did not answer."""


@dataclass
class Talk:
    """What the shadow knows of a conversation. `since`: when the ring or the time for words began; `heard`: a human wrote in this wait."""

    waiting: Waiting
    state: str = "waiting"
    owner: str | None = None
    offer: int = 0
    guests: dict[str, Guest] = field(default_factory=dict)
    asked_at: dict[str, int] = field(default_factory=dict)
    held_because: str = ""
    heard: bool = False
    since: int | None = None
    nudged: bool = False
    breach: int | None = None
    escalated: int | None = None
    back: bool = False

    @property
    def id(self) -> str:
        return self.waiting.id

    def joined(self) -> list[str]:
        return [g.human for g in self.guests.values() if g.joined]


class Shadow:
    """Hears everything, and asserts the laws."""

    def __init__(self, rules: Rules, seen: Counter[str] | None = None) -> None:
        self.rules = rules
        self.now = 0
        self.agents: dict[str, Agent] = {}
        self.talks: dict[str, Talk] = {}
        self._moved = True
        self.seen: Counter[str] = Counter() if seen is None else seen

    # What it makes of the facts

    def load(self, human: str) -> int:
        return sum(t.state in BUSY and human in (t.owner, *t.guests) for t in self.talks.values())

    def available(self, human: str | None) -> bool:
        return human in self.agents and self.agents[human].here and self.agents[human].available

    def still_has(self, human: str | None) -> bool:
        """Who takes no new calls by their own word keeps those they have."""
        return human in self.agents and self.agents[human].here and not self.agents[human].silent

    def free(self, human: str | None, over: int = 0) -> bool:
        return self.available(human) and self.load(human or "") < self.agents[human or ""].seat.capacity + over

    def line(self) -> list[Talk]:
        waiting = [t for t in self.talks.values() if t.state == "waiting" and t.waiting.not_before <= self.now]
        return sorted(waiting, key=self.key)

    def key(self, talk: Talk) -> tuple[bool, int, int, int]:
        w = talk.waiting
        return (w.absent, w.rank, w.credited, w.sequence)

    def apart(self, talk: Talk) -> set[str]:
        return {h for h, until in talk.waiting.apart.items() if until > self.now}

    def suits(self, human: str, team: str | None, language: str | None) -> bool:
        seat = self.agents[human].seat
        speaks = not seat.languages or language in seat.languages
        return (team is None or team in seat.teams) and (language is None or speaks)

    def crew(self, talk: Talk) -> tuple[set[str], str]:
        """All who are available and may serve it now, and what to say of it."""
        w, here = talk.waiting, {h for h in self.agents if self.available(h)}
        if self.now < w.overflow_at:
            for team, language in ((w.team, w.language), (w.team, None), (None, w.language)):
                fitting = {h for h in here if self.suits(h, team, language)}
                if fitting and (team or language):
                    return fitting, "on_the_team" if team else "speaks_their_language"
        return here, "first_in_line"

    def whom(self, talk: Talk) -> tuple[str, str] | None:
        """Who should have it now, and why."""
        w, apart = talk.waiting, self.apart(talk)
        if w.waits_for is not None:
            kept = self.free(w.waits_for) and w.waits_for not in apart
            return (w.waits_for, "waits_for_you") if kept else None
        own_humans = [(w.known, "was_theirs"), (w.advocate, "your_customer"), (w.backup, "your_customer")]
        if w.rank != 0:
            own_humans[0], own_humans[1] = own_humans[1], own_humans[0]
        for own, because in own_humans:
            if own is not None and self.free(own) and own not in apart:
                return own, because
        crew, because = self.crew(talk)
        able = [h for h in crew - apart if self.free(h)]
        return (min(able, key=self.preference), because) if able else None

    def preference(self, human: str) -> tuple[float, int, str]:
        agent = self.agents[human]
        return (self.load(human) / agent.seat.capacity, agent.last, human)

    def owns(self, talk: Talk, human: str) -> bool:
        """Whether the visitor is that human's own."""
        w = talk.waiting
        own = {w.known, w.advocate} if w.waits_for is None else {w.waits_for}
        return human in own and human not in self.apart(talk)

    def is_stranded(self, talk: Talk) -> bool:
        if talk.owner is None:
            return False
        if talk.state == "ringing":
            return not self.available(talk.owner)
        parted = talk.state == "held" and talk.held_because == "visitor_away"
        return not self.agents[talk.owner].here and not (parted and not talk.joined())

    def is_missing(self, guest: Guest) -> bool:
        return not (self.agents[guest.human].here if guest.joined else self.available(guest.human))

    def is_pending(self, talk: Talk) -> bool:
        coming = any(g.errand == "fix" and not g.joined for g in talk.guests.values())
        return talk.escalated is not None and talk.state in {"engaged", "held"} and not coming

    def helpers(self, talk: Talk, over: int = 1) -> list[str]:
        beside = {talk.owner, *talk.guests} | self.apart(talk)
        return [h for h in self.agents if self.free(h, over) and h not in beside]

    # What it hears

    def happens(self, now: int, what: str, *about: Any) -> None:
        self._at(now)
        self._moved = True
        self.seen[f"event: {what}"] += 1
        match what, about:
            case "come", (Seat() as seat,):
                last = self.agents[seat.id].last if seat.id in self.agents else 0
                self.agents[seat.id] = Agent(seat, True, True, last)
            case "away", (human,):
                self.agents[human].available = self.agents[human].silent = False
            case "vanish", (humans,):
                for human in humans:
                    self.agents[human].here = self.agents[human].available = False
            case "write", (Waiting() as waiting, breach):
                known = self.talks.get(waiting.id)
                if known is None or known.state == "wrapped":
                    at = None if breach is None else max(now, breach)
                    self.talks[waiting.id] = Talk(waiting, offer=known.offer if known else 0, breach=at)
            case "speak", (conversation, human):
                talk = self.talks[conversation]
                if talk.state in {"engaged", "held"}:
                    talk.heard, talk.breach = True, None
                    if talk.owner == human:
                        talk.since = None
            case "back", (conversation,):
                self.talks[conversation].back = self.talks[conversation].held_because == "visitor_away"
            case "call_back", (conversation, at):
                talk = self.talks[conversation]
                talk.waiting, talk.breach = talk.waiting._replace(not_before=at), None
            case "end", (conversation,):
                talk = self.talks[conversation]
                self.talks[conversation] = Talk(
                    talk.waiting, "wrapped", None, talk.offer, held_because=talk.held_because
                )

    def asked(self, now: int, request: str, about: tuple[Any, ...], answer: Any) -> None:
        """Each request is granted, nothing new, or refused: as the facts say."""
        self._at(now)
        wanted = "yes" if self._may(request, *about) else "no"
        got = "no" if answer is None or isinstance(answer, Refused) else "yes"
        self.seen[f"request: {request}, {got}"] += 1
        assert got == wanted, f"{request}{about} should be {wanted}: {answer}"
        if isinstance(answer, Refused):
            self.seen[f"refused: {answer.code}"] += 1
            assert request != "escalate", "an escalation was refused"

    def _may(self, request: str, conversation: str, *about: Any) -> bool:
        talk = self.talks[conversation]
        is_open = talk.state in {"engaged", "held"}
        match request, about:
            case "pick_up", (human, offer):
                guest = talk.guests.get(human)
                if guest is not None:
                    return not guest.joined and offer in {None, guest.offer}
                if talk.owner == human:
                    return talk.state == "ringing" and offer in {None, talk.offer}
                return talk.state == "waiting" and offer is None
            case "decline", (human, offer):
                guest = talk.guests.get(human)
                if guest is not None and not guest.joined:
                    return bool(guest.offer == offer)
                return talk.state == "ringing" and talk.owner == human and talk.offer == offer
            case "hold", (human,):
                return talk.state == "engaged" and talk.owner == human and not talk.joined()
            case "resume", (human,):
                return talk.state == "held" and talk.owner == human
            case "ask", (by, whom, errand):
                inside = is_open and by in {talk.owner, *talk.joined()}
                if inside and by == talk.owner and errand == "take_over" and whom in talk.joined():
                    return True
                return inside and whom not in {talk.owner, *talk.guests} and self.free(whom, 1)
            case "ask_somebody", (by, team, errand):
                inside = is_open and by in {talk.owner, *talk.joined()}
                asked = any(g.by == by and g.errand == errand and not g.joined for g in talk.guests.values())
                return inside and not asked and any(self.suits(h, team, None) for h in self.helpers(talk, 0))
            case "take_back", (by, whom):
                guest = talk.guests.get(whom)
                inside = is_open and by in {talk.owner, *talk.joined()}
                return inside and guest is not None and not guest.joined and guest.by is not None
            case "step_out", (human,):
                return human in talk.joined()
            case "escalate", ():
                return talk.state != "wrapped" and talk.escalated is None
            case "wait_for", (human,):
                new = talk.state == "waiting" and talk.waiting.waits_for != human
                return new and (human is None or self.available(human))
        raise AssertionError(request)

    def decided(self, now: int, decision: d.Decision) -> None:
        self._at(now)
        self._moved = True
        getattr(self, f"_on_{type(decision).__name__.lower()}")(self.talks[decision.conversation], decision)

    def settled(self, now: int, office: Office) -> None:
        """Laws of a desk at rest; it is not looked at again before anything moves."""
        self._moved |= now != self.now
        self._at(now)
        if not self._moved:
            return
        self._moved = False
        self.nobody_waits_in_vain()
        self.nobody_is_alone()
        self.nothing_is_overdue()
        self.the_desk_counts_alike(office)

    def _at(self, now: int) -> None:
        assert now >= self.now, "time goes back"
        self.now = now

    # The laws of a desk at rest

    def nobody_waits_in_vain(self) -> None:
        for talk in self.line():
            assert self.whom(talk) is None, f"{talk.id} waits though {self.whom(talk)} is free"
        for talk in self.talks.values():
            if self.is_pending(talk):
                assert not self.helpers(talk), (
                    f"{talk.id} asked for somebody who can fix it: {self.helpers(talk)} could come"
                )

    def nobody_is_alone(self) -> None:
        for talk in self.talks.values():
            assert not self.is_stranded(talk), f"{talk.id} is with {talk.owner}, who is not there"
            assert not any(map(self.is_missing, talk.guests.values())), f"{talk.id}: a guest is gone"
            assert not (talk.back and talk.state == "held"), f"{talk.id} is held though its visitor is back"
            assert talk.held_because != "by_agent" or not talk.joined(), (
                f"{talk.id} is on hold, and {talk.joined()} with them"
            )
            kept_for = talk.waiting.waits_for if talk.state == "waiting" else None
            assert kept_for is None or self.available(kept_for), f"{talk.id} waits for {kept_for}, who is away"

    def nothing_is_overdue(self) -> None:
        for talk in self.talks.values():
            if talk.since is not None:
                limit = self.rules.ring if talk.state == "ringing" else self.rules.words
                assert self.now < talk.since + limit, f"{talk.id} should have gone on"
                assert talk.state == "ringing" or talk.nudged or self.now < talk.since + self.rules.nudge, "no nudge"
            for at in talk.asked_at.values():
                assert self.now < at + self.rules.ring, f"{talk.id} still rings for a guest"
            unkept = talk.state in {"waiting", "ringing"} and talk.breach is not None
            assert not unkept or self.now < (talk.breach or 0), "a broken promise is kept quiet"

    def the_desk_counts_alike(self, office: Office) -> None:
        for name in self.agents:
            found = office.human(name)
            assert (found is not None) == self.available(name), f"{name} is available or not"
            assert found is None or found.load == self.load(name), f"load of {name}: {found}, not {self.load(name)}"
        for talk in self.talks.values():
            place = office.place(talk.id)
            assert (place.state, place.owner, place.offer) == (talk.state, talk.owner, talk.offer)
            assert place.guests == tuple(talk.guests.values())
            assert place.escalated == (talk.escalated is not None)
            assert (talk.owner is None) == (talk.state in {"waiting", "wrapped"})
            assert talk.owner not in talk.guests, "twice in one conversation"

    # The law of each decision, and what it changes

    def _on_connect(self, talk: Talk, x: d.Connect) -> None:
        assert talk.state == "waiting", "two owners"
        assert self.free(x.human), f"{x.human} has no free slot"
        assert x.human not in self.apart(talk), "a pair is not kept apart"
        assert not any(map(self.is_stranded, self.talks.values())), "somebody stranded is not yet in line"
        self._rightly_next(talk, x.human)
        self._rightly_chosen(talk, x)
        talk.state, talk.owner, talk.offer, talk.since, talk.nudged = "ringing", x.human, talk.offer + 1, self.now, True
        self.agents[x.human].last = self.now
        self.seen[f"Connect: {x.because}"] += 1

    def _rightly_next(self, talk: Talk, human: str) -> None:
        """The first who can have anybody; or an own customer of that one's human, who overtakes by `affinity` at most."""
        head = next(t for t in self.line() if self.whom(t))
        firsts = [t for t in self.line() if self.owns(t, human)]
        if talk is head:
            for own in firsts[:1]:
                rightly = own is head or not self._may_overtake(own, head) or (self.whom(own) or "")[0] != human
                assert rightly, f"{own.id}, {human}'s own customer, was not let before {head.id}"
            return
        assert (self.whom(head) or "")[0] == human, f"{head.id} was overtaken by {talk.id}"
        assert firsts[:1] == [talk], f"{head.id} was overtaken by {talk.id}, who is not {human}'s own"
        assert self._may_overtake(talk, head), f"{head.id} was overtaken by too much"
        self.seen["overtaken by affinity"] += 1

    def _may_overtake(self, own: Talk, head: Talk) -> bool:
        ours, theirs = own.waiting, head.waiting
        if (ours.absent, ours.rank) != (theirs.absent, theirs.rank):
            return False
        bound = max(self.rules.credits) + self.rules.affinity
        within = ours.credited - theirs.credited <= self.rules.affinity
        assert not within or ours.entered - theirs.entered <= bound, "overtaking is not bounded"
        return within

    def _rightly_chosen(self, talk: Talk, x: d.Connect) -> None:
        assert (x.human, x.because) == self.whom(talk), f"{self.whom(talk)} should have had {talk.id}"
        capacity, load = self.agents[x.human].seat.capacity, self.load(x.human)
        waited = max(0, self.now - (talk.waiting.since or talk.waiting.entered))
        assert x.numbers == {"free": capacity - load, "capacity": capacity, "waited": waited}

    def _on_take(self, talk: Talk, x: d.Take) -> None:
        ringing = talk.state == "ringing" and talk.owner == x.human
        assert talk.state == "waiting" or ringing, "two owners"
        if not ringing:
            talk.owner, talk.offer = x.human, talk.offer + 1
            self.agents[x.human].last = self.now
        if talk.waiting.known != x.human:
            talk.escalated = None
        talk.state, talk.since, talk.nudged = "engaged", self.now, False
        self.seen["Take: of a ring" if ringing else "Take: by hand"] += 1

    def _on_withdraw(self, talk: Talk, x: d.Withdraw) -> None:
        assert talk.owner == x.human
        assert talk.since is not None, "nothing was due"
        assert talk.state in ({"engaged", "held"} if x.picked_up else {"ringing"})
        limit = self.rules.words if x.picked_up else self.rules.ring
        assert self.now == talk.since + limit, f"it lasted {self.now - talk.since}, not {limit}"
        self._back_to_line(talk, x.human if x.picked_up else talk.waiting.known)
        self.agents[x.human].available, self.agents[x.human].silent = False, True
        self.seen["Withdraw: no words" if x.picked_up else "Withdraw: no answer"] += 1

    def _on_nudge(self, talk: Talk, x: d.Nudge) -> None:
        assert talk.state in {"engaged", "held"}
        assert (talk.owner, talk.nudged) == (x.human, False)
        assert talk.since is not None
        assert self.now == talk.since + self.rules.nudge
        assert x.due == talk.since + self.rules.words
        talk.nudged = True
        self.seen["Nudge"] += 1

    def _on_pass(self, talk: Talk, x: d.Pass) -> None:
        assert (talk.state, talk.owner) == ("ringing", x.human)
        assert x.until == self.now + self.rules.apart
        self._keep_apart(talk, x.human, x.until)
        self._back_to_line(talk, talk.waiting.known)
        self.seen["Pass"] += 1

    def _on_rescue(self, talk: Talk, x: d.Rescue) -> None:
        assert self.is_stranded(talk), f"{talk.id} is not stranded"
        assert (x.human, x.picked_up) == (talk.owner, talk.state != "ringing")
        assert not talk.joined(), "a member could have had it"
        self._back_to_line(talk, x.human if x.picked_up else talk.waiting.known)
        self.seen["Rescue: picked up" if x.picked_up else "Rescue: ringing"] += 1

    def _on_takeover(self, talk: Talk, x: d.TakeOver) -> None:
        assert self.is_stranded(talk), f"{talk.id} is not stranded"
        assert x.after == talk.owner
        assert talk.joined()[:1] == [x.human], "another member has been in it longer"
        assert self.agents[x.human].here
        del talk.guests[x.human]
        talk.owner, talk.since = x.human, None
        self.seen["TakeOver"] += 1

    def _on_putaside(self, talk: Talk, x: d.PutAside) -> None:
        assert (talk.state, talk.owner) == ("engaged", x.human)
        talk.state, talk.held_because, talk.back = "held", x.because, False
        if x.because == "visitor_away":
            talk.since = None
        self.seen[f"PutAside: {x.because}"] += 1

    def _on_resume(self, talk: Talk, x: d.Resume) -> None:
        assert (talk.state, talk.owner) == ("held", x.human)
        assert self.free(x.human, 1) or not self.available(x.human), "more than one over capacity"
        assert not talk.back or self.still_has(x.human), "put before somebody who is gone, or silent"
        self.seen["Resume: visitor is back" if talk.back else "Resume: asked"] += 1
        talk.state, talk.held_because, talk.back = "engaged", "", False

    def _on_requeue(self, talk: Talk, x: d.Requeue) -> None:
        assert talk.state == "held"
        assert not self.free(talk.owner, 1), f"{talk.owner} has a place for it"
        assert not talk.joined(), "a member could have had it"
        assert x.human == (talk.owner if self.still_has(talk.owner) else None)
        self._back_to_line(talk, talk.owner)
        self.seen["Requeue" if x.human else "Requeue: its human is gone"] += 1

    def _on_ask(self, talk: Talk, x: d.Ask) -> None:
        assert talk.state in {"engaged", "held"}
        assert x.human not in {talk.owner, *talk.guests}, "asked in twice"
        assert self.free(x.human, 1), "more than one over capacity"
        if x.by is None:
            assert self.is_pending(talk), "nobody asked for that"
            longer = [
                t for t in self.talks.values() if self.is_pending(t) and (t.escalated, t.id) < (talk.escalated, talk.id)
            ]
            assert not any(map(self.helpers, longer)), "somebody has waited longer for help"
            assert (x.human, x.errand, x.because) == (self._best_helper(talk), "fix", "escalated")
        capacity = self.agents[x.human].seat.capacity
        assert x.numbers == {"free": capacity - self.load(x.human), "capacity": capacity, "waited": 0}
        talk.offer += 1
        talk.guests[x.human] = Guest(x.human, False, x.errand, x.by, talk.offer)
        talk.asked_at[x.human] = self.agents[x.human].last = self.now
        over = "" if x.numbers["free"] > 0 else ", over capacity"
        self.seen[f"Ask: {x.errand}{over}"] += 1

    def _best_helper(self, talk: Talk) -> str:
        """A free lead, a free colleague, else the least loaded."""
        free = self.helpers(talk, 0)
        leads = [h for h in free if self.agents[h].seat.lead]
        return min(leads or free or self.helpers(talk), key=self.preference)

    def _on_join(self, talk: Talk, x: d.Join) -> None:
        longest = next(iter(talk.joined()), None)
        guest = talk.guests.pop(x.human)
        assert x.after == (talk.owner if x.errand == "take_over" else None)
        if guest.joined:
            assert x.errand == "take_over", "in it twice"
            rightly = longest == x.human and not self.free(talk.owner, 1)
            assert not talk.back or rightly, f"{talk.owner} has a place for it, or {longest} has been in it longer"
        else:
            assert x.errand == guest.errand
            del talk.asked_at[x.human]
        talk.escalated = talk.since = None
        if x.errand == "take_over":
            talk.owner = x.human
        else:
            talk.guests[x.human] = guest._replace(joined=True)
        self._lift_hold(talk)
        self.seen[f"Join: {x.errand}{', being in it' if guest.joined else ''}"] += 1

    def _on_dismiss(self, talk: Talk, x: d.Dismiss) -> None:
        guest = talk.guests.pop(x.human)
        asked_at = talk.asked_at.pop(x.human, None)
        assert guest.joined == (asked_at is None)
        assert guest.joined or x.why != "stepped_out"
        match x.why:
            case "no_answer":
                assert self.now == (asked_at or 0) + self.rules.ring, "a guest's ring lasts as long as another"
                self.agents[x.human].available, self.agents[x.human].silent = False, True
            case "went_away":
                assert self.is_missing(guest), f"{x.human} is still there"
            case "declined":
                assert x.until == self.now + self.rules.apart
                self._keep_apart(talk, x.human, x.until)
        self.seen[f"Dismiss: {x.why}"] += 1

    def _on_urge(self, talk: Talk, x: d.Urge) -> None:
        talk.escalated = self.now
        if talk.state == "waiting":
            talk.waiting = talk.waiting._replace(waits_for=None, not_before=0)
            self._credit_most(talk)
        self.seen[f"Urge: {talk.state}"] += 1

    def _on_keepfor(self, talk: Talk, x: d.KeepFor) -> None:
        assert talk.state == "waiting"
        was = talk.waiting.waits_for
        talk.waiting = talk.waiting._replace(waits_for=x.human)
        let_down = was is not None and not self.available(was)
        self.seen["KeepFor: let down" if let_down else "KeepFor: asked"] += 1

    def _on_standback(self, talk: Talk, x: d.StandBack) -> None:
        talk.waiting = talk.waiting._replace(absent=x.absent)
        self.seen["StandBack: away" if x.absent else "StandBack: back"] += 1

    def _on_break(self, talk: Talk, x: d.Break) -> None:
        assert talk.breach == self.now, "told at another moment than it is broken"
        talk.breach = None
        self.seen["Break"] += 1

    def _back_to_line(self, talk: Talk, known: str | None) -> None:
        self.seen["back in line, heard" if talk.heard else "back in line, unheard"] += 1
        if talk.heard:
            talk.waiting = talk.waiting._replace(since=self.now)
            talk.heard = False
        if talk.breach is not None and talk.breach <= self.now:
            self.seen["broken while somebody had it"] += 1
            talk.breach = None
        talk.state, talk.owner, talk.since, talk.held_because = "waiting", None, None, ""
        talk.guests, talk.asked_at, talk.back = {}, {}, False
        talk.waiting = talk.waiting._replace(rank=0, known=known, waits_for=None, not_before=0)
        if talk.escalated is not None:
            self._credit_most(talk)

    def _lift_hold(self, talk: Talk) -> None:
        """Somebody is with the visitor now: they are on hold no more."""
        if talk.held_because == "by_agent":
            talk.state, talk.held_because = "engaged", ""

    def _credit_most(self, talk: Talk) -> None:
        w = talk.waiting
        talk.waiting = w._replace(credited=min(w.credited, w.entered - max(self.rules.credits)))

    def _keep_apart(self, talk: Talk, human: str, until: int) -> None:
        talk.waiting = talk.waiting._replace(apart={**talk.waiting.apart, human: until})

    def open(self, *states: str) -> Iterator[Talk]:
        """Conversations in these states, for whoever makes up a history."""
        return (t for t in self.talks.values() if t.state in states)
