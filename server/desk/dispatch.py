"""One dispatch of one site: lock, take in what happened, ask the engine, apply, log, commit, publish.

Any process may call it at any time; calling it twice does nothing the second time.
"""

from collections.abc import Collection, Iterable, Iterator

from django.db import transaction
from django.db.models import F

from routing import engine
from routing.decisions import Connect, Decision, Rescue
from server import bus
from server.chat import actions as chat
from server.chat.batch import SYSTEM
from server.clock import as_datetime
from server.desk import announce, queries
from server.desk.intake import take_in
from server.desk.lock import site_lock
from server.desk.models import Desk
from server.desk.sql import SqlDesk
from server.people import actions as people
from server.people import queries as people_queries
from server.wire.nouns import Connected, Face, LineDropped, TeamBody


def dispatch(site: str) -> None:
    """Bring the site's desk up to date."""
    with site_lock(site) as now:
        settle(site, now)


def settle(
    site: str,
    now: int,
    changed: Collection[str] = (),
    loads: Collection[str] = (),
    came_or_went: Collection[str] = (),
) -> None:
    """The same inside the caller's transaction under the site's lock.

    `changed` places, agents whose `loads` changed, and agents who `came_or_went` are told of with what else is due.
    """
    gone = {*came_or_went, *people.sweep_leases(site, as_datetime(now))}
    facts = take_in(site)
    desk = SqlDesk(site, now)
    desk.changed |= {*changed, *facts.conversations}
    desk.agents |= {*gone, *loads, *facts.agents}
    decisions = list(engine.decide(desk))
    chat.record(_entries(decisions), now)
    revision = _next_revision(site) if desk.changed else queries.revision(site)
    hints = announce.news(site, desk.changed, desk.agents, revision)
    if gone:
        hints.append(announce.here(site))
    if hints:
        transaction.on_commit(lambda: bus.publish(hints))


def _entries(decisions: Iterable[Decision]) -> Iterator[tuple[str, Face, TeamBody]]:
    for decision in decisions:
        face = people_queries.face(decision.human) or SYSTEM
        match decision:
            case Connect():
                yield decision.conversation, face, Connected(because=decision.because, numbers=decision.numbers)
            case Rescue(picked_up=True):
                yield decision.conversation, face, LineDropped()


def _next_revision(site: str) -> int:
    Desk.objects.get_or_create(site_id=site)
    Desk.objects.filter(site_id=site).update(revision=F("revision") + 1)
    return queries.revision(site)
