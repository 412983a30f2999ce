"""The app `pages`: it has templates and static files, and no tables."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Named like its folder."""

    name = "server.pages"
    label = "pages"
