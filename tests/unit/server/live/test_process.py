"""A process begins without taking anybody's conversations, and also where the database is away."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from server.desk import actions, outage
from server.desk.dispatch import dispatch
from server.desk.dispatcher import dispatcher
from server.live.process import Process
from server.people.models import Lease
from server.sites.models import Site
from tests.unit.server.conftest import Staff, soon
from tests.unit.server.desk.office import come, face, owner, place, write

pytestmark = pytest.mark.both


@pytest.fixture
def process(site: Site) -> Iterator[Process]:
    loop = asyncio.new_event_loop()
    yield Process(loop)
    loop.close()


def test_after_an_outage_the_first_agent_back_does_not_get_what_is_others(
    site: Site, ana: Staff, tom: Staff, process: Process
) -> None:
    come(site, ana, tom)
    conversations = [write(site) for _ in range(4)]
    dispatch(site.id)
    had = {c: owner(c) for c in conversations}
    assert set(had.values()) == {ana.id, tom.id}
    for conversation in conversations:
        actions.pick_up(site.id, conversation, face(ana if had[conversation] == ana.id else tom), None)
    Lease.objects.update(expires_at=timezone.now() - timedelta(minutes=5))
    process.prepare()
    come(site, tom)
    assert {c: owner(c) for c in conversations} == had
    assert {place(c).state for c in conversations} == {"engaged"}


async def test_where_the_database_is_away_at_the_start_the_ticks_begin_all_the_same(
    site: Site, ana: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any) -> None:
        raise OperationalError("The database is away.")

    monkeypatch.setattr(outage, "after_outage", away)
    starting = Process(asyncio.get_running_loop())
    await asyncio.to_thread(starting.prepare)
    starting.start()
    await soon(lambda: dispatcher._ticking)
