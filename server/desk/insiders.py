"""Insiders: somebody outside the team, invited by a link into one conversation, without a seat.

The link's key is shown once and kept as a hash. A link lives until it runs out, is withdrawn, its insider leaves or the
visitor does; a dead one looks like one that never was. A closed conversation can still be read by it, and not written in.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from django.db.models import QuerySet

from server.chat import actions as chat
from server.chat import queries as chat_queries
from server.chat.batch import SYSTEM
from server.chat.errors import AlreadyEnded, ChatError, UnknownConversation
from server.chat.log import Stored
from server.clock import now_ms
from server.desk.dispatch import settle
from server.desk.lock import site_lock
from server.desk.models import Insider, Member, Place
from server.ids import hash_token, new_token
from server.people import queries as people
from server.wire import agent as wire
from server.wire.closing import Closing
from server.wire.nouns import Asked, Face, Joined, NotComing, SteppedOut, TeamBody

ALIVE_MAX: Final = 10
"""Links into one conversation that live at once."""
_HOUR_MS: Final = 3_600_000

Ending = Literal["withdrawn", "expired"]


class PassEnded(ChatError):
    """The link ran out, was withdrawn or used up; or there never was one. Nobody is told which."""

    code = "pass_ended"
    message = Closing.PASS_ENDED.explanation


class TooManyInsiders(Exception):
    """So many links into this conversation live that another would help nobody."""


@dataclass(frozen=True, slots=True)
class Pass:
    """What a link that lives opens, and for whom."""

    id: str
    site: str
    conversation: str
    face: Face
    why: str
    asked_by: Face | None
    expires_at: int
    joined: bool


def may_invite(site: str, conversation: str, agent: str) -> bool:
    """Whether this agent has the conversation, or is in it. Raises `UnknownConversation` where the site has none such."""
    place = Place.objects.filter(conversation_id=conversation, site_id=site).first()
    if place is None:
        raise UnknownConversation
    return place.agent_id == agent or place.members.filter(agent_id=agent, state=Member.State.JOINED).exists()


def make(site: str, conversation: str, by: str, name: str, why: str, hours: int) -> tuple[Pass, str]:
    """A link into an open conversation, and its key, which is shown this once."""
    key = new_token()
    with site_lock(site) as now:
        talk = chat_queries.of_site(site, conversation)
        if talk is None:
            raise UnknownConversation
        if talk.status != "open":
            raise AlreadyEnded
        if _alive(now).filter(conversation_id=conversation).count() >= ALIVE_MAX:
            raise TooManyInsiders
        made = Insider.objects.create(
            site_id=site,
            conversation_id=conversation,
            key_hash=hash_token(key),
            name=name,
            why=why,
            asked_by_id=by,
            made_at=now,
            expires_at=now + hours * _HOUR_MS,
        )
        chat.record([(conversation, _agent(by), Asked(whom=_face(made), to="insider", why=why))], now)
        settle(site, now, changed={conversation})
    return _passes([made])[0], key


def of_conversation(site: str, conversation: str) -> list[Pass]:
    """The links into a conversation that live, the oldest first."""
    return _passes(_alive(now_ms()).filter(site_id=site, conversation_id=conversation).order_by("made_at", "id"))


def enter(key: str) -> Pass:
    """What the link with this key opens. The first entering is told to everybody in the conversation."""
    found = _alive(now_ms()).filter(key_hash=hash_token(key)).first()
    if found is None:
        raise PassEnded
    if found.joined_at is None:
        _join(found)
    return _passes([found])[0]


def lives(insider: str) -> bool:
    """Whether what an insider came in by still opens the conversation."""
    return _alive(now_ms()).filter(id=insider).exists()


def step_out(site: str, insider: str) -> Stored:
    """An insider leaves for good: their link goes with them."""
    with site_lock(site) as now:
        found = _alive(now).filter(site_id=site, id=insider).first()
        if found is None:
            raise PassEnded
        return _end(site, found, "withdrawn", now)


def revoke(site: str, conversation: str, insider: str, by: str) -> Stored | None:
    """Make a link worthless, whoever is in by it; None where there is none."""
    with site_lock(site) as now:
        found = _alive(now).filter(site_id=site, conversation_id=conversation, id=insider).first()
        return _end(site, found, "withdrawn", now, _agent(by)) if found else None


def run_out(site: str, now: int) -> set[str]:
    """End what ran out, inside the caller's transaction under the site's lock: the conversations that changed."""
    found = list(Insider.objects.filter(site_id=site, ended_at=None, expires_at__lte=now))
    return set(_over(found, "expired", now))


def sites_where_one_ran_out(now: int) -> list[str]:
    """Sites where `run_out` has something to do."""
    found = Insider.objects.filter(ended_at=None, expires_at__lte=now)
    return list(found.values_list("site_id", flat=True).distinct())


def members(conversations: Collection[str]) -> dict[str, list[wire.Member]]:
    """Conversation → its insiders as the team's lists show them: asked until they first come."""
    found: dict[str, list[wire.Member]] = defaultdict(list)
    alive = _alive(now_ms()).filter(conversation_id__in=conversations).order_by("made_at", "id")
    for one in _passes(alive):
        found[one.conversation].append(
            wire.Member(
                face=one.face,
                state="joined" if one.joined else "asked",
                errand="insider",
                because="asked",
                asked_by=one.asked_by,
                why=one.why,
                offer=0,
                due=one.expires_at,
            )
        )
    return found


def repliers_sql(holes: str) -> str:
    """Conversation and id of every insider who is in, for the writer's cursor. Takes now and the conversations."""
    return (
        "SELECT conversation_id, id FROM desk_insider WHERE joined_at IS NOT NULL AND ended_at IS NULL"
        f" AND expires_at > %s AND conversation_id IN ({holes})"
    )


def _alive(now: int) -> QuerySet[Insider]:
    return Insider.objects.filter(ended_at=None, expires_at__gt=now).exclude(conversation__status="left")


def _join(found: Insider) -> None:
    with site_lock(found.site_id) as now:
        if not _alive(now).filter(id=found.id).exists():
            raise PassEnded
        if Insider.objects.filter(id=found.id, joined_at=None).update(joined_at=now):
            (one,) = _passes([found])
            joined = Joined(because="insider", asked_by=one.asked_by, why=one.why)
            chat.record([(one.conversation, one.face, joined)], now)
            settle(found.site_id, now, changed={found.conversation_id})
        found.joined_at = now


def _end(site: str, found: Insider, because: Ending, now: int, by: Face = SYSTEM) -> Stored:
    stored = _over([found], because, now, by)
    settle(site, now, changed=set(stored))
    return stored[found.conversation_id]


def _over(found: Sequence[Insider], because: Ending, now: int, by: Face = SYSTEM) -> dict[str, Stored]:
    """These have ended: whoever was in steps out, whoever never came is not coming."""
    Insider.objects.filter(id__in=[one.id for one in found]).update(ended_at=now)
    entries: list[tuple[str, Face, TeamBody]] = [
        (one.conversation_id, _face(one), SteppedOut())
        if one.joined_at
        else (one.conversation_id, by, NotComing(whom=_face(one), because=because))
        for one in found
    ]
    return chat.record(entries, now)


def _agent(agent: str) -> Face:
    return people.face(agent) or SYSTEM


def _face(one: Insider) -> Face:
    return Face(kind="insider", id=one.id, name=one.name)


def _passes(found: Iterable[Insider]) -> list[Pass]:
    found = list(found)
    askers = people.faces({one.asked_by_id for one in found if one.asked_by_id})
    return [
        Pass(
            id=one.id,
            site=one.site_id,
            conversation=one.conversation_id,
            face=_face(one),
            why=one.why,
            asked_by=askers.get(one.asked_by_id or ""),
            expires_at=one.expires_at,
            joined=one.joined_at is not None,
        )
        for one in found
    ]
