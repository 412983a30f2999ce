"""Where the sockets are, and the streams for whom WebSockets are blocked."""

from typing import Any

from django.urls import path

from server.live.agent import AgentSocket
from server.live.insider import InsiderSocket
from server.live.streams import opening, say
from server.live.visitor import VisitorSocket

# Channels routes any ASGI application; Django's types know only views.
_visitor: Any = VisitorSocket.app
_agent: Any = AgentSocket.app
_insider: Any = InsiderSocket.app
_say: Any = say

websocket_urlpatterns = [
    path("ws/v1/visitor", _visitor),
    path("ws/v1/agent", _agent),
    path("ws/v1/insider", _insider),
]

stream_urlpatterns = [
    path("stream/v1/visitor", opening(VisitorSocket)),
    path("stream/v1/agent", opening(AgentSocket)),
    path("stream/v1/insider", opening(InsiderSocket)),
    path("stream/v1/visitor/say", _say),
    path("stream/v1/agent/say", _say),
    path("stream/v1/insider/say", _say),
]
