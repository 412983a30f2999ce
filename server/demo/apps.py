"""The app `demo`: a page and its drawings, no tables."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Named like its folder."""

    name = "server.demo"
    label = "demo"
