"""`/with`: the page behind an insider's link. The key stands after the #, so this address is the same for everybody."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from server.pages import built
from server.pages.headers import app_policy


@require_safe
def insider(request: HttpRequest) -> HttpResponse:
    """The page that says hello with the key."""
    try:
        page = built.read("insider/index.html")
    except built.NotBuiltError:
        return built.not_built(request)
    response = HttpResponse(page)
    response["Content-Security-Policy"] = app_policy([])
    response["Cache-Control"] = "no-cache"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
