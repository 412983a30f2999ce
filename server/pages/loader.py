"""`/bluephone.js`: the loader, told at once which of its page's sites it may open and whether anybody is there.

So the launcher has its colour and its truth without a second request. The page is known by its
Referer; where a shop hides that, the loader is told nothing and starts plain.
"""

import json
from typing import Any

import structlog
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from server.origins import of_url
from server.pages import built
from server.people import queries as people
from server.sites import queries as sites
from server.sites.actions import note_sighting

log = structlog.get_logger()
_PLACE = '"__SITES__"'


@gzip_page
@require_safe
def loader(request: HttpRequest) -> HttpResponse:
    """The built loader with its page's sites in it."""
    try:
        script = built.read("bluephone.js")
    except built.NotBuiltError:
        text = 'console.warn("Blue Phone: the widget is not built. Run make build on its server, and start it again.");'
        return HttpResponse(text, content_type="text/javascript", status=503)
    origin = of_url(request.headers.get("Referer", ""))
    known: dict[str, Any] = {}
    try:
        if origin:
            known = _known(origin)
            _tell_owners(origin)
    except DatabaseError:
        # The host page is sacred: it gets its script, and the panel will say that the line is down.
        log.exception("loader_without_database")
    response = HttpResponse(script.replace(_PLACE, json.dumps(known), 1), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "private, max-age=10"
    response["Vary"] = "Referer"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _known(origin: str) -> dict[str, Any]:
    """The sites whose tag may stand there."""
    return {
        site.key: {"hue": site.hue, "chroma": site.chroma, "here": people.anybody_here(site.id)}
        for site in sites.by_origin(origin)
    }


def _tell_owners(origin: str) -> None:
    """Their tag may have been seen there: which site's tag it is, the request does not say."""
    for site in sites.by_origin(origin):
        note_sighting(site, origin, None)
