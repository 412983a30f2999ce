"""One beat's work in the database for all sockets of the process of one kind."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from server.chat import queries as chat
from server.clock import as_datetime, now_ms
from server.desk import actions as desk
from server.desk import queries as desk_queries
from server.live.heart import heart
from server.people import whereabouts
from server.wire import visitor as wire
from server.wire.codec import encode
from server.wire.limits import WATCHED_MAX


class About(NamedTuple):
    """What a beat's round needs to know of one agent's socket."""

    site: str
    agent: str
    lease: str
    watched: tuple[str, ...]


class Round(NamedTuple):
    """What a beat's round found: by site, the lists' revision and the heads of open conversations; heads of watched ones."""

    revisions: dict[str, int]
    heads: dict[str, dict[str, int]]
    watched: dict[str, int]

    def heads_for(self, site: str, open_here: Iterable[str]) -> dict[str, int]:
        """For one console: what it has open first, ended or not, so that a note in an ended conversation is heard of."""
        own = {c: self.watched[c] for c in open_here if c in self.watched}
        return dict(list((own | self.heads[site]).items())[:WATCHED_MAX])


def of_agents(abouts: Sequence[About]) -> Round:
    """Renew the leases of those who answered, and read how far everything is."""
    desk.stay([(a.site, a.agent, a.lease) for a in abouts], heart.process, now_ms())
    sites = {a.site for a in abouts}
    return Round(
        {site: desk_queries.revision(site) for site in sites},
        {site: chat.open_heads(site, WATCHED_MAX) for site in sites},
        chat.heads({c for a in abouts for c in a.watched}),
    )


class Panel(NamedTuple):
    """What a beat's round needs to know of one visitor's socket: whose it is, and how much it had been told of them by then."""

    site: str
    visitor: str
    news: int


class Held(NamedTuple):
    """A visitor's conversation, its newest seq in their count, and the event that tells where it stands."""

    conversation: str
    head: int
    stands: str


class Told(NamedTuple):
    """What a beat's round found for whom: by site, the event that tells who is here; by visitor, their conversation."""

    panels: frozenset[Panel]
    here: dict[str, str]
    held: dict[str, Held]


def of_visitors(panels: Sequence[Panel]) -> Told:
    """Remember that they are here, and read who else is, and how far their conversations are."""
    now = now_ms()
    visitors = {p.visitor for p in panels}
    whereabouts.seen(visitors, as_datetime(now))
    talks = chat.of_visitors(visitors)
    standings = desk_queries.standings_of(talks.values())
    sites = {p.site for p in panels}
    return Told(
        frozenset(panels),
        {site: encode(wire.Here(presence=desk_queries.presence(site, now))) for site in sites},
        {v: Held(t.id, t.visitor_head, stands(t.id, standings[t.id])) for v, t in talks.items()},
    )


def stands(conversation: str, standing: wire.Standing) -> str:
    """The event that tells where a conversation stands."""
    return encode(wire.Stands(conversation=conversation, standing=standing))
