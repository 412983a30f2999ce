"""What the doctor looks at from outside, as browsers do: PUBLIC_URL, the socket through its proxy, the sites' origins."""

import http.client
import socket
import ssl
import time
import urllib.error
import urllib.request
from argparse import Namespace
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError

from server.cli.doctor import line
from server.cli.doctor.database import clocks
from server.cli.doctor.finding import Finding, well, wrong
from server.proxies import THIS_MACHINE
from server.sites import queries as sites

_PATIENCE_S: Final = 5.0


def look(_: Namespace) -> Iterator[Finding]:
    """The address first; then, if somebody answers there, how well."""
    yield public_url()
    yield from served()
    yield from our_sites()


def public_url() -> Finding:
    """Browsers reach it, and nobody listens in."""
    url: str = settings.PUBLIC_URL
    public = urlsplit(url)
    if public.hostname in THIS_MACHINE:
        return well("PUBLIC_URL", f"{url}, for this machine alone")
    if public.scheme == "http":
        return wrong(
            "PUBLIC_URL",
            f"{url} is not encrypted.",
            why="Everybody on the way can read what is said, and browsers keep the phone off https pages.",
            mend="put a proxy with a certificate before the server, and set PUBLIC_URL to its https address.",
        )
    if not settings.TRUSTED_PROXIES:
        return wrong(
            "PUBLIC_URL",
            f"{url} needs a proxy for https, and none is trusted.",
            why="Its word on who asks is not believed: all visitors seem to come from one place.",
            mend="name its address in BLUEPHONE_TRUSTED_PROXIES.",
        )
    return well("PUBLIC_URL", url)


def served() -> Iterator[Finding]:
    """Pages, clock, metrics and sockets as they arrive at PUBLIC_URL."""
    url: str = settings.PUBLIC_URL
    at_home = urlsplit(url).hostname in THIS_MACHINE
    try:
        status, date = _get(f"{url}/health/live")
    except (OSError, http.client.HTTPException) as error:
        yield _nobody(url, error, at_home)
        return
    if status != 200:
        yield wrong(
            "pages at PUBLIC_URL",
            f"{url}/health/live answers {status}.",
            why="Somebody answers there, but not this server; or it may not be asked under this name.",
            mend="see where the proxy passes requests on to, and that it keeps the Host header.",
        )
        return
    yield well("pages at PUBLIC_URL", "arrive")
    if date is not None:
        yield clocks("clock at PUBLIC_URL", abs(date - time.time()))
    if not at_home and _get(f"{url}/metrics")[0] == 200:
        yield wrong(
            "metrics at PUBLIC_URL",
            f"Everybody can read {url}/metrics.",
            why="How busy you are, and how long people wait, is nobody's business.",
            mend="let the proxy send X-Forwarded-For, and look over BLUEPHONE_METRICS_FROM; or set BLUEPHONE_METRICS_TOKEN.",
        )
    yield web_socket(url)


def _nobody(url: str, error: Exception, at_home: bool) -> Finding:
    reason = getattr(error, "reason", error)
    if at_home:
        return well("pages at PUBLIC_URL", "not looked at: nothing is being served there now")
    if isinstance(reason, ssl.SSLError):
        return wrong(
            "pages at PUBLIC_URL",
            f"The certificate of {url} is not good: {reason.reason or type(reason).__name__}.",
            why="Browsers show a warning instead of the phone.",
            mend="renew the certificate, for this very name and with its chain.",
        )
    return wrong(
        "pages at PUBLIC_URL",
        f"Nobody answers at {url} ({type(reason).__name__}).",
        why="What browsers are told to reach, they cannot.",
        mend="start the server and its proxy, and see that the name leads to this machine's address.",
    )


def web_socket(url: str) -> Finding:
    """A real handshake, with the Origin that browsers send, and a question that comes back answered."""
    about = "WebSocket at PUBLIC_URL"
    why = "Every word travels by it: without it the phone rings nowhere."
    try:
        code = line.ask(url)
    except (line.NoSocket, OSError, ValueError) as error:
        came = str(error) if isinstance(error, line.NoSocket) else type(error).__name__
        return wrong(
            about,
            f"None comes about; instead there came: {came}.",
            why=why,
            mend="let the proxy pass Upgrade and Connection on with HTTP/1.1, as in docs/grow.md, A proxy in front.",
        )
    if code == "foreign_origin":
        return wrong(
            about,
            "The server takes its Origin for a foreign one.",
            why=why,
            mend=f"the server was started with another PUBLIC_URL than {url}, or the proxy changes Origin: make them agree.",
        )
    return well(about, "both ways")


def our_sites() -> Iterator[Finding]:
    """There is something to answer for, and its pages are where browsers say they are."""
    try:
        found = sites.everywhere()
    except DatabaseError:
        return
    if not found:
        yield wrong(
            "sites",
            "none yet.",
            why="There is nothing to answer for.",
            mend="bluephone site create NAME --origin https://example.com",
        )
        return
    for site in found:
        about = f"site {site.name} ({site.key})"
        bad = [text for origin in site.origins if (text := _wrong_with(origin))]
        for text in bad:
            yield wrong(
                about,
                text,
                why="Browsers compare origins letter by letter: elsewhere the phone does not show.",
                mend="change the allowed origins in the console, under Settings.",
            )
        if not bad:
            yield well(about, ", ".join(site.origins) or "no page may carry its tag yet, only its own page is there")


def _wrong_with(origin: str) -> str | None:
    parts = urlsplit(origin)
    if parts.hostname in THIS_MACHINE:
        return None
    if parts.scheme != "https":
        return f"{origin} is not encrypted: what is written on such a page can be read, and changed, on the way."
    try:
        socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except OSError:
        return f"{origin} has a name that leads nowhere: is it spelled right?"
    return None


def _get(url: str) -> tuple[int, float | None]:
    """The status, and the answer's moment by the clock of whoever answered."""
    try:
        with urllib.request.urlopen(url, timeout=_PATIENCE_S) as answer:  # noqa: S310  the operator's own address
            status, date = int(answer.status), answer.headers.get("Date")
    except urllib.error.HTTPError as error:
        status, date = error.code, error.headers.get("Date")
    return status, parsedate_to_datetime(date).timestamp() if date else None
