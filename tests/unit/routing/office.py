"""A desk at work, as scenes and histories drive it: what happens to it, and what it decides.

Each step first lets what fell due until then be decided, then happens, then lets the rest be decided. `Office` is
all that the scenes know of a desk, so that they can be played over any.
"""

from collections.abc import Callable, Iterable, Iterator
from types import ModuleType
from typing import Any, Protocol

from routing import engine, requests
from routing.decisions import Decision, PutAside, StandBack
from routing.memory import MemoryDesk, Seat
from routing.model import Human, Placed, Rules, Waiting

START = 1_000_000


class Office(Protocol):
    """`log`: every decision so far with its moment, requests' too."""

    rules: Rules
    log: list[tuple[int, Decision]]

    @property
    def now(self) -> int:
        """The clock."""

    def wait(self, ms: int) -> None:
        """Time passes, and then somebody looks."""

    def come(
        self,
        human: str,
        capacity: int = 3,
        teams: Iterable[str] = (),
        languages: Iterable[str] = (),
        lead: bool = False,
    ) -> None:
        """A human is here and takes calls, with these facts about them."""

    def away(self, human: str) -> None:
        """They take no calls."""

    def vanish(self, *humans: str) -> None:
        """Their leases lapsed, in the same instant."""

    def write(self, conversation: str, priority: int = 0, breach_in: int | None = None, **facts: Any) -> None:
        """A visitor's first words, or words in what was closed. `facts`: fields of `Waiting`."""

    def ask(self, request: str, conversation: str, *about: Any) -> Decision | None:
        """One of `routing.requests`; raises its refusal."""

    def speak(self, conversation: str, human: str) -> None:
        """A human's words to the visitor."""

    def part(self, conversation: str) -> None:
        """The visitor was not heard of for their lease."""

    def back(self, conversation: str) -> None:
        """The visitor is there again."""

    def call_back(self, conversation: str, after: int) -> None:
        """Who waits wants to be called rather, so much later."""

    def end(self, conversation: str) -> None:
        """Closed, or left."""

    def place(self, conversation: str) -> Placed:
        """Where it is."""

    def human(self, human: str) -> Human | None:
        """That human, if available."""


class Listener(Protocol):
    """Who hears all that happens at an office, and judges it."""

    def happens(self, now: int, what: str, *about: Any) -> None:
        """A fact, just before the desk learns of it."""

    def asked(
        self, now: int, request: str, about: tuple[Any, ...], answer: "Decision | requests.Refused | None"
    ) -> None:
        """What a request came to, before it is applied."""

    def decided(self, now: int, decision: Decision) -> None:
        """What the desk decided by itself, after it was applied."""

    def settled(self, now: int, office: Office) -> None:
        """Nothing is left to be decided."""


class MemoryOffice:
    """Over `MemoryDesk`, or one that is made wrong on purpose."""

    def __init__(
        self,
        rules: Rules | None = None,
        listener: Listener | None = None,
        desk: type[MemoryDesk] = MemoryDesk,
        decide: Callable[[MemoryDesk], Iterator[Decision]] = engine.decide,
        requests: ModuleType | Any = requests,
    ) -> None:
        self.desk = desk(rules)
        self.rules = self.desk.rules
        self.log: list[tuple[int, Decision]] = []
        self._listener = listener
        self._engine = decide
        self._requests = requests
        self._made = 0
        self.desk.clock = START
        self.decide()

    @property
    def now(self) -> int:
        return self.desk.clock

    def decide(self) -> None:
        """Whatever is due now."""
        for decision in self._engine(self.desk):
            self.log.append((self.desk.now, decision))
            if self._listener:
                self._listener.decided(self.desk.now, decision)
        assert not list(self._engine(self.desk)), "deciding again decided something"
        if self._listener:
            self._listener.settled(self.desk.now, self)

    def wait(self, ms: int) -> None:
        self.desk.clock += ms
        self.decide()

    def come(
        self,
        human: str,
        capacity: int = 3,
        teams: Iterable[str] = (),
        languages: Iterable[str] = (),
        lead: bool = False,
    ) -> None:
        seat = Seat(human, capacity, teams=frozenset(teams), languages=frozenset(languages), lead=lead)
        self._happens("come", lambda: self.desk.seat(seat), seat)

    def away(self, human: str) -> None:
        self._happens("away", lambda: self.desk.away(human), human)

    def vanish(self, *humans: str) -> None:
        def gone() -> None:
            for human in humans:
                seat = self.desk.seats[human]
                self.desk.seat(Seat(human, seat.capacity, 0, 0, seat.teams, seat.languages, seat.lead, here=False))

        self._happens("vanish", gone, humans)

    def write(self, conversation: str, priority: int = 0, breach_in: int | None = None, **facts: Any) -> None:
        self.decide()
        self._made += 1
        now = self.now
        if facts.get("team") or facts.get("language"):
            facts.setdefault("overflow_at", now + self.rules.overflow)
        entered = facts.pop("entered", now)
        waiting = Waiting(conversation, 1, entered - self.rules.credits[priority], self._made, entered, **facts)
        breach = None if breach_in is None else now + breach_in
        self._happens("write", lambda: self.desk.arrive(waiting, breach), waiting, breach)

    def ask(self, request: str, conversation: str, *about: Any) -> Decision | None:
        self.decide()
        answer = self._answer(request, conversation, about)
        self._judged(request, conversation, about, answer)
        if isinstance(answer, requests.Refused):
            raise answer
        if answer is not None:
            self._apply(answer)
            again = self._answer(request, conversation, about)
            assert again is None or isinstance(again, requests.Refused), f"{request} asked twice decides {again}"
        self.decide()
        return answer

    def speak(self, conversation: str, human: str) -> None:
        self._happens("speak", lambda: self.desk.spoke(conversation, human), conversation, human)

    def part(self, conversation: str) -> None:
        self.decide()
        place = self.place(conversation)
        if place.state == "engaged" and place.owner:
            self._apply(PutAside(conversation, place.owner, "visitor_away"))
        elif place.state == "waiting":
            self._apply(StandBack(conversation, True))
        self.decide()

    def back(self, conversation: str) -> None:
        self.decide()
        if self.place(conversation).state == "waiting":
            self._apply(StandBack(conversation, False))
            self.decide()
        else:
            self._happens("back", lambda: self.desk.back(conversation), conversation)

    def call_back(self, conversation: str, after: int) -> None:
        at = self.now + after
        self._happens("call_back", lambda: self.desk.call_back(conversation, at), conversation, at)

    def end(self, conversation: str) -> None:
        self._happens("end", lambda: self.desk.end(conversation), conversation)

    def place(self, conversation: str) -> Placed:
        found = self.desk.place(conversation)
        assert found is not None
        return found

    def human(self, human: str) -> Human | None:
        return self.desk.human(human)

    def _happens(self, what: str, act: Callable[[], None], *about: Any) -> None:
        self.decide()
        if self._listener:
            self._listener.happens(self.desk.now, what, *about)
        act()
        self.decide()

    def _apply(self, decision: Decision) -> None:
        self.desk.apply(decision)
        self.log.append((self.desk.now, decision))
        if self._listener:
            self._listener.decided(self.desk.now, decision)

    def _answer(self, request: str, conversation: str, about: tuple[Any, ...]) -> "Decision | requests.Refused | None":
        ask = getattr(self._requests, request)
        place = self.place(conversation)
        try:
            found: Decision | None = ask(self.desk, place, *about) if request in _OF_THE_DESK else ask(place, *about)
        except requests.Refused as refused:
            return refused
        return found

    def _judged(self, request: str, conversation: str, about: tuple[Any, ...], answer: Any) -> None:
        if self._listener:
            self._listener.asked(self.desk.now, request, (conversation, *about), answer)


_OF_THE_DESK = {"decline", "resume", "ask", "ask_somebody", "wait_for"}
