"""One dispatch of one site: lock, take in what happened, ask the engine, apply, log, commit, publish.

Any process may call it at any time; calling it twice does nothing the second time.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from routing import engine
from routing.decisions import Decision
from server import bus, metrics
from server.chat import actions as chat
from server.chat.log import Stored
from server.chat.models import Fact
from server.chat.queries import Standing
from server.clock import as_datetime
from server.desk import absence, announce, facts, presence, promises
from server.desk.intake import closed, take_in
from server.desk.lock import site_lock
from server.desk.sql import SqlDesk
from server.people import actions as people
from server.sites import queries as sites
from server.sites.queries import SiteFacts
from server.wire.nouns import Closed, Face, TeamBody

_COUNT = """
INSERT INTO desk_desk (site_id, revision, free) VALUES (%s, %s, %s)
ON CONFLICT (site_id) DO UPDATE SET revision = desk_desk.revision + excluded.revision, free = excluded.free
RETURNING revision
"""


def dispatch(site: str, *, look_for_visitors: bool = False) -> None:
    """Bring the site's desk up to date; if asked, also with which visitors are there."""
    with _sitting(site) as desk:
        if look_for_visitors:
            for decision in absence.decisions(site, as_datetime(desk.now)):
                desk.do(decision)
        desk.settle()


class Sitting:
    """A desk under its lock: what a request does to it, and then everything that follows."""

    def __init__(self, site: str, now: int) -> None:
        self.site = site
        self.now = now
        self.desk = SqlDesk(site, now, facts.rules(_facts(site)))
        humans = self.desk.humans
        self.gone = set(people.sweep_leases(site, as_datetime(now))) if humans.lapsed else set()
        for agent in self.gone:
            humans.gone_away(agent)
        self._closing: str | None = None
        self.take_in()

    def take_in(self) -> None:
        """What chat left for the desk: also what this very transaction wrote."""
        take_in(self.desk)

    def catch_up(self) -> None:
        """What fell due before a request comes before it: a ring that is over cannot be answered."""
        if self.desk.signs.due:
            for _ in engine.decide(self.desk):
                pass

    def do(self, decision: Decision | None, said: str | None = None) -> None:
        """Apply what a request came to, before anything else is decided; `said`: under which id."""
        if decision is not None:
            self.desk.changes.said = said
            self.desk.apply(decision)
            self.desk.changes.said = None

    def close(self, conversation: str, by: Face, said: str | None) -> None:
        """The phone is put down. The log is told with all else: conversations are locked last, and in one order."""
        closed(self.desk, conversation, by.id, self.now)
        changes = self.desk.changes
        changes.conversations.add(conversation)
        changes.entries.append((conversation, by, Closed(), said))
        self._closing = conversation

    def settle(self, came_or_went: Collection[str] = ()) -> dict[str, Stored]:
        """Decide, log, and tell once it is committed; conversation → its last new entry."""
        desk, changes = self.desk, self.desk.changes
        for _ in engine.decide(desk):
            pass
        promises.make(desk)
        recorded = chat.record(changes.entries, self.now)
        if self._closing:
            # That fact alone: what others leave in this moment is for the next sitting.
            Fact.objects.filter(conversation_id=self._closing, kind=Fact.Kind.CLOSED).delete()
        came = frozenset({*came_or_went, *self.gone, *changes.away})
        presence.staffed(desk, came)
        if came:
            changes.conversations.update(announce.unanswered(self.site))
        turned_free = desk.signs.told_free != desk.anybody_free()
        changed = bool(changes.conversations) + bool(changes.loads | came)
        revision = _count(self.site, changed, desk.anybody_free()) if changed or turned_free else 0
        # Robust: the change is made, and whoever misses a hint learns it from the beats.
        transaction.on_commit(lambda: self._tell(came, revision, turned_free, recorded.talks), robust=True)
        return recorded.stored

    def _tell(self, came: frozenset[str], revision: int, turned_free: bool, talks: dict[str, Standing]) -> None:
        desk, changes = self.desk, self.desk.changes
        for kind, outcome in changes.offers:
            metrics.OFFERS.labels(kind, outcome).inc()
        for hints in announce.news(desk, changes.conversations, talks, changes.loads | came, revision):
            bus.publish(hints)
        last = [*changes.hints, *presence.news(desk, came, changes.away, turned_free)]
        if last:
            bus.publish(last)


@contextmanager
def sitting(site: str) -> Iterator[Sitting]:
    """The site's desk, under its lock, for a request: it may change anything, also of whoever has just come."""
    with _sitting(site) as desk:
        desk.desk.newcomers.clear()
        yield desk


@contextmanager
def _sitting(site: str) -> Iterator[Sitting]:
    with metrics.DISPATCH.time(), site_lock(site) as now:
        yield Sitting(site, now)


def settle(site: str, now: int, entries: Iterable[tuple[str, Face, TeamBody]]) -> dict[str, Stored]:
    """Record these inside the caller's transaction under the site's lock, and bring the desk up to date.

    All entries are recorded at once, at the end: conversations are locked after everything else, and in one order.
    """
    sit = Sitting(site, now)
    sit.desk.changes.entries += [(*entry, None) for entry in entries]
    sit.desk.changes.conversations.update(to for to, _, _, _ in sit.desk.changes.entries)
    return sit.settle()


def _facts(site: str) -> SiteFacts:
    found = sites.by_id(site)
    if found is None:
        raise LookupError(f"There is no site {site}.")
    return found


def _count(site: str, changed: int, free: bool) -> int:
    """The lists' revision, after so many more changes; and what visitors are told of a free place is kept."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [site, changed, free])
        return int(cursor.fetchone()[0])
