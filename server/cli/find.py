"""Sites and people as they are named at a terminal."""

from server.cli.mistake import Mistake
from server.people import doorkeys
from server.people.doorkeys import KeyFacts
from server.sites import queries
from server.sites.queries import SiteFacts


def site(key: str) -> SiteFacts:
    """The site with this key."""
    found = queries.by_key(key)
    if found is None:
        known = ", ".join(one.key for one in queries.everywhere()) or "none yet; make one with bluephone site create"
        raise Mistake(f"There is no site {key!r}. The sites are: {known}.")
    return found


def user(email: str) -> KeyFacts:
    """The active account with this address."""
    found = doorkeys.user_by_email(email)
    if found is None:
        raise Mistake(f"Nobody has an account with {email!r}. bluephone agent list shows who has.")
    return found
