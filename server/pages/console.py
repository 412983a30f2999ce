"""`/console/…`: one built page for whoever is signed in."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from server.pages import built
from server.pages.headers import app_policy


@require_safe
@ensure_csrf_cookie
def console(request: HttpRequest, path: str = "") -> HttpResponse:  # noqa: ARG001  the page reads its own address
    """The console, or the way to sign in and back here."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    try:
        page = built.read("console/index.html")
    except built.NotBuiltError:
        return built.not_built(request)
    response = HttpResponse(page)
    response["Content-Security-Policy"] = app_policy([])
    response["Cache-Control"] = "no-store"
    return response
