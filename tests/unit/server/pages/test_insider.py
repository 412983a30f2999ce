"""The page behind an insider's link: the same for everybody, because what opens the conversation never comes here."""

from pathlib import Path

from django.test import Client

from server.pages.headers import app_policy
from server.sites.models import Site


def test_the_page_is_for_nobody_in_particular_and_in_nobodys_frame(browser: Client, built: Path, site: Site) -> None:
    response = browser.get("/with")
    assert response.text == (built / "insider/index.html").read_text()
    assert response["Content-Security-Policy"] == app_policy([])
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies


def test_it_takes_nothing(browser: Client, built: Path, site: Site) -> None:
    assert browser.post("/with").status_code == 405


def test_it_says_where_it_is_not_built(browser: Client, built: Path, site: Site) -> None:
    (built / "insider/index.html").unlink()
    assert browser.get("/with").status_code == 503


def test_the_real_page_names_no_code_but_our_own(root: Path) -> None:
    page = (root / "frontend/src/insider/index.html").read_text()
    assert "<style" not in page
    assert page.count("<script") == 1
