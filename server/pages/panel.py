"""`/panel/KEY` in a site's frame, and `/talk/KEY` as a page of its own."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from server.pages import built
from server.pages.headers import app_policy
from server.sites import queries as sites
from server.sites.queries import SiteFacts

_PLACE = "<!--bluephone-->"


@require_safe
def panel(request: HttpRequest, key: str) -> HttpResponse:
    """The panel, to be framed by this site's own origins and nobody else."""
    return _page(request, key, hosted=False)


@require_safe
def talk(request: HttpRequest, key: str) -> HttpResponse:
    """The same conversation without a host page: for a link in a mail or on a poster."""
    return _page(request, key, hosted=True)


def _page(request: HttpRequest, key: str, hosted: bool) -> HttpResponse:
    site = sites.by_key(key)
    if site is None:
        response = render(request, "pages/unknown_site.html", status=404)
        if not hosted:
            # Whoever pasted a wrong key sees what is wrong in the place where the panel would be.
            response["Content-Security-Policy"] = "default-src 'none'; style-src 'self'; frame-ancestors http: https:"
        return response
    try:
        page = built.read("panel/index.html")
    except built.NotBuiltError:
        return built.not_built(request)
    response = HttpResponse(page.replace(_PLACE, _data(site, hosted), 1))
    response["Content-Security-Policy"] = app_policy([] if hosted else site.origins)
    response["Cache-Control"] = "no-cache"
    return response


def _data(site: SiteFacts, hosted: bool) -> str:
    """A data block: not a script, so the strict policy lets it stand. `<` is escaped, so that no name can end it."""
    facts = {
        "site": {
            "key": site.key,
            "name": site.name,
            "greeting": site.greeting,
            "hue": site.hue,
            "chroma": site.chroma,
        },
        "origins": [] if hosted else list(site.origins),
        "hosted": hosted,
    }
    text = json.dumps(facts).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return f'<script type="application/json" id="bluephone">{text}</script>'
