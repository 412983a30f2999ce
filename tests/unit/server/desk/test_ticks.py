"""A tick serves every site, whatever is wrong with one of them or with one of the things that it looks for."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from server.clock import now_ms
from server.desk import absence, due, insiders, passes
from server.desk.dispatch import dispatch
from server.desk.dispatcher import Dispatcher
from server.desk.models import Insider, Place
from server.people import actions as people
from server.people.models import Visitor
from server.sites.models import Site
from tests.unit.server.conftest import Staff, within
from tests.unit.server.desk.office import come, kinds, owner, place, write

pytestmark = pytest.mark.both


def breaks(*_: Any, **__: Any) -> Any:
    raise ValueError("Something that nobody thought of.")


def rings_for(staff: Staff, conversation: str) -> bool:
    return Place.objects.filter(conversation_id=conversation, agent_id=staff.id).exists()


def ran_out(site: Site, conversation: str, by: Staff) -> None:
    made, _ = insiders.make(site.id, conversation, by.id, "Ines", "", 1)
    Insider.objects.filter(id=made.id).update(expires_at=now_ms() - 1)


def test_a_site_whose_insiders_cannot_be_ended_stops_no_other(
    site: Site, elsewhere: Site, ana: Staff, eve: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    end = insiders.run_out
    monkeypatch.setattr(insiders, "run_out", lambda one: breaks() if one == elsewhere.id else end(one))
    come(site, ana)
    come(elsewhere, eve)
    told = [(one, write(one), by) for one, by in ((elsewhere, eve), (site, ana))]
    for one, conversation, by in told:
        dispatch(one.id)
        ran_out(one, conversation, by)
    late = write(site)
    broken, (_, ended, _) = write(elsewhere), told[1]
    ticking = Dispatcher()
    ticking.start()
    try:
        within(4, lambda: rings_for(ana, late) and rings_for(eve, broken) and "NotComing" in kinds(ended))
    finally:
        ticking.stop()
    assert passes.sites_where_one_ran_out(now_ms()) == [elsewhere.id]


@pytest.mark.parametrize("broken", ["absence", "passes", "due"])
def test_what_cannot_be_looked_for_hides_nothing_else(
    site: Site, ana: Staff, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    come(site, ana)
    people.set_presence(ana.id, "away", 3)
    waits, unseen = write(site), write(site)
    dispatch(site.id)
    people.set_presence(ana.id, "available", 1)
    away = timezone.now() - timedelta(minutes=5)
    Visitor.objects.filter(id=place(unseen).visitor_id).update(seen_at=away)
    look = {"absence": (absence, "sites"), "passes": (passes, "sites_where_one_ran_out"), "due": (due, "sites")}
    monkeypatch.setattr(*look[broken], breaks)
    ticking = Dispatcher()
    ticking.start()
    try:
        within(4, lambda: owner(waits) == ana.id)
        within(4, lambda: place(unseen).absent or broken == "absence")
    finally:
        ticking.stop()
