"""One-time links, as they are printed."""

from urllib.parse import urlsplit

from django.conf import settings

from server.people import doorkeys
from server.people.doorkeys import KeyFacts
from server.proxies import THIS_MACHINE


def sign_in(who: KeyFacts) -> str:
    """A fresh link, or, where none could work, what works instead."""
    if urlsplit(settings.PUBLIC_URL).hostname not in THIS_MACHINE:
        return (
            "A sign-in link works only in a browser on the server's own machine, and PUBLIC_URL is elsewhere.\n"
            f"Give {who.name} a password instead: bluephone agent password {who.email}"
        )
    link = f"{settings.PUBLIC_URL}/console/enter/{doorkeys.cut(who.user_id)}"
    return f"Signs {who.name} in, once, within the hour, in a browser on this machine:\n\n  {link}"
