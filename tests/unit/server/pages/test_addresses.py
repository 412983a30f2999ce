"""Every address outside the API, and what a stranger gets there: a new one fails until it is listed."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver

from server.sites.models import Site
from server.urls import urlpatterns

ADDRESSES = {
    "": 302,
    "account/inactive/": 200,
    "account/login/": 200,
    "account/logout/": 302,
    "account/password/change/": 302,
    "account/password/set/": 302,
    "account/reauthenticate/": 302,
    "account/sessions/": 302,
    "bluephone.js": 200,
    "console": 302,
    "console/": 302,
    "console/<path:path>": 302,
    "console/enter/<str:token>": 410,
    "favicon.ico": 302,
    "health/live": 200,
    "health/ready": 200,
    "join/<str:token>": 410,
    "panel/<str:key>": 404,
    "talk/<str:key>": 404,
    "with": 200,
}


def addresses(patterns: list[URLPattern | URLResolver], prefix: str = "") -> set[str]:
    found: set[str] = set()
    for one in patterns:
        path = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            found |= addresses(one.url_patterns, path)
        else:
            found.add(path)
    return found


def test_every_address_is_listed() -> None:
    assert {one for one in addresses(urlpatterns) if not one.startswith("api/v1/")} == set(ADDRESSES)


@pytest.mark.parametrize(("address", "status"), ADDRESSES.items())
def test_what_a_stranger_gets(browser: Client, built: Path, site: Site, address: str, status: int) -> None:
    path = "/" + address.replace("<str:token>", "x" * 43).replace("<str:key>", "nowhere").replace("<path:path>", "a/b")
    response = browser.get(path)
    assert response.status_code == status
    assert browser.post(path).status_code in {200, 302, 403, 405, 410}
