"""Over SQL the engine decides what it decides over memory: the desk that runs is the desk that is proved."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import Any

import pytest
from django.db import transaction

from routing import engine
from routing.decisions import Break, Decision, Dismiss, Nudge, Withdraw
from routing.memory import Seat
from routing.model import Rules, Waiting
from server.chat.models import Conversation
from server.clock import as_datetime
from server.desk import intake, sql
from server.desk.models import Place
from server.desk.sql import SqlDesk
from server.people.models import Agent, User, Visitor
from server.sites.models import Site, Team
from tests.unit.routing.histories import play
from tests.unit.routing.office import MemoryOffice
from tests.unit.routing.shadow import Shadow
from tests.unit.server.chat.logs import make_visitor

pytestmark = pytest.mark.both

LONG_AGO = as_datetime(0)


class Both(MemoryOffice):
    """An office whose facts, requests and decisions are those of a desk over SQL as well."""

    def __init__(self, rules: Rules, shadow: Shadow, site: Site) -> None:
        self.site = site
        super().__init__(rules, shadow)

    def decide(self) -> None:
        """Both decide, each by itself; and the same."""
        so_far = len(self.log)
        super().decide()
        with self._sql() as desk:
            by_sql: list[tuple[int, Decision]] = [(desk.now, decision) for decision in engine.decide(desk)]
            assert in_batches(by_sql) == in_batches(self.log[so_far:])
            assert not list(engine.decide(desk))

    def _happens(self, what: str, act: Any, *about: Any) -> None:
        def both() -> None:
            act()
            with self._sql() as desk:
                getattr(self, f"_sql_{what}")(desk, *about)

        super()._happens(what, both, *about)

    def _apply(self, decision: Decision) -> None:
        super()._apply(decision)
        with self._sql() as desk:
            desk.apply(decision)
        if type(decision).__name__ in {"PutAside", "StandBack"}:
            self._seen(decision.conversation, LONG_AGO)

    @contextmanager
    def _sql(self) -> Iterator[SqlDesk]:
        with transaction.atomic():
            yield SqlDesk(self.site.id, self.now, self.rules)

    # The same facts, as rows

    def _sql_come(self, _: SqlDesk, seat: Seat) -> None:
        agent = Agent.objects.get(id=self._human(seat.id))
        agent.role, agent.capacity = "lead" if seat.lead else "agent", seat.capacity
        agent.online, agent.presence, agent.languages = True, "available", sorted(seat.languages)
        agent.save()
        agent.teams.set(Team.objects.filter(id__in=[self._team(name) for name in seat.teams]))

    def _sql_away(self, _: SqlDesk, human: str) -> None:
        Agent.objects.filter(id=human).update(presence="away")

    def _sql_vanish(self, _: SqlDesk, humans: tuple[str, ...]) -> None:
        Agent.objects.filter(id__in=humans).update(online=False)

    def _sql_write(self, desk: SqlDesk, w: Waiting, breach: int | None) -> None:
        known = Place.objects.filter(conversation_id=w.id).first()
        if known and known.state != "wrapped":
            return
        if known:
            known.delete()
        else:
            visitor = make_visitor(self.site)
            Conversation.objects.create(id=w.id, site=self.site, visitor_id=visitor.id, opened_at=1, changed_at=1)
        place = Place(
            sequence=w.sequence,
            conversation_id=w.id,
            site=self.site,
            visitor_id=Conversation.objects.get(id=w.id).visitor_id,
            rank=w.rank,
            credited_at=w.credited,
            entered_at=w.entered,
            known_id=self._human(w.known),
            advocate_id=self._human(w.advocate),
            backup_id=self._human(w.backup),
            team_id=self._team(w.team) if w.team else None,
            language=w.language or "",
            overflow_at=w.overflow_at,
            offer=known.offer if known else 0,
            breach_at=breach,
        )
        desk.changes.arm(place)
        place.save()

    def _sql_speak(self, desk: SqlDesk, conversation: str, human: str) -> None:
        intake._spoke(desk, intake._Taken("spoke", conversation, "", human, desk.now))

    def _sql_back(self, desk: SqlDesk, conversation: str) -> None:
        self._seen(conversation, as_datetime(desk.now))

    def _sql_call_back(self, desk: SqlDesk, conversation: str, at: int) -> None:
        place = Place.objects.get(conversation_id=conversation)
        if place.state == "waiting":
            place.reach_due, place.breach_at = at, None
            desk.changes.arm(place)
            place.save()

    def _sql_end(self, desk: SqlDesk, conversation: str) -> None:
        intake._ended(desk, conversation)

    def _seen(self, conversation: str, at: Any) -> None:
        visitor = Conversation.objects.get(id=conversation).visitor_id
        Visitor.objects.filter(id=visitor).update(seen_at=at)

    def _team(self, name: str) -> str:
        Team.objects.get_or_create(id=name, defaults={"site": self.site, "name": name})
        return name

    def _human(self, name: str | None) -> str | None:
        """The agent of that name, who may never have come yet."""
        if name and not Agent.objects.filter(id=name).exists():
            user = User.objects.create(email=f"{name}@shop.example", name=name)
            Agent.objects.create(id=name, site=self.site, user=user, name=name)
        return name


def in_batches(decisions: list[tuple[int, Decision]]) -> list[tuple[int, Decision]]:
    """What falls due in one moment is one batch: its order means nothing, and so it is put in one."""
    found: list[tuple[int, Decision]] = []
    for (_, due), batch in groupby(
        decisions, key=lambda d: (d[0], isinstance(d[1], Withdraw | Nudge | Break | Dismiss))
    ):
        found += sorted(batch, key=repr if due else lambda _: "")
    return found


@pytest.mark.parametrize("seed", range(6))
def test_both_desks_decide_the_same(site: Site, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever falls due is decided on as of its own time here, however late somebody looks."""
    monkeypatch.setattr(sql, "LATE_MS", 10**9)

    def office(rules: Rules, shadow: Shadow) -> Both:
        return Both(rules, shadow, site)

    play(seed, 60, office=office)
