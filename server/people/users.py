"""Accounts, as the command line makes and mends them."""

from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.core.validators import validate_email

from server.people.models import User


def ensure(email: str, name: str) -> str:
    """The id of the account with this address, made without a password where there is none yet."""
    email = email.strip().lower()
    found = User.objects.filter(email=email).first()
    if found is None:
        validate_email(email)
        found = User.objects.create_user(email, name)
    return found.id


def check_password(password: str, email: str, name: str) -> None:
    """Raise `ValidationError` for a password that is short, common or like its owner."""
    validate_password(password, User(email=email, name=name))


def set_password(user_id: str, password: str) -> None:
    """Another password; a weak one raises `ValidationError`. Sessions under the old one end."""
    user = User.objects.get(id=user_id)
    check_password(password, user.email, user.name)
    user.set_password(password)
    user.save(update_fields=["password"])
    end_sessions(user_id, but=None)


def end_sessions(user_id: str, but: str | None) -> None:
    """Sign a user out everywhere, except in the session they sit at; sockets close within seconds."""
    for session in UserSession.objects.filter(user_id=user_id).exclude(session_key=but or ""):
        session.end()
