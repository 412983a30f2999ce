"""The ASGI application: pages and API by Django, sockets and streams by Channels."""

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "server.settings")

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application
from django.urls import re_path

pages: Any = get_asgi_application()

# The sockets touch models, so they are imported when the apps are ready.
from server.live.routes import stream_urlpatterns, websocket_urlpatterns  # noqa: E402

application = ProtocolTypeRouter(
    {
        "http": URLRouter([*stream_urlpatterns, re_path("", pages)]),
        "websocket": URLRouter(websocket_urlpatterns),
    }
)
