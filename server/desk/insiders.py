"""Insiders: somebody outside the team, invited by a link into one conversation, without a seat.

The link's key is shown once and kept as a hash. A link lives until it runs out, is withdrawn, its insider leaves or the
visitor does; a dead one looks like one that never was. A closed conversation can still be read by it, and not written in.
"""

from collections.abc import Sequence
from typing import Final, Literal

from server.chat import queries as chat_queries
from server.chat.batch import SYSTEM
from server.chat.errors import AlreadyEnded, ChatError, UnknownConversation
from server.chat.log import Stored
from server.clock import now_ms
from server.desk.dispatch import settle
from server.desk.lock import site_lock
from server.desk.models import Insider, Member, Place
from server.desk.passes import Pass, alive, face_of, passes
from server.ids import hash_token, new_token
from server.people import queries as people
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
        if alive(now).filter(conversation_id=conversation).count() >= ALIVE_MAX:
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
        Place.objects.filter(conversation_id=conversation).update(invited=True)
        settle(site, now, [(conversation, _agent(by), Asked(whom=face_of(made), to="insider", why=why, numbers={}))])
    return passes([made])[0], key


def enter(key: str) -> Pass:
    """What the link with this key opens. The first entering is told to everybody in the conversation."""
    found = alive(now_ms()).filter(key_hash=hash_token(key)).first()
    if found is None:
        raise PassEnded
    if found.joined_at is None:
        _join(found)
    return passes([found])[0]


def step_out(site: str, insider: str) -> Stored:
    """An insider leaves for good: their link goes with them."""
    with site_lock(site) as now:
        found = alive(now).filter(site_id=site, id=insider).first()
        if found is None:
            raise PassEnded
        return _end(site, found, "withdrawn", now)


def revoke(site: str, conversation: str, insider: str, by: str) -> Stored | None:
    """Make a link worthless, whoever is in by it; None where there is none."""
    with site_lock(site) as now:
        found = alive(now).filter(site_id=site, conversation_id=conversation, id=insider).first()
        return _end(site, found, "withdrawn", now, _agent(by)) if found else None


def run_out(site: str) -> None:
    """End what ran out."""
    with site_lock(site) as now:
        over = Insider.objects.filter(site_id=site, ended_at=None, expires_at__lte=now)
        found = list(over.order_by("expires_at", "made_at", "id"))
        _over(site, found, "expired", now)


def _join(found: Insider) -> None:
    with site_lock(found.site_id) as now:
        if not alive(now).filter(id=found.id).exists():
            raise PassEnded
        if Insider.objects.filter(id=found.id, joined_at=None).update(joined_at=now):
            (one,) = passes([found])
            joined = Joined(because="insider", asked_by=one.asked_by, why=one.why)
            settle(found.site_id, now, [(one.conversation, one.face, joined)])
        found.joined_at = now


def _end(site: str, found: Insider, because: Ending, now: int, by: Face = SYSTEM) -> Stored:
    return _over(site, [found], because, now, by)[found.conversation_id]


def _over(site: str, found: Sequence[Insider], because: Ending, now: int, by: Face = SYSTEM) -> dict[str, Stored]:
    """These have ended: whoever was in steps out, whoever never came is not coming."""
    Insider.objects.filter(id__in=[one.id for one in found]).update(ended_at=now)
    entries: list[tuple[str, Face, TeamBody]] = [
        (one.conversation_id, face_of(one), SteppedOut())
        if one.joined_at
        else (one.conversation_id, by, NotComing(whom=face_of(one), because=because))
        for one in found
    ]
    return settle(site, now, entries)


def _agent(agent: str) -> Face:
    return people.face(agent) or SYSTEM
