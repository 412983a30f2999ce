"""The matrix of addresses: every one there is, and what in it or in its body belongs to somebody."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from server.live.routes import stream_urlpatterns, websocket_urlpatterns
from server.urls import urlpatterns
from tests.unit.server.api.routes import ROUTES

API: Final = "api/v1/"
PUBLIC: Final = {"sites/{key}/seen"}
"""A site's key is public, and this is for whoever has it."""
ASKED: Final[dict[tuple[str, str], Any]] = {
    **{route: body for route, (body, _) in ROUTES.items()},
    ("GET", "sites/{key}/roster/visitors?agent={agent}"): None,
    ("POST", "sites/{key}/teams"): {"name": "Workshop", "members": ["{agent}"]},
    ("PATCH", "sites/{key}/teams/{team}"): {"members": ["{agent}"]},
    ("PATCH", "sites/{key}/team/{agent}"): {"teams": ["{team}"]},
}
"""What is asked of the API: of every route, and with every name that may stand in a query or a body."""

PAGES: Final[dict[str, tuple[str, ...]]] = {
    "": (),
    "account/login/": (),
    "account/logout/": (),
    "account/inactive/": (),
    "account/reauthenticate/": (),
    "account/password/change/": (),
    "account/password/set/": (),
    "account/sessions/": (),
    "api/v1/": (),
    "api/v1/openapi.json": (),
    "api/v1/docs": (),
    "api/v1/<path:path>": ("conversation", "visitor"),
    "bluephone.js": (),
    "console": (),
    "console/": (),
    "console/<path:path>": ("key", "conversation"),
    "console/enter/<str:token>": ("token", "invite", "insider"),
    "favicon.ico": (),
    "health/live": (),
    "health/ready": (),
    "join/<str:token>": ("invite", "token"),
    "panel/<str:key>": ("conversation", "visitor"),
    "talk/<str:key>": ("conversation", "visitor"),
    "with": (),
}
"""Pages, and what somebody may put into their addresses. A site's key opens its panel for everybody."""

FORMS: Final = {"console/enter/<str:token>", "join/<str:token>"}
"""What takes a POST beside a GET; the others refuse it whatever their address."""
SOCKETS: Final = {f"{way}/v1/{kind}" for way in ("ws", "stream") for kind in ("visitor", "agent", "insider")}
"""Opened in `test_commands.py`; a stream has the same socket behind it."""
SAID: Final = {f"stream/v1/{kind}/say" for kind in ("visitor", "agent", "insider")}
"""Where commands for a stream go: by a key that its reader alone was told."""


def all_addresses() -> set[str]:
    """Every one the server answers on, as the router has it."""
    return set(_under([*urlpatterns, *stream_urlpatterns, *websocket_urlpatterns], ""))


def listed() -> set[str]:
    """Every one of the matrix."""
    api = {API + re.sub(r"\{(\w+)\}", r"<\1>", path.partition("?")[0]) for _, path in ASKED}
    return api | PAGES.keys() | SOCKETS | SAID


def placeholders(path: str, body: Any) -> list[str]:
    """What is named in an address or a body."""
    return sorted(set(re.findall(r"\{(\w+)\}", path + json.dumps(body))))


def filled(template: Any, names: Mapping[str, str]) -> Any:
    """An address or a body with these names in it."""
    if isinstance(template, str):
        return re.sub(r"\{(\w+)\}", lambda found: names[found[1]], template)
    if isinstance(template, dict):
        return {key: filled(value, names) for key, value in template.items()}
    return [filled(value, names) for value in template] if isinstance(template, list) else template


def _under(patterns: list[Any], prefix: str) -> Iterator[str]:
    for one in patterns:
        address = prefix + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from _under(one.url_patterns, address)
        else:
            yield address
