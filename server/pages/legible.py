"""Middleware: an address with NUL in it names nothing. SQLite would look for it, PostgreSQL refuses."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse


def legible(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer such addresses like any other that leads nowhere."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise Http404
        return get_response(request)

    return middleware
