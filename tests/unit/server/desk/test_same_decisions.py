"""Over SQL the engine decides what it decides over memory: the desk that runs is the desk that is proved."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from routing import engine
from routing.decisions import Connect, Decision
from routing.memory import MemoryDesk, Owned
from routing.model import Human, Waiting
from server.chat.models import Conversation
from server.clock import as_datetime
from server.desk.models import Place
from server.desk.sql import SqlDesk
from server.people.models import Agent
from server.sites.models import Site
from tests.unit.server.chat.logs import make_visitor
from tests.unit.server.conftest import make_agent, make_site

pytestmark = pytest.mark.both

WHO, WHICH = st.integers(0, 2), st.integers(0, 5)
STEP = st.one_of(
    st.tuples(st.just("write"), st.integers(0, 3)),
    st.tuples(st.just("write"), st.integers(0, 3)),
    st.tuples(st.just("come"), WHO),
    st.tuples(st.just("come"), WHO),
    st.tuples(st.just("vanish"), WHO),
    st.tuples(st.just("away"), WHO),
    st.tuples(st.just("available"), WHO, st.integers(1, 4)),
    st.tuples(st.just("pick_up"), WHICH),
    st.tuples(st.just("take"), WHICH, WHO),
    st.tuples(st.just("close"), WHICH),
    st.tuples(st.just("write_again"), WHICH),
)


@dataclass
class Both:
    """The same facts, on two desks."""

    site: Site
    agents: list[str]
    memory: MemoryDesk
    now: int = 1_000_000
    closed: dict[str, str | None] = field(default_factory=dict)

    def write(self, late_by: int) -> None:
        conversation = Conversation.objects.create(
            site=self.site, visitor_id=make_visitor(self.site).id, opened_at=self.now, changed_at=self.now
        )
        entered = self.now - late_by * 700
        place = Place.objects.create(conversation=conversation, site=self.site, entered_at=entered)
        self.memory.line[conversation.id] = Waiting(conversation.id, 1, entered, place.sequence, None)

    def come(self, who: int) -> None:
        Agent.objects.filter(id=self.agents[who]).update(online=True)
        self.memory.gone.discard(self.agents[who])

    def vanish(self, who: int) -> None:
        Agent.objects.filter(id=self.agents[who]).update(online=False)
        self.memory.gone.add(self.agents[who])

    def away(self, who: int) -> None:
        Agent.objects.filter(id=self.agents[who]).update(presence="away")
        self.memory.away.add(self.agents[who])

    def available(self, who: int, capacity: int) -> None:
        id_ = self.agents[who]
        Agent.objects.filter(id=id_).update(presence="available", capacity=capacity)
        self.memory.away.discard(id_)
        self.memory.humans[id_] = Human(id_, capacity, 0, self.memory.humans[id_].last_connected)

    def pick_up(self, which: int) -> None:
        if ringing := sorted(c for c, o in self.memory.owned.items() if not o.picked_up):
            id_ = ringing[which % len(ringing)]
            Place.objects.filter(conversation_id=id_).update(state="engaged")
            self.memory.owned[id_].picked_up = True

    def take(self, which: int, who: int) -> None:
        agent = self.agents[who]
        if self.memory.line and agent not in self.memory.gone:
            id_ = sorted(self.memory.line)[which % len(self.memory.line)]
            Place.objects.filter(conversation_id=id_).update(state="engaged", agent_id=agent)
            self.memory.owned[id_] = Owned(agent, True, self.memory.line.pop(id_))

    def close(self, which: int) -> None:
        if owned := sorted(self.memory.owned):
            id_ = owned[which % len(owned)]
            human = self.memory.owned.pop(id_).human
            Place.objects.filter(conversation_id=id_).update(state="wrapped", agent=None, last_agent_id=human)
            self.closed[id_] = human

    def write_again(self, which: int) -> None:
        if closed := sorted(self.closed):
            id_ = closed[which % len(closed)]
            Place.objects.filter(conversation_id=id_).update(state="waiting", rank=1, entered_at=self.now)
            sequence = Place.objects.get(conversation_id=id_).sequence
            self.memory.line[id_] = Waiting(id_, 1, self.now, sequence, self.closed.pop(id_))

    def decide(self) -> list[Decision]:
        self.now += 1_000
        self.memory.now = self.now
        with transaction.atomic():
            by_sql = list(engine.decide(SqlDesk(self.site.id, self.now)))
        by_memory = list(engine.decide(self.memory))
        assert by_sql == by_memory
        with transaction.atomic():
            assert list(engine.decide(SqlDesk(self.site.id, self.now))) == []
        return by_sql

    def same_owners(self) -> None:
        owned = Place.objects.filter(site=self.site, agent__isnull=False).values_list("conversation_id", "agent_id")
        assert dict(owned) == {c: o.human for c, o in self.memory.owned.items()}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(STEP, min_size=5, max_size=30))
def test_both_desks_decide_the_same(site: Site, steps: list[tuple[Any, ...]]) -> None:
    here = make_site()
    agents = sorted(make_agent(here, name, capacity=2).id for name in ("Ana", "Ben", "Tom"))
    humans = {id_: Human(id_, 2, 0, 0) for id_ in agents}
    both = Both(here, agents, MemoryDesk(humans=humans, gone=set(agents)))
    for name, *arguments in steps:
        getattr(both, name)(*arguments)
        for decision in both.decide():
            event(decision.because if isinstance(decision, Connect) else "rescued")
        both.same_owners()


def test_among_equals_both_take_the_one_connected_longest_ago_and_never_connected_first(site: Site) -> None:
    ids = sorted(make_agent(site, name, capacity=1).id for name in ("Ana", "Ben", "Tom"))
    last = {ids[0]: 2_000, ids[1]: 1_000, ids[2]: 0}
    for id_, at in last.items():
        moment = as_datetime(at) if at else None
        Agent.objects.filter(id=id_).update(online=True, last_assigned_at=moment)
    both = Both(site, ids, MemoryDesk(humans={i: Human(i, 1, 0, last[i]) for i in ids}))
    for _ in range(3):
        both.write(0)
    assert [d.human for d in both.decide()] == [ids[2], ids[1], ids[0]]


def test_both_serve_the_line_by_when_the_wait_began(site: Site) -> None:
    """Facts of two processes may be taken in in another order than they happened."""
    id_ = make_agent(site, "Ana", capacity=4).id
    both = Both(site, [id_], MemoryDesk(humans={id_: Human(id_, 4, 0, 0)}, gone={id_}))
    for late_by in (1, 3, 0, 2):
        both.write(late_by)
    both.come(0)
    entered = [d.numbers["entered"] for d in both.decide() if isinstance(d, Connect)]
    assert len(entered) == 4
    assert entered == sorted(entered)


@pytest.mark.parametrize(("loads", "chosen"), [((1, 2), 0), ((3, 2), 1), ((2, 1), 1), ((0, 0), 0), ((3, 3), 1)])
def test_load_is_weighed_against_capacity_alike(site: Site, loads: tuple[int, int], chosen: int) -> None:
    """Thirds and quarters, where a database might count otherwise than Python."""
    ids = sorted(make_agent(site, name).id for name in ("Ana", "Ben"))
    for id_, capacity in zip(ids, (4, 6), strict=True):
        Agent.objects.filter(id=id_).update(online=True, capacity=capacity)
    memory = MemoryDesk(humans={i: Human(i, c, 0, 0) for i, c in zip(ids, (4, 6), strict=True)})
    both = Both(site, ids, memory)
    for who, load in enumerate(loads):
        for _ in range(load):
            both.write(0)
            both.take(0, who)
    both.write(0)
    (connect,) = both.decide()
    assert connect.human == ids[chosen]
