"""Rows of the desk as the facts that routing knows."""

from typing import cast

from routing.decisions import Errand
from routing.model import Guest, Placed, Rules, State, Waiting
from routing.policy import fits
from server.desk.models import Member, Place
from server.sites.queries import SiteFacts

__all__ = ["fits", "guest", "placed", "rules", "waiting"]


def rules(site: SiteFacts) -> Rules:
    """A site's policy."""
    return Rules(mode=site.mode, ring=site.ring_s * 1000, overflow=site.overflow_s * 1000)


def waiting(place: Place) -> Waiting:
    """A place in line."""
    return Waiting(
        id=place.conversation_id,
        rank=place.rank,
        credited=place.credited_at,
        sequence=place.sequence,
        entered=place.entered_at,
        absent=place.absent,
        known=place.known_id,
        advocate=place.advocate_id,
        backup=place.backup_id,
        waits_for=place.waits_for_id,
        team=place.team_id,
        language=place.language or None,
        overflow_at=place.overflow_at,
        apart=place.apart,
        not_before=place.reach_due or 0,
        since=place.since_at,
    )


def placed(place: Place, now: int) -> Placed:
    """A place with whoever is in it, for a request about it."""
    state = cast(State, place.state)
    guests = tuple(guest(m) for m in place.members.order_by("at", "id"))
    return Placed(
        id=place.conversation_id,
        state=state,
        owner=place.agent_id,
        offer=place.offer,
        guests=guests,
        held_because=place.held_because,
        escalated=place.escalated_at is not None,
        waits_for=place.waits_for_id,
        apart=waiting(place).apart_at(now),
    )


def guest(member: Member) -> Guest:
    """Somebody beside the owner."""
    errand = cast(Errand, member.errand)
    return Guest(member.agent_id, member.state == Member.State.JOINED, errand, member.asked_by_id, member.offer)
