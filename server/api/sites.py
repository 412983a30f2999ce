"""Sites: what their settings show and change."""

from http import HTTPStatus
from typing import cast

from django.conf import settings
from django.http import HttpRequest
from ninja import Router

from server.api.guard import owner_seat, seat, user_id
from server.api.problems import Problem
from server.api.schemas import SightingOut, SiteChange, SiteIn, SiteOut
from server.clock import now_ms
from server.people import queries as people
from server.people import team
from server.sites import actions, queries
from server.sites.queries import SiteFacts

router = Router(tags=["sites"])


@router.post("sites", response=SiteOut)
def create(request: HttpRequest, body: SiteIn) -> SiteOut:
    """A new site, whose first owner is whoever makes it. For those who own one already."""
    me = people.user(user_id(request))
    if not any(one.role == "owner" for one in team.memberships(me.id)):
        raise Problem(HTTPStatus.FORBIDDEN, "Only who owns a site may make another.")
    site = team.found_site(body.name, body.origins, me.id, me.name)
    return _shown(site)


@router.get("sites/{key}", response=SiteOut)
def read(request: HttpRequest, key: str) -> SiteOut:
    """One site."""
    return _shown(seat(request, key).site)


@router.patch("sites/{key}", response=SiteOut)
def change(request: HttpRequest, key: str, body: SiteChange) -> SiteOut:
    """Change its name, greeting, colour or allowed origins."""
    site = owner_seat(request, key).site
    changed = actions.change(
        site.id, name=body.name, greeting=body.greeting, hue=body.hue, chroma=body.chroma, origins=body.origins
    )
    return _shown(changed)


def _shown(site: SiteFacts) -> SiteOut:
    return SiteOut(
        key=site.key,
        name=site.name,
        greeting=site.greeting,
        hue=site.hue,
        chroma=site.chroma,
        origins=list(site.origins),
        tag=queries.tag(site.key, settings.PUBLIC_URL),
        talk_url=f"{settings.PUBLIC_URL}/talk/{site.key}",
        sightings=[
            SightingOut(origin=one.origin, at=one.at, problem=cast(None, one.problem))
            for one in queries.sightings(site.id)
        ],
        now=now_ms(),
    )
