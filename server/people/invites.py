"""Invites: a link that lets one person join a team. It needs no mail server; the owner passes it on."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, cast

from django.db import transaction

from server.clock import as_ms, now
from server.ids import hash_token, new_token
from server.people.models import Invite, User
from server.people.team import join
from server.wire.agent import Role

INVITE_LIFE: Final = timedelta(days=7)


class SpentInviteError(Exception):
    """The invite was used, withdrawn or has expired; or there never was one."""


class KnownEmailError(Exception):
    """Somebody has an account with this address: they sign in first, then follow the link again."""


@dataclass(frozen=True, slots=True)
class InviteFacts:
    """An invite that waits to be used."""

    id: str
    site_id: str
    site_key: str
    site_name: str
    name: str
    role: Role
    expires_at: int


def invite(site_id: str, name: str, role: Role, by: str | None) -> tuple[InviteFacts, str]:
    """A new invite and its token, which is shown once and kept as a hash."""
    token = new_token()
    made = Invite.objects.create(
        site_id=site_id,
        token_hash=hash_token(token),
        name=name,
        role=role,
        expires_at=now() + INVITE_LIFE,
        created_by_id=by,
    )
    return _facts(made), token


def invites(site_id: str) -> list[InviteFacts]:
    """A site's invites that wait to be used, the newest first."""
    waiting = Invite.objects.filter(site_id=site_id, used_at=None, expires_at__gt=now())
    return [_facts(one) for one in waiting.select_related("site").order_by("-expires_at", "id")]


def withdraw(site_id: str, invite_id: str) -> bool:
    """Make an invite worthless; whether there was one."""
    return Invite.objects.filter(site_id=site_id, id=invite_id, used_at=None).delete()[0] > 0


def invite_of(token: str) -> InviteFacts:
    """The invite that a link holds."""
    return _facts(_open(token))


def accept_as(token: str, user_id: str) -> InviteFacts:
    """A user who is signed in joins by the invite."""
    with transaction.atomic():
        found = _use(token)
        user = User.objects.get(id=user_id)
        join(found.site_id, user.id, user.name, found.role)
    return found


def accept_anew(token: str, name: str, email: str, password: str) -> tuple[InviteFacts, str]:
    """A newcomer gets an account and joins by the invite; also the account's id."""
    _open(token)
    # Slow on purpose, and on a busy machine for longer than a transaction may stand still: so before it begins.
    user = User.objects.new_user(email, name, password)
    with transaction.atomic():
        found = _use(token)
        if User.objects.filter(email=user.email).exists():
            raise KnownEmailError
        user.save()
        join(found.site_id, user.id, user.name, found.role)
    return found, user.id


def _open(token: str) -> Invite:
    found = Invite.objects.select_related("site").filter(token_hash=hash_token(token), used_at=None).first()
    if found is None or found.expires_at <= now():
        raise SpentInviteError
    return found


def _use(token: str) -> InviteFacts:
    """Use it up in one guarded update, so that of two at once only one gets in."""
    found = _open(token)
    if not Invite.objects.filter(id=found.id, used_at=None).update(used_at=now()):
        raise SpentInviteError
    return _facts(found)


def _facts(found: Invite) -> InviteFacts:
    return InviteFacts(
        id=found.id,
        site_id=found.site_id,
        site_key=found.site.key,
        site_name=found.site.name,
        name=found.name,
        role=cast(Role, found.role),
        expires_at=as_ms(found.expires_at),
    )
