"""Who a session cookie speaks for, and which agents' sockets may stay open."""

from collections.abc import Collection
from importlib import import_module

from django.conf import settings
from django.contrib import auth
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from server.people.models import Agent


def user_of(session_key: str) -> str | None:
    """The active user of a session that still stands: also after a change of password, which ends the others."""
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    user = auth.get_user(request)
    return str(user.pk) if user.is_authenticated else None


def ended(held: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those (session key, agent) pairs that may no longer be here: signed out, or switched off."""
    keys = Session.objects.filter(session_key__in={k for k, _ in held}, expire_date__gt=timezone.now())  # noqa: TID251  as Django set it
    agents = Agent.objects.filter(id__in={a for _, a in held}, active=True, user__is_active=True)
    standing = set(keys.values_list("session_key", flat=True))
    active = set(agents.values_list("id", flat=True))
    return {(k, a) for k, a in held if k not in standing or a not in active}
