"""The pages' addresses."""

from django.urls import URLPattern, URLResolver, path
from django.views.generic import RedirectView

from server.pages import console, doors, insider, loader, panel

urlpatterns: list[URLPattern | URLResolver] = [
    path("favicon.ico", RedirectView.as_view(url="/static/pages/mark.svg")),
    path("bluephone.js", loader.loader, name="loader"),
    path("panel/<str:key>", panel.panel, name="panel"),
    path("talk/<str:key>", panel.talk, name="talk"),
    path("console/enter/<str:token>", doors.enter, name="enter"),
    path("join/<str:token>", doors.join, name="join"),
    path("with", insider.insider, name="insider"),
    path("console", console.console),
    path("console/", console.console, name="console"),
    path("console/<path:path>", console.console),
]
