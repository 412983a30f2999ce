"""Sites and people as they are named at a terminal."""

from server.cli.mistake import Mistake
from server.people import doorkeys
from server.people import team as teams
from server.people.doorkeys import KeyFacts
from server.people.team import MemberFacts
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


def member(site: SiteFacts, email: str) -> MemberFacts:
    """Whoever answers on a site under this address."""
    found = next((one for one in teams.members(site.id) if one.email == email.strip().lower()), None)
    if found is None:
        raise Mistake(
            f"Nobody answers on {site.name} as {email!r}. bluephone agent list --site {site.key} shows who does."
        )
    return found
