"""An address's origin, in the one form in which browsers send it: origins are compared letter by letter."""

import re
from urllib.parse import urlsplit

_HOST = re.compile(r"^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*$")
_PORTS = {"http": 80, "https": 443}


def of_url(url: str) -> str | None:
    """The origin of an address, in the form in which browsers send it; None where it has none."""
    if len(url) > 2_048 or re.search(r"[\s\\\x00-\x1f]", url):
        return None
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        if not re.fullmatch(r"[0-9a-f:.]+", host) or ":" not in host:
            host = host.encode("idna").decode().lower()
    except (ValueError, UnicodeError):
        return None
    if parts.scheme not in _PORTS or port == 0 or "@" in parts.netloc:
        return None
    if ":" in host:
        host = f"[{host}]"
    elif not _HOST.match(host):
        return None
    return f"{parts.scheme}://{host}" + ("" if port in {None, _PORTS[parts.scheme]} else f":{port}")
