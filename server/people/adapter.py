"""What allauth asks about this installation."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Accounts are made by invites and the command line alone."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "This email and this password do not go together.",
        "account_inactive": "This account is switched off. Ask the owner of the site you answer for.",
        "too_many_login_attempts": "Too many tries. Wait a few minutes, then try again.",
        "incorrect_password": "This is not your password.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Nobody signs up by themselves."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """For rate limits: already the far end of trusted proxies."""
        return str(request.META["REMOTE_ADDR"])

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing after the fact: our pages show what is so."""
