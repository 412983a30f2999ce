"""The panel's page: for its site's frames alone, with its facts as data and never as markup."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from server.sites import actions
from server.sites.models import Site


def data(text: str) -> Any:
    found = re.search(r'<script type="application/json" id="bluephone">(.*?)</script>', text)
    assert found
    return json.loads(found[1])


def directives(response: Any) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in parts}


def test_the_framed_panel(browser: Client, built: Path, site: Site) -> None:
    response = browser.get(f"/panel/{site.key}")
    assert data(response.text) == {
        "site": {"key": site.key, "name": site.name, "greeting": site.greeting, "hue": 256, "chroma": 0.175},
        "origins": ["http://127.0.0.1:8000"],
        "hosted": False,
    }
    policy = directives(response)
    assert policy["frame-ancestors"] == "http://127.0.0.1:8000"
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["connect-src"] == "'self' ws://localhost:8000"
    assert policy["require-trusted-types-for"] == "'script'"
    assert "X-Frame-Options" not in response


def test_the_hosted_page_is_framed_by_nobody(browser: Client, built: Path, site: Site) -> None:
    response = browser.get(f"/talk/{site.key}")
    assert data(response.text)["hosted"] is True
    assert data(response.text)["origins"] == []
    assert directives(response)["frame-ancestors"] == "'none'"


def test_without_an_origin_nobody_frames_it(browser: Client, built: Path, site: Site) -> None:
    actions.change(site.id, origins=[])
    assert directives(browser.get(f"/panel/{site.key}"))["frame-ancestors"] == "'none'"


@pytest.mark.parametrize("name", ["</script><script>alert(1)</script>", "<!--", "{{7*7}}", "a & b", "\u2028"])
def test_a_name_comes_out_literally_and_never_as_markup(browser: Client, built: Path, site: Site, name: str) -> None:
    actions.change(site.id, name=f"x{name}x")
    text = browser.get(f"/panel/{site.key}").text
    assert data(text)["site"]["name"] == " ".join(f"x{name}x".split())
    assert "<script>" not in text


@pytest.mark.parametrize("path", ["/panel/nowhere", "/talk/nowhere", "/panel/%00", "/talk/..%2f"])
def test_an_unknown_key_gets_an_honest_page(browser: Client, built: Path, site: Site, path: str) -> None:
    response = browser.get(path)
    assert response.status_code == 404
    assert "script" not in directives(response)
    assert b"<script" not in response.content


def test_a_missing_build_says_what_to_run(browser: Client, built: Path, site: Site) -> None:
    (built / "panel/index.html").unlink()
    response = browser.get(f"/panel/{site.key}")
    assert response.status_code == 503
    assert "make build" in response.text
