"""The engine's laws, held beside a shadow that knows only what happened and what was decided."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from routing import engine
from routing.decisions import Connect, Decision, Rescue
from routing.memory import MemoryDesk, Owned
from routing.model import Human, Waiting

HUMANS = ["ana", "ben", "cleo", "tom"]
seen: Counter[str] = Counter()


@dataclass
class Agent:
    """What the shadow knows of a human."""

    capacity: int
    online: bool = False
    available: bool = True
    last: int = 0


@dataclass
class Talk:
    """What the shadow knows of a conversation."""

    key: tuple[int, int, int]
    known: str | None = None
    owner: str | None = None
    picked_up: bool = False


class Shadow:
    """Counts by itself, from events and decisions alone."""

    def __init__(self) -> None:
        self.now = 0
        self.agents = {name: Agent(capacity=2) for name in HUMANS}
        self.talks: dict[str, Talk] = {}

    def load(self, name: str) -> int:
        return sum(t.owner == name for t in self.talks.values())

    def free(self, name: str) -> bool:
        agent = self.agents[name]
        return agent.online and agent.available and self.load(name) < agent.capacity

    def line(self) -> list[str]:
        return sorted((c for c, t in self.talks.items() if t.owner is None), key=lambda c: self.talks[c].key)

    def stranded(self, conversation: str) -> bool:
        talk = self.talks[conversation]
        owner = self.agents[talk.owner] if talk.owner else None
        return owner is not None and (not owner.online or (not owner.available and not talk.picked_up))

    def hear(self, decision: Decision) -> None:
        talk = self.talks[decision.conversation]
        match decision:
            case Rescue():
                assert self.stranded(decision.conversation)
                assert (decision.human, decision.picked_up) == (talk.owner, talk.picked_up)
                if talk.picked_up:
                    talk.known = talk.owner
                talk.owner, talk.picked_up = None, False
                talk.key = (0, *talk.key[1:])
                seen["rescued, picked up" if decision.picked_up else "rescued, ringing"] += 1
            case Connect():
                assert not any(map(self.stranded, self.talks)), "somebody stranded is not yet in line"
                assert talk.owner is None, "two owners"
                assert decision.conversation == self.line()[0], "overtaken"
                assert self.free(decision.human), "no free slot there"
                self._rightly_chosen(decision, talk)
                talk.owner = decision.human
                self.agents[decision.human].last = self.now

    def _rightly_chosen(self, decision: Connect, talk: Talk) -> None:
        agent, load = self.agents[decision.human], self.load(decision.human)
        assert decision.numbers == {
            "free": agent.capacity - load,
            "capacity": agent.capacity,
            "entered": talk.key[1],
        }
        if talk.known and self.free(talk.known):
            assert (decision.human, decision.because) == (talk.known, "was_theirs")
            seen["was theirs"] += 1
            return
        assert decision.because == "first_in_line"
        assert decision.human == min(
            filter(self.free, HUMANS),
            key=lambda n: (self.load(n) / self.agents[n].capacity, self.agents[n].last, n),
        )
        seen["known but busy" if talk.known else "connected"] += 1


class Routing(RuleBasedStateMachine):
    """Anything may happen; after each thing the desk is decided anew."""

    def __init__(self) -> None:
        super().__init__()
        self.shadow = Shadow()
        self.desk = MemoryDesk(
            humans={name: Human(name, capacity=2, load=0, last_connected=0) for name in HUMANS}, gone=set(HUMANS)
        )
        self.made = 0

    def settle(self) -> None:
        self.shadow.now += 1
        self.desk.now = self.shadow.now
        for decision in engine.decide(self.desk):
            self.shadow.hear(decision)
        assert list(engine.decide(self.desk)) == [], "deciding again decided something"

    @rule(back=st.integers(0, 3))
    def somebody_writes(self, back: int) -> None:
        """`back`: clocks of several processes are not the same, so a later one may have entered earlier."""
        self.made += 1
        id_, key = f"c{self.made:03}", (1, max(0, self.shadow.now - back), self.made)
        self.shadow.talks[id_] = Talk(key)
        self.desk.line[id_] = Waiting(id_, *key, known=None)
        self.settle()

    @rule(name=st.sampled_from(HUMANS))
    def comes(self, name: str) -> None:
        self.shadow.agents[name].online = True
        self.desk.gone.discard(name)
        self.settle()

    @rule(names=st.sets(st.sampled_from(HUMANS), min_size=1))
    def vanish(self, names: set[str]) -> None:
        for name in names:
            self.shadow.agents[name].online = False
        self.desk.gone |= names
        self.settle()

    @rule(name=st.sampled_from(HUMANS))
    def goes_away(self, name: str) -> None:
        self.shadow.agents[name].available = False
        self.desk.away.add(name)
        self.settle()

    @rule(name=st.sampled_from(HUMANS), capacity=st.integers(1, 4))
    def takes_calls(self, name: str, capacity: int) -> None:
        agent = self.shadow.agents[name]
        agent.available, agent.capacity = True, capacity
        self.desk.away.discard(name)
        was = self.desk.humans[name]
        self.desk.humans[name] = Human(name, capacity, 0, was.last_connected)
        self.settle()

    @precondition(lambda self: any(t.owner for t in self.shadow.talks.values()))
    @rule(data=st.data())
    def picks_up_what_rings(self, data: st.DataObject) -> None:
        talk = self.shadow.talks[self._one(data, lambda t: t.owner)]
        talk.picked_up = True
        self.desk.owned[self._id(talk)].picked_up = True
        self.settle()

    @precondition(lambda self: self.shadow.line())
    @rule(data=st.data(), name=st.sampled_from(HUMANS))
    def picks_up_what_waits(self, data: st.DataObject, name: str) -> None:
        """Also beyond their capacity, and also while they are away."""
        talk = self.shadow.talks[data.draw(st.sampled_from(self.shadow.line()))]
        if not self.shadow.agents[name].online:
            return
        talk.owner, talk.picked_up = name, True
        self.desk.owned[self._id(talk)] = Owned(name, True, self.desk.line.pop(self._id(talk)))
        self.settle()

    @precondition(lambda self: self.shadow.talks)
    @rule(data=st.data())
    def ends(self, data: st.DataObject) -> None:
        id_ = self._one(data, lambda _: True)
        del self.shadow.talks[id_]
        self.desk.line.pop(id_, None)
        self.desk.owned.pop(id_, None)
        self.settle()

    @precondition(lambda self: any(t.owner for t in self.shadow.talks.values()))
    @rule(data=st.data())
    def is_closed_and_written_in_again(self, data: st.DataObject) -> None:
        id_ = self._one(data, lambda t: t.owner)
        talk = self.shadow.talks[id_]
        talk.known, talk.owner, talk.picked_up = talk.owner, None, False
        self.made += 1
        talk.key = (1, self.shadow.now, self.made)
        del self.desk.owned[id_]
        self.desk.line[id_] = Waiting(id_, *talk.key, known=talk.known)
        self.settle()

    @invariant()
    def nobody_waits_while_a_human_has_a_free_slot(self) -> None:
        assert not (self.shadow.line() and any(map(self.shadow.free, HUMANS)))

    @invariant()
    def nobody_is_with_somebody_who_is_gone(self) -> None:
        assert not any(map(self.shadow.stranded, self.shadow.talks))

    @invariant()
    def the_desk_counts_as_the_shadow_does(self) -> None:
        owners = {c: o.human for c, o in self.desk.owned.items()}
        assert owners == {c: t.owner for c, t in self.shadow.talks.items() if t.owner}
        assert sorted(self.desk.line) == sorted(self.shadow.line())
        assert {c: w.key for c, w in self.desk.line.items()} == {c: self.shadow.talks[c].key for c in self.desk.line}

    def _one(self, data: st.DataObject, where: Any) -> str:
        drawn: str = data.draw(st.sampled_from(sorted(c for c, t in self.shadow.talks.items() if where(t))))
        return drawn

    def _id(self, talk: Talk) -> str:
        return next(c for c, t in self.shadow.talks.items() if t is talk)


def test_the_laws_hold_whatever_happens() -> None:
    run_state_machine_as_test(Routing, settings=settings(max_examples=100, stateful_step_count=40))


def test_the_laws_hold_over_every_kind_of_event() -> None:
    """The same histories in every run, so that what they cover is certain."""
    seen.clear()
    known = settings(max_examples=200, stateful_step_count=60, derandomize=True)
    run_state_machine_as_test(Routing, settings=known)
    expected = ["connected", "was theirs", "known but busy", "rescued, ringing", "rescued, picked up"]
    assert all(seen[what] >= 5 for what in expected), seen


def test_the_line_is_served_in_its_order_and_the_rescued_first() -> None:
    desk = MemoryDesk(humans={"ana": Human("ana", 9, 0, 0)})
    for id_, key in {"late": (1, 30, 1), "early": (1, 10, 9), "rescued": (0, 99, 5), "tie": (1, 10, 10)}.items():
        desk.line[id_] = Waiting(id_, *key, known=None)
    assert [d.conversation for d in engine.decide(desk)] == ["rescued", "early", "tie", "late"]


def test_the_lightest_load_for_the_capacity_is_chosen_then_the_longest_idle_then_the_id() -> None:
    desk = MemoryDesk(
        humans={
            "half": Human("half", 2, 0, 1),
            "quarter": Human("quarter", 4, 0, 9),
            "b": Human("b", 1, 0, 5),
            "a": Human("a", 1, 0, 5),
        },
        now=100,
    )
    for name in ("half", "quarter"):
        desk.owned[f"of-{name}"] = Owned(name, True, Waiting(f"of-{name}", 1, 0, 0, None))
    for n in range(6):
        desk.line[f"c{n}"] = Waiting(f"c{n}", 1, n, n, None)
    assert [d.human for d in engine.decide(desk)] == ["a", "b", "quarter", "half", "quarter", "quarter"]


def test_nobody_is_held_back_for_the_one_they_know() -> None:
    desk = MemoryDesk(humans={"ana": Human("ana", 1, 0, 0), "tom": Human("tom", 1, 0, 50)})
    desk.owned["busy"] = Owned("tom", True, Waiting("busy", 1, 0, 0, None))
    desk.line["c"] = Waiting("c", 1, 5, 1, known="tom")
    (connect,) = engine.decide(desk)
    assert isinstance(connect, Connect)
    assert (connect.human, connect.because) == ("ana", "first_in_line")


def test_a_decision_costs_no_more_with_a_long_line_than_what_it_serves() -> None:
    """Nobody free: however many wait, nothing is decided and the line is looked at once."""
    looks = 0

    class Counting(MemoryDesk):
        def first_in_line(self) -> Waiting | None:
            nonlocal looks
            looks += 1
            return super().first_in_line()

    desk = Counting(humans={"ana": Human("ana", 1, 0, 0)}, away={"ana"})
    desk.line = {f"c{n}": Waiting(f"c{n}", 1, n, n, None) for n in range(500)}
    assert list(engine.decide(desk)) == []
    assert looks == 1
