"""Security headers. A page that needs more than nothing says so itself; everything else gets the strictest."""

from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

PLAIN = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""For pages without a script, and for whatever is no page at all."""

_PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"


def secured(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Add what a response has not set for itself."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", PLAIN)
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        return response

    return middleware


def app_policy(frame_ancestors: Sequence[str]) -> str:
    """For the panel and the console: our own scripts and sockets, no inline code, no string ever parsed as HTML."""
    public = urlsplit(settings.PUBLIC_URL)
    socket = f"{'wss' if public.scheme == 'https' else 'ws'}://{public.netloc}"
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            f"connect-src 'self' {socket}",
            "font-src 'self'",
            "media-src 'self' data:",
            "base-uri 'none'",
            "form-action 'self'",
            "require-trusted-types-for 'script'",
            "trusted-types bluephone 'allow-duplicates'",
            "frame-ancestors " + (" ".join(frame_ancestors) or "'none'"),
        ]
    )
