"""Middleware: the address and scheme at the far end of trusted proxies, and who may count as being on this machine."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from server.proxies import caller, is_trusted


def proxied(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Replace REMOTE_ADDR by the true caller's, and believe a trusted proxy about the scheme."""

    def middleware(request: HttpRequest) -> HttpResponse:
        peer = request.META.get("REMOTE_ADDR", "")
        header = request.META.get("HTTP_X_FORWARDED_FOR") or request.META.get("HTTP_FORWARDED")
        who = caller(peer, header, settings.TRUSTED_PROXIES)
        request.META["REMOTE_ADDR"] = who.address
        request.META["bluephone.on_this_machine"] = who.on_this_machine
        if not is_trusted(peer, settings.TRUSTED_PROXIES):
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)
        return get_response(request)

    return middleware
