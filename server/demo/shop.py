"""Fernhill Bikes: a stranger's page, as far as the widget can tell."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from server.demo.setting import SITE_KEY
from server.sites.queries import tag


def shop(request: HttpRequest) -> HttpResponse:
    """The shop's page, with the very tag its owner would paste."""
    public = settings.PUBLIC_URL
    pasted = tag(SITE_KEY, public).replace("></script>", ' data-fact-order="20418, Ridgeline 3"></script>')
    # Made of a constant and a checked setting, so nobody's words are in it.
    context = {"tag": mark_safe(pasted), "public_url": public}  # noqa: S308
    response = render(request, "demo/shop.html", context)
    # What a shop with a policy of its own has to allow.
    response["Content-Security-Policy"] = (
        f"default-src 'self'; script-src {public}; frame-src {public}; connect-src {public}; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data:; media-src 'self' data:; frame-ancestors 'none'"
    )
    response["Referrer-Policy"] = "strict-origin-when-cross-origin"
    return response
