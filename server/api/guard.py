"""Who may: the signed-in user, their place on a site, and what the place allows."""

from dataclasses import dataclass
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest
from ninja.security import APIKeyCookie

from server.api.problems import Problem, not_found
from server.people.team import Membership, memberships
from server.sites import queries as sites
from server.sites.queries import SiteFacts


class Signed(APIKeyCookie):
    """The session's cookie; on unsafe methods also Django's CSRF token in the header X-CSRFToken."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: HttpRequest, key: str | None) -> str | None:  # noqa: ARG002  the session knows
        """The user's id."""
        return str(request.user.pk) if request.user.is_authenticated else None


signed = Signed()


@dataclass(frozen=True, slots=True)
class Seat:
    """A user at a site's desk."""

    user_id: str
    site: SiteFacts
    membership: Membership


def user_id(request: HttpRequest) -> str:
    """Whoever is signed in; the routes see to it that somebody is."""
    return str(request.user.pk)


def seat(request: HttpRequest, key: str) -> Seat:
    """The user's seat at this site. Without one the site looks as if there were none."""
    mine = next((one for one in memberships(user_id(request)) if one.site_key == key), None)
    site = sites.by_key(key) if mine else None
    if mine is None or site is None:
        raise not_found()
    return Seat(user_id(request), site, mine)


def lead_seat(request: HttpRequest, key: str) -> Seat:
    """The same, for what only who leads may."""
    found = seat(request, key)
    if found.membership.role == "agent":
        raise Problem(HTTPStatus.FORBIDDEN, "Only a lead or an owner of the site may do this.")
    return found


def owner_seat(request: HttpRequest, key: str) -> Seat:
    """The same, for what only an owner may."""
    found = seat(request, key)
    if found.membership.role != "owner":
        raise Problem(HTTPStatus.FORBIDDEN, "Only an owner of the site may do this.")
    return found
