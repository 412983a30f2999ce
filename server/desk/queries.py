"""Reads of the desk: rows for agents, standings for visitors, who may answer. The one door; the parts live beside it."""

from collections.abc import Collection, Sequence
from typing import Final, Literal

from django.db.backends.utils import CursorWrapper

from server.chat import queries as chat
from server.clock import now_ms
from server.desk import humans, rows, standings
from server.desk.models import Desk
from server.people import queries as people
from server.sites import queries as sites
from server.wire import visitor
from server.wire.agent import Colleague, Me, Row, TeamCard
from server.wire.visitor import Standing

_REPLIERS: Final = """
SELECT conversation_id, agent_id FROM desk_place JOIN sites_site ON sites_site.id = site_id
  WHERE agent_id IS NOT NULL AND (state <> 'ringing' OR mode = 'connect') AND conversation_id IN ({0})
UNION ALL SELECT conversation_id, desk_member.agent_id FROM desk_member JOIN desk_place ON place_id = sequence
  WHERE desk_member.state = 'joined' AND conversation_id IN ({0})
UNION ALL SELECT conversation_id, id FROM desk_insider
  WHERE joined_at IS NOT NULL AND ended_at IS NULL AND expires_at > %s AND conversation_id IN ({0})
UNION ALL SELECT conversation_id, by_agent FROM chat_fact
  WHERE kind = 'opened' AND by_agent IS NOT NULL AND conversation_id IN ({0})
"""
"""Where a site rings, whoever it rings for must pick up first."""


def repliers(cursor: CursorWrapper, conversations: Sequence[str]) -> dict[str, Collection[str]]:
    """Who may reply, for the writer: in its transaction, by its cursor. Also who reopened, if the desk has yet to hear of it."""
    ids = list(conversations)
    cursor.execute(_REPLIERS.format(", ".join(["%s"] * len(ids))), [*ids, *ids, now_ms(), *ids, *ids])
    found: dict[str, Collection[str]] = {}
    for conversation, who in cursor.fetchall():
        found[conversation] = {*found.get(conversation, ()), who}
    return found


def revision(site: str) -> int:
    """How often the site's lists changed."""
    return Desk.objects.filter(site_id=site).values_list("revision", flat=True).first() or 0


def rows_of(conversations: Collection[str]) -> tuple[Row, ...]:
    """These conversations as agents' lists show them."""
    return rows.of(conversations)


def open_rows(site: str) -> tuple[Row, ...]:
    """Everything open: the line in its order, then what somebody has."""
    return rows.unfinished(site)


def ended_rows(site: str, before: int) -> tuple[tuple[Row, ...], bool]:
    """A page of ended conversations older than `before`, newest first, and whether there are more."""
    return rows.ended(site, before)


def standing(talk: chat.Standing) -> Standing:
    """Where a conversation stands, as its visitor is told."""
    return standings.of([talk])[talk.id]


def standings_of(talks: Collection[chat.Standing]) -> dict[str, Standing]:
    """Where each of these conversations stands, by id."""
    return standings.of(talks)


def presence(site: str, now: int) -> visitor.Presence:
    """Who is here, as visitors see it, and whether one of them has a place free."""
    free = humans.Humans(site, now).best() is not None
    return people.presence(site, now, free)


def colleagues(site: str) -> tuple[Colleague, ...]:
    """The team, with who is here and how much each has in hand."""
    loads = humans.loads(site)
    return tuple(
        Colleague(
            id=a.id,
            name=a.name,
            role=a.role,
            presence=a.shown,
            capacity=a.capacity,
            load=loads.get(a.id, 0),
            teams=a.teams,
            languages=a.languages,
        )
        for a in people.team(site)
    )


def me(agent: str) -> Me:
    """An agent as their own console shows them."""
    facts = people.agent(agent)
    if facts is None:
        raise LookupError(f"There is no agent {agent}.")
    return Me(
        id=facts.id,
        name=facts.name,
        role=facts.role,
        presence=facts.presence,
        away_because=facts.away_because,
        capacity=facts.capacity,
        teams=facts.teams,
        languages=facts.languages,
    )


def mode(site: str) -> Literal["connect", "ring"]:
    """Whether an agent has a conversation at once, or must pick it up first."""
    found = sites.by_id(site)
    return found.mode if found else "connect"


def teams(site: str) -> tuple[TeamCard, ...]:
    """The site's teams."""
    return tuple(TeamCard(id=t.id, name=t.name) for t in sites.teams(site))
