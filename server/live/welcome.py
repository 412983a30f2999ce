"""What a socket's hello is answered with: a snapshot, read in one thread after the socket is subscribed."""

from collections.abc import Sequence
from typing import NamedTuple

from server import bus
from server.chat import queries as chat
from server.clock import now, now_ms
from server.desk import queries as desk
from server.people import queries as people
from server.people import whereabouts
from server.people.facts import AgentFacts, VisitorFacts
from server.sites.queries import SiteFacts
from server.wire import agent as agent_wire
from server.wire import codec
from server.wire import visitor as visitor_wire
from server.wire.base import VERSION
from server.wire.limits import LIMITS, PAGE
from server.wire.nouns import PublicEntry, TeamEntry


class Greeted(NamedTuple):
    """A visitor who is known by now, and their new token if they were not before."""

    site: SiteFacts
    facts: VisitorFacts
    token: str | None


def visitors(came: Sequence[tuple[Greeted, str | None, int]]) -> list[visitor_wire.Welcome]:
    """For visitors, each of whom holds the conversation that they name up to the cursor that they name.

    But for their entries, the number of queries does not grow with them.
    """
    now = now_ms()
    ids = [who.facts.id for who, _, _ in came]
    presences = {site: desk.presence(site, now) for site in {who.site.id for who, _, _ in came}}
    # Anew: who their person is may have changed before they were subscribed.
    persons = {one.id: people.person(one.id, now) for one in people.visitors(ids).values() if one.person}
    talks = chat.of_visitors(ids)
    standings = desk.standings_of(talks.values())
    welcomes = []
    for (site, facts, token), known, cursor in came:
        talk = talks.get(facts.id)
        welcomes.append(
            visitor_wire.Welcome(
                version=VERSION,
                now=now,
                limits=LIMITS,
                token=token,
                visitor=facts.face,
                site=visitor_wire.SiteCard(
                    key=site.key, name=site.name, greeting=site.greeting, hue=site.hue, chroma=site.chroma
                ),
                presence=presences[site.id],
                person=persons.get(facts.id),
                page=facts.page,
                told=facts.told,
                conversation=_conversation(talk, standings[talk.id], known, cursor) if talk else None,
            )
        )
    return welcomes


def _conversation(
    talk: chat.Standing, standing: visitor_wire.Standing, known: str | None, cursor: int
) -> visitor_wire.VisitorConversation:
    head = talk.visitor_head
    if known != talk.id or cursor > head or head - cursor > PAGE:
        cursor = max(0, head - PAGE)
    entries = chat.public_after(talk.id, cursor)
    return visitor_wire.VisitorConversation(
        id=talk.id,
        head=entries[-1].seq if entries else head,
        standing=standing,
        entries=entries,
        earlier=cursor > 0,
        read=talk.visitor_read,
        read_by_team=talk.read_by_team,
    )


def agent(site: SiteFacts, facts: AgentFacts) -> agent_wire.Welcome:
    """For an agent: everything a console shows before a conversation is opened."""
    now = now_ms()
    revision = desk.revision(site.id)
    ended, more = desk.ended_rows(site.id, now + 1)
    return agent_wire.Welcome(
        version=VERSION,
        now=now,
        limits=LIMITS,
        me=desk.me(facts.id),
        site=site.key,
        site_name=site.name,
        mode=desk.mode(site.id),
        revision=revision,
        teams=desk.teams(site.id),
        team=desk.colleagues(site.id),
        rows=(*desk.open_rows(site.id), *ended),
        more=more,
    )


def me(agent_id: str) -> agent_wire.Presence:
    """The agent themselves: the desk may have made them away."""
    return agent_wire.Presence(me=desk.me(agent_id))


def lists(site_id: str) -> agent_wire.Lists:
    """The lists anew."""
    revision = desk.revision(site_id)
    ended, more = desk.ended_rows(site_id, now_ms() + 1)
    rows = (*desk.open_rows(site_id), *ended)
    return agent_wire.Lists(
        mode=desk.mode(site_id),
        revision=revision,
        teams=desk.teams(site_id),
        team=desk.colleagues(site_id),
        rows=rows,
        more=more,
    )


def opened(site_id: str, conversation: str, after: int) -> tuple[agent_wire.Opened, str] | None:
    """A conversation as an agent opens it, and whose it is; None where the site has no such one."""
    talk = chat.of_site(site_id, conversation)
    rows = desk.rows_of([conversation])
    if talk is None or not rows:
        return None
    if after > talk.head or talk.head - after > PAGE:
        after = max(0, talk.head - PAGE)
    entries = chat.team_after(conversation, after)
    return agent_wire.Opened(row=rows[0], after=after, entries=entries, earlier=after > 0), talk.visitor


def public_after(conversation: str, after: int) -> tuple[int, Sequence[PublicEntry]]:
    """A page for a visitor's fetch, and the newest seq there is."""
    entries = chat.public_after(conversation, after)
    return chat.by_ids([conversation])[conversation].visitor_head, entries


def team_after(conversation: str, after: int) -> tuple[int, Sequence[TeamEntry]]:
    """A page for an agent's fetch, and the newest seq there is."""
    entries = chat.team_after(conversation, after)
    return chat.by_ids([conversation])[conversation].head, entries


def visitor_is(visitor_id: str, *, online: bool) -> None:
    """A visitor came, went, or looked elsewhere: remembered, and told to those they may be talking with."""
    if online:
        whereabouts.seen([visitor_id], now())
    else:
        whereabouts.gone(visitor_id, now())
    facts = people.visitor(visitor_id)
    talk = chat.of_visitor(visitor_id)
    if facts and talk:
        frame = codec.encode(agent_wire.VisitorChanged(visitor=facts.card(online)))
        bus.publish([bus.ToAgents(site=facts.site_id, frame=frame, agent=None, insiders=talk.id)])
