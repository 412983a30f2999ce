"""The loader: told what its page may know, and nothing more; the owner learns that it was asked for."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from server.pages import loader
from server.people import actions as people
from server.sites import queries
from server.sites.models import Site
from tests.unit.server.conftest import Staff, make_site

SHOP = "http://127.0.0.1:8000"


def known(browser: Client, referer: str | None) -> Any:
    response = browser.get("/bluephone.js", headers={"referer": referer} if referer else {})
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/javascript")
    assert "Referer" in response["Vary"]
    found = re.match(r"const known = (.*?); const again", response.text)
    assert found
    return json.loads(found[1])


def test_it_knows_the_colour_and_whether_somebody_is_here(browser: Client, built: Path, site: Site, ana: Staff) -> None:
    expected = {"hue": 256, "chroma": 0.175, "here": False}
    assert known(browser, f"{SHOP}/bikes?x=1") == {site.key: expected}
    people.connect(ana.id, "desk", "p", timezone.now())
    assert known(browser, f"{SHOP}/") == {site.key: expected | {"here": True}}


def test_a_page_that_is_not_allowed_or_hides_is_told_nothing(browser: Client, built: Path, site: Site) -> None:
    for referer in (
        None,
        "https://evil.example/",
        "nonsense",
        f"{SHOP}.evil.example/",
        "https://evil\\@127.0.0.1:8000/",
    ):
        assert known(browser, referer) == {}
    assert queries.sightings(site.id) == []


def test_only_the_first_place_is_filled(browser: Client, built: Path, site: Site) -> None:
    response = browser.get("/bluephone.js")
    assert response.text == 'const known = {}; const again = "__SITES__";'


def test_the_owner_reads_where_the_tag_was_seen(browser: Client, built: Path, site: Site) -> None:
    other = make_site("Other")
    known(browser, f"{SHOP}/")
    for one in (site, other):
        (seen,) = queries.sightings(one.id)
        assert (seen.origin, seen.problem) == (SHOP, None)


def test_a_shop_gets_its_script_when_the_database_is_away(
    browser: Client, built: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_: str) -> None:
        raise OperationalError("gone fishing")

    monkeypatch.setattr(queries, "by_origin", away)
    assert known(browser, f"{SHOP}/") == {}


def test_a_shop_gets_its_colour_when_nothing_can_be_written(
    browser: Client, built: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OperationalError("disk full")

    monkeypatch.setattr(loader, "note_sighting", full)
    assert site.key in known(browser, f"{SHOP}/")


def test_a_missing_build_is_said_in_the_console_of_the_browser(browser: Client, built: Path, site: Site) -> None:
    (built / "bluephone.js").unlink()
    response = browser.get("/bluephone.js")
    assert response.status_code == 503
    assert "make build" in response.text


def test_a_new_build_waits_for_a_restart(browser: Client, built: Path, site: Site) -> None:
    """Its parts would not be found: which files there are is looked up at the start."""
    before = browser.get("/bluephone.js").text
    (built / "bluephone.js").write_text("newer, and longer than before")
    assert browser.get("/bluephone.js").text == before
