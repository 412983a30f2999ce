"""Middleware: the address and scheme at the far end of trusted proxies, and who may count as being on this machine."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from server.proxies import caller, is_trusted


def proxied(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Replace REMOTE_ADDR by the true caller's, and believe a trusted proxy about the scheme."""

    def middleware(request: HttpRequest) -> HttpResponse:
        peer = request.META.get("REMOTE_ADDR", "")
        who = caller(peer, request.META.get("HTTP_X_FORWARDED_FOR"), settings.TRUSTED_PROXIES)
        request.META["REMOTE_ADDR"] = who.address
        # Whatever else a proxy leaves behind also says that there is one.
        relayed = "HTTP_FORWARDED" in request.META or "HTTP_VIA" in request.META
        request.META["bluephone.on_this_machine"] = who.on_this_machine and not relayed
        if not is_trusted(peer, settings.TRUSTED_PROXIES):
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)
        return get_response(request)

    return middleware
