"""What every answer carries, whatever it is; and pages that live at PUBLIC_URL alone."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from server.log import without_tokens
from server.pages.headers import PLAIN
from server.sites.models import Site

STATIC = Path(__file__).parents[4] / "server/pages/static/pages"


@pytest.mark.parametrize(
    "path",
    ["/", "/nowhere", "/account/login/", "/join/x", "/health/live", "/api/v1/me", "/static/pages/page.css",
     "/static/pages/mark.svg"],
)  # fmt: skip
def test_everything_is_harmless_in_a_frame_and_runs_no_script(browser: Client, site: Site, path: str) -> None:
    response = browser.get(path)
    assert response["Content-Security-Policy"] == PLAIN
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    response.close()


@pytest.mark.parametrize("path", ["/console/a?b=c", "/account/login/", "/panel/x", "/talk/x", "/join/x", "/with"])
def test_pages_with_a_cookie_or_a_socket_are_sent_to_public_url(site: Site, path: str) -> None:
    response = Client(headers={"host": "127.0.0.1:8000"}).get(path)
    assert (response.status_code, response["Location"]) == (302, settings.PUBLIC_URL + path)


def test_the_rest_stays_where_it_is_asked_for(site: Site) -> None:
    client = Client(headers={"host": "127.0.0.1:8000"})
    assert client.get("/health/live").status_code == 200
    assert client.get("/bluephone.js").status_code in {200, 503}


def test_a_proxy_that_passes_its_own_name_is_not_sent_in_circles(site: Site) -> None:
    client = Client(headers={"host": "127.0.0.1:8000", "x-forwarded-for": "203.0.113.7"})
    assert client.get("/account/login/").status_code == 200


def test_a_name_that_is_not_ours_is_refused(site: Site) -> None:
    refused = Client(headers={"host": "evil.example"}).get("/account/login/")
    assert refused.status_code == 400
    assert "PUBLIC_URL" in refused.text, "whoever set it up wrongly learns what to set"


@pytest.mark.parametrize(
    "path", ["/panel/%00", "/join/a%00b", "/console/%00", "/api/v1/sites/%00", "/account/login/?next=%00"]
)
def test_nul_leads_nowhere(browser: Client, site: Site, path: str) -> None:
    assert browser.get(path).status_code == 404


def test_without_the_demo_the_first_page_is_the_console(browser: Client, site: Site) -> None:
    assert browser.get("/")["Location"] == "/console/"


def test_the_look_is_the_widgets(root: Path) -> None:
    assert (STATIC / "tokens.css").read_text() == (root / "widget/src/paper/tokens.css").read_text()


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Bad Gateway: /join/abc-DEF_1?x=1", "Bad Gateway: /join/…?x=1"),
        ("Internal Server Error: /console/enter/abc", "Internal Server Error: /console/enter/…"),
        ("started", "started"),
    ],
)
def test_links_that_let_somebody_in_are_not_logged(said: str, kept: str) -> None:
    assert without_tokens(None, "error", {"event": said}) == {"event": kept}
