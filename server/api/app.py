"""The API, put together. Every route needs a session unless it says otherwise."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from server.api import departures, insiders, me, problems, roster, rules, seen, sites, team, teams, week
from server.api.guard import signed

_DOCS_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def _with_scripts(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The page that documents the API is drawn by a script, served from here."""

    @wraps(view)
    def shown(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Content-Security-Policy"] = _DOCS_POLICY
        return response

    return shown


api = NinjaAPI(
    title="Blue Phone",
    version="1",
    description="What the console and an owner's own programs ask and change. "
    "Signed in by the session's cookie; unsafe methods also need the header X-CSRFToken. "
    "Errors are problem+json. What is not yours looks like what does not exist.",
    auth=signed,
    urls_namespace="api",
    docs_decorator=_with_scripts,
)
problems.explain_errors(api)
for part in (me, sites, rules, team, teams, roster, insiders, week, departures, seen):
    api.add_router("", part.router)
