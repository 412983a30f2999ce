"""Histories made up at random: anything may happen at any time. Each step is plain numbers, so that it can be played again.

Long, because it is one list of all that may happen.
"""

import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple

from routing.model import Rules
from routing.requests import Refused
from tests.unit.routing.office import MemoryOffice
from tests.unit.routing.shadow import Shadow, Talk

HUMANS = ("ana", "ben", "cleo", "tom")
LEADS = {"tom"}
PAUSES = (*[0] * 12, 1, 300, 300, 700, 700, 1_500, 1_500, 5_000, 9_999, 20_000, 45_000)
OPEN_MAX = 9
"""More than that wait, and nearly everybody is full all the time."""

RULES = (
    Rules(),
    Rules(mode="ring", ring=5_000),
    Rules(overflow=0, affinity=0),
    Rules(ring=60_000, nudge=2_000, words=3_000, apart=1_000, affinity=90_000),
    Rules(ring=20_000, overflow=300_000, apart=300_000, credits=(0, 0, 0)),
)


MakeOffice = Callable[[Rules, Shadow], MemoryOffice]


class Step(NamedTuple):
    """So much later, this happens; the numbers choose among whatever there is."""

    pause: int
    what: str
    x: int
    y: int
    z: int


class Play:
    """Plays steps at an office, with a shadow beside it."""

    def __init__(self, rules: Rules, seen: Counter[str] | None = None, office: MakeOffice = MemoryOffice) -> None:
        self.shadow = Shadow(rules, seen)
        self.office = office(rules, self.shadow)
        self._made = 0

    def step(self, step: Step) -> None:
        """What it cannot be done to does not happen."""
        self.pause(step.pause)
        with suppress(Refused):
            getattr(self, f"_{step.what}")(step.x, step.y, step.z)

    def pause(self, ms: int) -> None:
        """Time passes, and then somebody looks."""
        self.office.wait(ms)

    # Visitors

    def _write(self, x: int, y: int, z: int) -> None:
        if sum(1 for _ in self.shadow.open("waiting", "ringing", "engaged", "held")) >= OPEN_MAX:
            return
        wrapped = list(self.shadow.open("wrapped"))
        if x % 5 == 0 and wrapped:
            conversation = wrapped[y % len(wrapped)].id
        else:
            self._made += 1
            conversation = f"c{self._made}"
        self.office.write(
            conversation,
            priority=(0, 0, 0, 1, 2)[x % 5],
            breach_in=(None, None, 1, 15_000, 60_000)[y % 5],
            entered=self.office.now - (0, 0, 0, 900)[z % 4],
            known=_one(HUMANS, x // 5, 3),
            advocate=_one(HUMANS, y // 5, 3),
            backup=_one(HUMANS, z // 4, 4),
            team=(None, None, None, "sales", "repairs")[(x // 7) % 5],
            language=(None, None, None, "de", "it")[(y // 7) % 5],
        )

    def _write_again_while_open(self, x: int, y: int, z: int) -> None:
        if talk := self._talk(x, "waiting", "ringing", "engaged"):
            self.office.write(talk.id, priority=2)

    def _escalate(self, x: int, y: int, z: int) -> None:
        if talk := self._talk(x, "waiting", "ringing", "engaged", "engaged", "held", "wrapped"):
            self.office.ask("escalate", talk.id)

    def _choose_to_wait(self, x: int, y: int, z: int) -> None:
        if talk := self._talk(x, "waiting"):
            self.office.ask("wait_for", talk.id, _one(HUMANS, y, 1))

    def _call_back(self, x: int, y: int, z: int) -> None:
        if talk := self._talk(x, "waiting"):
            self.office.call_back(talk.id, (0, 5_000, 40_000, 100_000)[y % 4])

    def _part(self, x: int, y: int, z: int) -> None:
        if talk := self._talk(x, "waiting", "engaged"):
            self.office.part(talk.id)

    def _back(self, x: int, y: int, z: int) -> None:
        away = [t for t in self.shadow.open("held", "waiting") if t.held_because == "visitor_away" or t.waiting.absent]
        if away:
            self.office.back(away[x % len(away)].id)

    def _end(self, x: int, y: int, z: int) -> None:
        if talk := self._talk(x, "waiting", "ringing", "engaged", "held", "wrapped"):
            self.office.end(talk.id)

    # Humans

    def _come(self, x: int, y: int, z: int) -> None:
        name = HUMANS[x % 4]
        teams = (("sales",), (), (), ("sales", "repairs"))[(x + z // 9) % 4]
        languages = ((), ("de",), ("en",), ())[(x + z // 5) % 4]
        self.office.come(name, (1, 2, 2, 3)[y % 4], teams, languages, name in LEADS)

    def _away(self, x: int, y: int, z: int) -> None:
        if self.shadow.available(HUMANS[x % 4]):
            self.office.away(HUMANS[x % 4])

    def _vanish(self, x: int, y: int, z: int) -> None:
        here = [h for h in (HUMANS[x % 4], HUMANS[y % 4]) if h in self.shadow.agents and self.shadow.agents[h].here]
        if here:
            self.office.vanish(*dict.fromkeys(here[: 1 + z % 2]))

    def _pick_up(self, x: int, y: int, z: int) -> None:
        if talk := self._talk(x, "ringing"):
            self._request("pick_up", talk, talk.owner, (talk.offer, talk.offer, None)[y % 3])

    def _take_by_hand(self, x: int, y: int, z: int) -> None:
        if talk := self._talk(x, "waiting", "waiting", "ringing"):
            self._request("pick_up", talk, HUMANS[y % 4], None)

    def _answer_late(self, x: int, y: int, z: int) -> None:
        """A ring that is over, or was never theirs: picked up, or declined."""
        if talk := self._talk(x, "waiting", "ringing", "engaged", "held", "wrapped"):
            human, offer = HUMANS[y % 4], talk.offer - z % 3
            self._request(("pick_up", "decline")[z // 3 % 2], talk, human, offer)

    def _decline(self, x: int, y: int, z: int) -> None:
        if talk := self._talk(x, "ringing"):
            self._request("decline", talk, talk.owner, talk.offer)

    def _speak(self, x: int, y: int, z: int) -> None:
        if talk := self._talk(x, *["engaged"] * 5, "held"):
            self.office.speak(talk.id, (talk.owner, talk.owner, HUMANS[y % 4])[z % 3] or "")

    def _hold(self, x: int, y: int, z: int) -> None:
        together = [t for t in self.shadow.open("engaged") if t.joined()]
        talk = together[y % len(together)] if together and x % 4 == 0 else self._talk(x, "engaged", "held", "ringing")
        if talk:
            self._request("hold", talk, (talk.owner, talk.owner, HUMANS[y % 4])[z % 3])

    def _resume(self, x: int, y: int, z: int) -> None:
        if talk := self._talk(x, "held", "held", "engaged"):
            self._request("resume", talk, (talk.owner, talk.owner, HUMANS[y % 4])[z % 3])

    def _ask(self, x: int, y: int, z: int) -> None:
        together = [t for t in self.shadow.open("engaged", "held") if t.joined()]
        talk = together[y % len(together)] if together and x % 3 else self._talk(x, *["engaged"] * 6, "held", "waiting")
        if talk:
            by = (talk.owner, talk.owner, *talk.joined(), HUMANS[z % 4])[z % 3]
            whom = (*talk.joined(), HUMANS[y % 4])[y // 4 % (1 + len(talk.joined()))]
            self._request("ask", talk, by, whom, ("help", "take_over")[z // 4 % 2])

    def _ask_somebody(self, x: int, y: int, z: int) -> None:
        if talk := self._talk(x, "engaged", "held"):
            team, errand = (None, None, "sales")[y % 3], ("help", "take_over")[z % 2]
            self._request("ask_somebody", talk, talk.owner, team, errand)

    def _answer(self, x: int, y: int, z: int) -> None:
        """Somebody who was asked in comes, mostly."""
        asked = [(t, g) for t in self.shadow.talks.values() for g in t.guests.values() if not g.joined]
        if asked:
            talk, guest = asked[x % len(asked)]
            request = ("pick_up", "pick_up", "decline")[y % 3]
            self._request(request, talk, guest.human, guest.offer)

    def _take_back(self, x: int, y: int, z: int) -> None:
        asked = [(t, g) for t in self.shadow.talks.values() for g in t.guests.values()]
        if asked:
            talk, guest = asked[x % len(asked)]
            self._request("take_back", talk, (guest.by or talk.owner, talk.owner)[y % 2], guest.human)

    def _step_out(self, x: int, y: int, z: int) -> None:
        members = [(t, human) for t in self.shadow.open("engaged", "held") for human in t.joined()]
        if members and y % 2:
            talk, human = members[x % len(members)]
            self._request("step_out", talk, human)
        elif found := self._talk(x, "engaged", "held"):
            self._request("step_out", found, found.owner)

    def _look(self, x: int, y: int, z: int) -> None:
        """A tick of some process, with nothing new."""
        self.office.wait(0)

    def _request(self, request: str, talk: Talk, human: str | None, *about: Any) -> None:
        """By somebody who is here: the others' consoles are dark."""
        if human in self.shadow.agents and self.shadow.agents[human].here:
            self.office.ask(request, talk.id, human, *about)

    def _talk(self, x: int, *states: str) -> Talk | None:
        """One of those in the state that `x` chooses."""
        found = list(self.shadow.open(states[x % len(states)])) or list(self.shadow.open(*states))
        return found[(x // 8) % len(found)] if found else None


WEIGHTS = {
    "write": 14,
    "come": 16,
    "pick_up": 16,
    "speak": 8,
    "end": 5,
    "answer": 16,
    "ask": 10,
    "escalate": 3,
    "decline": 3,
    "away": 2,
    "vanish": 2,
    "hold": 2,
    "resume": 3,
    "part": 3,
    "back": 3,
    "choose_to_wait": 5,
    "ask_somebody": 2,
    "take_by_hand": 2,
    "answer_late": 2,
    "call_back": 2,
    "take_back": 2,
    "step_out": 4,
    "write_again_while_open": 1,
    "look": 2,
}


def history(seed: int, steps: int) -> list[Step]:
    """The same for the same seed, on any machine."""
    rnd = random.Random(seed)
    kinds = rnd.choices(list(WEIGHTS), list(WEIGHTS.values()), k=steps)
    arrivals = [Step(0, "come", n, rnd.randrange(100), rnd.randrange(100)) for n in range(4) if seed % 7]
    return arrivals + [Step(rnd.choice(PAUSES), what, *(rnd.randrange(1_000) for _ in range(3))) for what in kinds]


class Ticking(Play):
    """Some process looks at the desk at any moment in between, though nothing happened."""

    def pause(self, ms: int) -> None:
        rnd = random.Random(ms)
        moments = sorted(rnd.randrange(ms + 1) for _ in range(3))
        for earlier, later in zip([0, *moments], [*moments, ms], strict=True):
            super().pause(later - earlier)


class Unsteady(Play):
    """The clock is set back now and then."""

    pauses = 0

    def pause(self, ms: int) -> None:
        self.pauses += 1
        super().pause(-ms if self.pauses % 5 == 0 else ms)


def play(
    seed: int, steps: int, seen: Counter[str] | None = None, office: MakeOffice = MemoryOffice, kind: type[Play] = Play
) -> Play:
    """A whole history under one of the site's possible settings."""
    playing = kind(RULES[seed % len(RULES)], seen, office)
    for step in history(seed, steps):
        playing.step(step)
    return playing


def _one(humans: tuple[str, ...], x: int, nobody: int) -> str | None:
    """One of them, or as often as `nobody` of them none."""
    return (humans + (None,) * nobody)[x % (len(humans) + nobody)]


if __name__ == "__main__":
    for seed in range(10):
        print(play(seed, 120).office.log)
