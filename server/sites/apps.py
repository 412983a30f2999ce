"""The app `sites`."""

from django.apps import AppConfig


class SitesConfig(AppConfig):
    """Named so that its tables begin with `sites_`."""

    name = "server.sites"
    label = "sites"
