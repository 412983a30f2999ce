"""Middleware: pages that need a cookie or a socket live at PUBLIC_URL alone.

Sockets accept only that origin and the session's cookie belongs to that host, so the same page
asked for under another name of this machine is sent there.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from server.proxies import THIS_MACHINE

_AT_HOME = ("/console", "/account/", "/join/", "/panel/", "/talk/", "/with")


def canonical(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Redirect what was asked for under a loopback name. A proxy's own names are left alone, lest it loops."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method in {"GET", "HEAD"} and request.path.startswith(_AT_HOME):
            host = request.get_host()
            named = urlsplit(f"//{host}").hostname
            direct = "HTTP_X_FORWARDED_FOR" not in request.META and "HTTP_FORWARDED" not in request.META
            if direct and named in THIS_MACHINE and host != urlsplit(settings.PUBLIC_URL).netloc:
                return HttpResponseRedirect(settings.PUBLIC_URL + request.get_full_path())
        return get_response(request)

    return middleware
