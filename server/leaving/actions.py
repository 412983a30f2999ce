"""Leaving takes effect at once and gives a receipt; the reason comes after, if they like.

It needs nobody: no agent, no line, no open conversation. A retry with the same client id finds the
first departure and its receipt.
"""

import secrets
from dataclasses import dataclass
from typing import Final

from django.db import IntegrityError, transaction

from server.chat import actions as chat
from server.clock import as_ms, now
from server.leaving.models import Departure
from server.people import queries as people
from server.wire.visitor import Reason

_LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_TRIES: Final = 5


class UnknownDeparture(Exception):
    """This visitor has no such departure."""


class UnknownVisitor(Exception):
    """There is no such visitor: erased, perhaps, in this very moment."""


@dataclass(frozen=True, slots=True)
class LeftFacts:
    """A departure's receipt."""

    id: str
    number: str
    at: int
    conversation: str | None


def leave(visitor_id: str, client_id: str) -> LeftFacts:
    """Let this visitor leave, for good and at once."""
    visitor = people.visitor(visitor_id)
    if visitor is None:
        raise UnknownVisitor
    for _ in range(_TRIES):
        try:
            with transaction.atomic():
                departure = Departure.objects.filter(visitor_id=visitor_id, client_id=client_id).first()
                if departure is None:
                    departure = Departure.objects.create(
                        site_id=visitor.site_id,
                        visitor_id=visitor_id,
                        conversation_id=chat.depart(visitor.site_id, visitor_id, visitor.face),
                        client_id=client_id,
                        number=receipt_number(),
                        at=now(),
                    )
                return _facts(departure)
        except IntegrityError:
            # The same leaving came twice at once, or a number was taken: the next look finds out which.
            continue
    raise RuntimeError("No free receipt number was found.")


def why(visitor_id: str, departure_id: str, client_id: str, reason: Reason | None, words: str) -> None:
    """Record why they left. Said again with another client id, it replaces what was said before."""
    theirs = Departure.objects.filter(id=departure_id, visitor_id=visitor_id)
    told = theirs.exclude(why_client_id=client_id).update(
        reason=reason or "", words=words, why_at=now(), why_client_id=client_id
    )
    if not told and not theirs.exists():
        raise UnknownDeparture


def receipt_number() -> str:
    """Such as 7K4-2093: short enough to be read out, from letters that are not mistaken for one another."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(3))
    return f"{letters}-{secrets.randbelow(10_000):04}"


def _facts(departure: Departure) -> LeftFacts:
    return LeftFacts(
        id=departure.id, number=departure.number, at=as_ms(departure.at), conversation=departure.conversation_id
    )
