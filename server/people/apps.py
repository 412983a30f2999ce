"""The app `people`."""

from typing import Any

from allauth.account.signals import password_changed, password_set
from django.apps import AppConfig
from django.http import HttpRequest


class PeopleConfig(AppConfig):
    """Named so that its tables begin with `people_`."""

    name = "server.people"
    label = "people"

    def ready(self) -> None:
        """A new password ends the sessions that began under the old one."""
        for signal in (password_changed, password_set):
            signal.connect(_end_other_sessions, dispatch_uid="people.end_other_sessions")


def _end_other_sessions(request: HttpRequest, user: Any, **_: Any) -> None:
    from server.people.users import end_sessions  # noqa: PLC0415  models, which are not ready when apps are listed

    end_sessions(str(user.pk), but=request.session.session_key)
