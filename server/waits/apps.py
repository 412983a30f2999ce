"""The app `waits`."""

from django.apps import AppConfig


class WaitsConfig(AppConfig):
    """Named so that its tables begin with `waits_`."""

    name = "server.waits"
    label = "waits"
