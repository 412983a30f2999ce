"""Middleware: each request has an id, which its lines in the log and its answer carry."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

from server import log

HEADER: Final = "X-Request-ID"


def named(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A proxy's id is taken over, so that its log and ours can be read together."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request_id = log.request_id(request.headers.get(HEADER))
        with log.about(request=request_id):
            response = get_response(request)
        response[HEADER] = request_id
        return response

    return middleware
