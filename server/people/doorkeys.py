"""One-time sign-in links, for whoever has the server's terminal: how an owner first gets in without a mail server."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db.models import QuerySet

from server.clock import now
from server.ids import hash_token, new_token
from server.people.models import DoorKey, User

KEY_LIFE: Final = timedelta(hours=1)


class SpentKeyError(Exception):
    """The link was used, has expired, or there never was one."""


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """Whom a link signs in."""

    user_id: str
    name: str
    email: str


def cut(user_id: str) -> str:
    """A new key for a user, shown once. Keys that can no longer be used are thrown away."""
    moment = now()
    DoorKey.objects.filter(expires_at__lte=moment).delete()
    token = new_token()
    DoorKey.objects.create(token_hash=hash_token(token), user_id=user_id, expires_at=moment + KEY_LIFE)
    return token


def key_of(token: str) -> KeyFacts:
    """Whom this link would sign in. Looking uses nothing up: links are prefetched."""
    found = _valid(token).select_related("user").first()
    if found is None:
        raise SpentKeyError
    return KeyFacts(found.user.id, found.user.name, found.user.email)


def use(token: str) -> KeyFacts:
    """Use the link up: of two at once only one gets in."""
    found = key_of(token)
    if not _valid(token).update(used_at=now()):
        raise SpentKeyError
    return found


def user_by_email(email: str) -> KeyFacts | None:
    """The active user with this address."""
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    return KeyFacts(user.id, user.name, user.email) if user else None


def _valid(token: str) -> QuerySet[DoorKey]:
    return DoorKey.objects.filter(
        token_hash=hash_token(token), used_at=None, expires_at__gt=now(), user__is_active=True
    )
