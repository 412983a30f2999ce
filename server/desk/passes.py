"""The links that let insiders into one conversation, as others see them: who is in by one, or is still asked."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from server.clock import now_ms
from server.db.table import Table
from server.desk.models import Insider
from server.people import queries as people
from server.wire import agent as wire
from server.wire.nouns import Face

_INSIDERS: Final = Table(Insider)
_ALIVE: Final = """
ended_at IS NULL AND expires_at > %s
AND NOT EXISTS (SELECT 1 FROM chat_conversation c WHERE c.id = conversation_id AND c.status = 'left') ORDER BY made_at, id
"""


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


def of_conversation(site: str, conversation: str) -> list[Pass]:
    """The links into a conversation that live, the oldest first."""
    return passes(alive(now_ms()).filter(site_id=site, conversation_id=conversation).order_by("made_at", "id"))


def lives(insider: str) -> bool:
    """Whether what an insider came in by still opens the conversation."""
    return alive(now_ms()).filter(id=insider).exists()


def members(conversations: Collection[str]) -> dict[str, list[wire.Member]]:
    """Conversation → its insiders as the team's lists show them: asked until they first come."""
    found: dict[str, list[wire.Member]] = defaultdict(list)
    for one in passes(_INSIDERS.by("conversation_id", conversations, _ALIVE, now_ms())):
        found[one.conversation].append(
            wire.Member(
                face=one.face,
                state="joined" if one.joined else "asked",
                errand="insider",
                because="asked",
                asked_by=one.asked_by,
                why=one.why,
                numbers={},
                offer=0,
                due=one.expires_at,
            )
        )
    return found


def sites_where_one_ran_out(now: int) -> list[str]:
    """Sites where `run_out` has something to do."""
    found = Insider.objects.filter(ended_at=None, expires_at__lte=now)
    return list(found.values_list("site_id", flat=True).distinct())


def alive(now: int) -> QuerySet[Insider]:
    """Links that open something at this moment."""
    return Insider.objects.filter(ended_at=None, expires_at__gt=now).exclude(conversation__status="left")


def passes(found: Iterable[Insider]) -> list[Pass]:
    """Rows, as plain facts."""
    found = list(found)
    askers = people.faces({one.asked_by_id for one in found if one.asked_by_id})
    return [
        Pass(
            id=one.id,
            site=one.site_id,
            conversation=one.conversation_id,
            face=face_of(one),
            why=one.why,
            asked_by=askers.get(one.asked_by_id or ""),
            expires_at=one.expires_at,
            joined=one.joined_at is not None,
        )
        for one in found
    ]


def face_of(one: Insider) -> Face:
    """An insider as others see them."""
    return Face(kind="insider", id=one.id, name=one.name)
