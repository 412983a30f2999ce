"""The app `people`."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Named so that its tables begin with `people_`."""

    name = "server.people"
    label = "people"
