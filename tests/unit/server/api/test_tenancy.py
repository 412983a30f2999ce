"""Who may do what, for every route there is: a route that is not listed here fails the test."""

from typing import Any

import pytest

from server.api.app import api
from tests.unit.server.api.conftest import House, lived_in
from tests.unit.server.api.routes import ROUTES, WHO


def together(method: str, statuses: tuple[int, ...]) -> list[tuple[str, ...]]:
    """Who may ask one house after another: whoever is refused, or only reads, leaves it as it is."""
    allowed = tuple(who for who, status in zip(WHO, statuses, strict=True) if status < 400)
    refused = tuple(who for who in WHO if who not in allowed)
    groups = [refused, allowed] if method == "GET" else [refused, *((who,) for who in allowed)]
    return [group for group in groups if group]


CASES = [
    pytest.param(method, path, group, id=f"{', '.join(group)}: {method} {path}")
    for (method, path), (_, statuses) in ROUTES.items()
    for group in together(method, statuses)
]


@pytest.fixture
def house(house: House) -> House:
    return lived_in(house)


def test_every_route_is_listed() -> None:
    found = {
        (method.upper(), path.removeprefix("/api/v1/"))
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method in methods
    }
    assert found == set(ROUTES)


@pytest.mark.parametrize(("method", "path", "group"), CASES)
def test_everybody_gets_what_is_theirs(house: House, method: str, path: str, group: tuple[str, ...]) -> None:
    body, statuses = ROUTES[method, path]
    for who in group:
        response = house.callers[who].ask(method, house.path(path), house.named(body))
        assert response.status_code == statuses[WHO.index(who)], (who, response.content)
        if response.status_code >= 400:
            assert response["Content-Type"] == "application/problem+json"
            assert set(response.json()) == {"type", "title", "status", "detail", "field"}


@pytest.mark.parametrize(
    ("method", "path"), [one for one in ROUTES if "{key}" in one[1] and not one[1].endswith("seen")]
)
def test_foreign_looks_like_nonexistent(house: House, method: str, path: str) -> None:
    body, _ = ROUTES[method, path]
    stranger = house.callers["stranger"]
    body = house.named(body)
    foreign = stranger.ask(method, house.path(path), body)
    names = {"agent": "nobody", "invite": "nothing", "team": "nothing", "visitor": "nobody"}
    names |= {"conversation": "nothing", "insider": "nobody"}
    nonexistent = stranger.ask(method, path.format(key="nowhere", **names), body)
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
    assert stranger.ask("PATCH", f"sites/{key}/teams/{house.team}", {"name": "Mine"}).status_code == 404
    assert stranger.ask("DELETE", f"sites/{key}/teams/{house.team}").status_code == 404
    assert stranger.ask("PATCH", f"sites/{key}/visitors/{house.visitor}", {"priority": 2}).status_code == 404
    talk = f"sites/{key}/conversations/{house.conversation}/insiders"
    assert stranger.ask("GET", talk).status_code == 404
    assert stranger.ask("POST", talk, {"name": "Rui", "why": "", "hours": 24}).status_code == 404
    assert stranger.ask("DELETE", f"{talk}/{house.insider}").status_code == 404
    for body, field in (
        ({"from": house.staff["agent"].id, "to": house.staff["stranger"].id}, "from"),
        ({"from": house.staff["stranger"].id, "to": house.staff["agent"].id}, "to"),
    ):
        refused = stranger.ask("POST", f"sites/{key}/roster/move", body)
        assert (refused.status_code, refused.json()["field"]) == (422, field)


MEMBER = "sites/{key}/team/{agent}"


@pytest.mark.parametrize(
    ("body", "who", "status"),
    [
        ({"languages": ["pt"]}, "agent", 200),
        ({"hours": []}, "agent", 200),
        ({"teams": []}, "agent", 403),
        ({"languages": ["pt"], "teams": []}, "agent", 403),
        ({"languages": ["pt"], "role": "owner"}, "agent", 403),
        ({"languages": ["pt"], "hours": [], "teams": ["{team}"]}, "lead", 200),
        ({"languages": ["pt"], "role": "lead"}, "lead", 403),
        ({"languages": ["pt"], "active": False}, "lead", 403),
        ({"languages": ["pt"], "teams": ["{team}"], "role": "lead"}, "owner", 200),
        ({"languages": ["pt"]}, "stranger", 404),
        ({"languages": ["pt"]}, "nobody", 401),
    ],
)
def test_who_may_settle_what_an_agent_can_serve(house: House, body: Any, who: str, status: int) -> None:
    response = house.callers[who].ask("PATCH", house.path(MEMBER), house.named(body))
    assert response.status_code == status, response.content


def test_an_agent_settles_nothing_for_a_colleague(house: House) -> None:
    path = f"sites/{house.site.key}/team/{house.staff['lead'].id}"
    assert house.callers["agent"].ask("PATCH", path, {"languages": ["pt"]}).status_code == 403
    assert house.callers["agent"].ask("PATCH", path, {}).status_code == 403
