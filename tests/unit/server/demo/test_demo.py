"""The demo: made once, kept as it was left, and a shop with the very tag an owner would paste."""

import pytest
from django.conf import settings as live_settings
from django.test import Client
from pytest_django import Settings

from server.demo.setting import OWNER_EMAIL, SITE_KEY, ensure_demo, shop_origin
from server.people import doorkeys, team
from server.people.models import User
from server.sites import actions, queries
from server.sites.models import Site

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def fresh() -> None:
    queries.forget()


def token(link: str) -> str:
    return link.rpartition("/")[2]


def test_it_is_made_once_and_each_time_has_a_fresh_link() -> None:
    first, second = ensure_demo(), ensure_demo()
    assert (Site.objects.count(), User.objects.count()) == (1, 1)
    assert first.link != second.link
    assert doorkeys.use(token(second.link)).email == OWNER_EMAIL
    site = queries.by_key(SITE_KEY)
    assert site
    assert [(one.name, one.role) for one in team.members(site.id)] == [("Ana Reyes", "owner")]
    assert site.origins == ("http://127.0.0.1:8000",)


def test_what_its_owner_changed_stays(settings: Settings) -> None:
    ensure_demo()
    site = queries.by_key(SITE_KEY)
    assert site
    actions.change(site.id, name="My Bikes", origins=["https://example.com"])
    settings.PUBLIC_URL = "http://localhost:9000"
    ensure_demo()
    again = queries.by_key(SITE_KEY)
    assert again
    assert again.name == "My Bikes"
    assert again.origins == ("https://example.com", "http://127.0.0.1:9000")


def test_the_shop_stands_on_another_site_than_the_server() -> None:
    assert shop_origin() == "http://127.0.0.1:8000"
    assert live_settings.PUBLIC_URL == "http://localhost:8000"


def test_the_shop_carries_the_tag_and_lets_it_be_known_where_it_stands(client: Client, settings: Settings) -> None:
    settings.DEMO = True
    response = client.get("/", headers={"host": "127.0.0.1:8000"})
    assert (
        '<script async src="http://localhost:8000/bluephone.js" data-site="fernhill" data-fact-order="20418, Ridgeline 3">'
        "</script>"
    ) in response.text
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "frame-src http://localhost:8000;" in response["Content-Security-Policy"]
