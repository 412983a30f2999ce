"""The app `leaving`."""

from django.apps import AppConfig


class LeavingConfig(AppConfig):
    """Named so that its tables begin with `leaving_`."""

    name = "server.leaving"
    label = "leaving"
