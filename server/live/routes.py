"""Where the sockets are."""

from typing import Any

from django.urls import path

from server.live.agent import AgentSocket
from server.live.insider import InsiderSocket
from server.live.visitor import VisitorSocket

# Channels routes any ASGI application; Django's types know only views.
_visitor: Any = VisitorSocket.app
_agent: Any = AgentSocket.app
_insider: Any = InsiderSocket.app

websocket_urlpatterns = [
    path("ws/v1/visitor", _visitor),
    path("ws/v1/agent", _agent),
    path("ws/v1/insider", _insider),
]
