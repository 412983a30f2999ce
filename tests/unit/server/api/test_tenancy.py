"""Who may do what, for every route there is: a route that is not listed here fails the test."""

from typing import Any

import pytest

from server.api.app import api
from tests.unit.server.api.conftest import House

WHO = ("nobody", "switched off", "off the team", "stranger", "agent", "lead", "owner")
Row = tuple[Any, tuple[int, ...]]

SIGNED = (401, 401, 200, 200, 200, 200, 200)
TEAM = (401, 401, 404, 404, 200, 200, 200)
OWNER = (401, 401, 404, 404, 403, 403, 200)

ROUTES: dict[tuple[str, str], Row] = {
    ("GET", "me"): (None, SIGNED),
    ("PATCH", "me"): ({"name": "Another Name"}, SIGNED),
    ("POST", "sign-out"): (None, (401, 401, 204, 204, 204, 204, 204)),
    ("POST", "sites"): ({"name": "New", "origins": []}, (401, 401, 403, 200, 403, 403, 200)),
    ("GET", "sites/{key}"): (None, TEAM),
    ("PATCH", "sites/{key}"): ({"name": "Renamed"}, OWNER),
    ("GET", "sites/{key}/team"): (None, TEAM),
    ("PATCH", "sites/{key}/team/{agent}"): ({"role": "lead"}, OWNER),
    ("GET", "sites/{key}/invites"): (None, OWNER),
    ("POST", "sites/{key}/invites"): ({"name": "Tom", "role": "agent"}, OWNER),
    ("DELETE", "sites/{key}/invites/{invite}"): (None, (401, 401, 404, 404, 403, 403, 204)),
    ("GET", "sites/{key}/departures"): (None, TEAM),
    ("POST", "sites/{key}/seen"): ({"origin": "https://example.com", "problem": None}, (204,) * 7),
}
CASES = [
    pytest.param(method, path, body, who, status, id=f"{who}: {method} {path}")
    for (method, path), (body, statuses) in ROUTES.items()
    for who, status in zip(WHO, statuses, strict=True)
]


def test_every_route_is_listed() -> None:
    found = {
        (method.upper(), path.removeprefix("/api/v1/"))
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method in methods
    }
    assert found == set(ROUTES)


@pytest.mark.parametrize(("method", "path", "body", "who", "status"), CASES)
def test_everybody_gets_what_is_theirs(house: House, method: str, path: str, body: Any, who: str, status: int) -> None:
    response = house.callers[who].ask(method, house.path(path), body)
    assert response.status_code == status, response.content
    if status >= 400:
        assert response["Content-Type"] == "application/problem+json"
        assert set(response.json()) == {"type", "title", "status", "detail", "field"}


@pytest.mark.parametrize(
    ("method", "path"), [one for one in ROUTES if "{key}" in one[1] and not one[1].endswith("seen")]
)
def test_foreign_looks_like_nonexistent(house: House, method: str, path: str) -> None:
    body, _ = ROUTES[method, path]
    stranger = house.callers["stranger"]
    foreign = stranger.ask(method, house.path(path), body)
    nonexistent = stranger.ask(method, path.format(key="nowhere", agent="nobody", invite="nothing"), body)
    assert (foreign.status_code, foreign.content) == (nonexistent.status_code, nonexistent.content)


@pytest.mark.parametrize(("method", "path"), [one for one in ROUTES if one[0] != "GET" and not one[1].endswith("seen")])
def test_no_unsafe_route_without_the_token_that_only_our_pages_know(house: House, method: str, path: str) -> None:
    body, _ = ROUTES[method, path]
    for headers in ({"X-CSRFToken": ""}, {"X-CSRFToken": "f" * 32}, {"Origin": "https://evil.example"}):
        response = house.callers["owner"].ask(method, house.path(path), body, **headers)
        assert response.status_code == 403
        assert "CSRF" in response.json()["detail"]


def test_what_belongs_to_another_site_is_not_reached_by_naming_ones_own(house: House) -> None:
    stranger, key = house.callers["stranger"], house.other.key
    assert stranger.ask("PATCH", f"sites/{key}/team/{house.staff['agent'].id}", {"role": "owner"}).status_code == 404
    assert stranger.ask("DELETE", f"sites/{key}/invites/{house.invite}").status_code == 404
