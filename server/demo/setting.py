"""The demo's site and the agent who answers it. Made once; what is there is left as it is."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from server.people import doorkeys, team, users
from server.sites import actions as sites
from server.sites import queries

SITE_KEY: Final = "fernhill"
OWNER_EMAIL: Final = "ana@fernhill.example"
OWNER_NAME: Final = "Ana Reyes"


@dataclass(frozen=True, slots=True)
class Demo:
    """Where to look. `link` signs in once."""

    shop: str
    link: str
    hosted: str


def shop_origin() -> str:
    """The shop stands on 127.0.0.1 while the server calls itself localhost: two sites, as in life."""
    public = urlsplit(settings.PUBLIC_URL)
    port = f":{public.port}" if public.port else ""
    return f"http://127.0.0.1{port}"


def ensure_demo() -> Demo:
    """Make the site and its owner where they are missing, and a fresh sign-in link."""
    with transaction.atomic():
        user_id = users.ensure(OWNER_EMAIL, OWNER_NAME)
        site = queries.by_key(SITE_KEY)
        if site is None:
            team.found_site("Fernhill Bikes", [shop_origin()], user_id, OWNER_NAME, key=SITE_KEY)
        elif shop_origin() not in site.origins:
            sites.change(site.id, origins=[*site.origins, shop_origin()])
        link = f"{settings.PUBLIC_URL}/console/enter/{doorkeys.cut(user_id)}"
    return Demo(
        shop=f"{shop_origin()}/",
        link=link,
        hosted=f"{settings.PUBLIC_URL}/talk/{SITE_KEY}",
    )
