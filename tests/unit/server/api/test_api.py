"""The API's own words: what it returns, what it refuses, and how it says so."""

from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client

from server.leaving import actions as leaving
from server.people import actions as people
from server.people import invites, team
from server.people.models import Agent, User
from server.sites import actions as sites
from server.sites import queries
from tests.unit.server.api.conftest import HOST, House


def owner(house: House, method: str, path: str, body: Any = None, status: int = 200) -> Any:
    response = house.callers["owner"].ask(method, path.format(key=house.site.key), body)
    assert response.status_code == status, response.content
    return response.json() if response.content else None


def test_me_and_my_sites(house: House) -> None:
    me = owner(house, "GET", "me")
    assert me["user"]["name"] == "Owner"
    assert me["sites"] == [
        {"key": house.site.key, "name": house.site.name, "role": "owner", "agent": house.staff["owner"].id}
    ]
    assert owner(house, "PATCH", "me", {"name": "  Ana Reyes "})["user"]["name"] == "Ana Reyes"
    assert Agent.objects.get(id=house.staff["owner"].id).name == "Ana Reyes"


def test_signing_out_ends_the_session(house: House) -> None:
    owner(house, "POST", "sign-out", status=204)
    assert house.callers["owner"].ask("GET", "me").status_code == 401


def test_a_site_shows_its_tag_and_where_it_was_seen(house: House) -> None:
    facts = queries.by_key(house.site.key)
    assert facts
    sites.note_sighting(facts, "https://elsewhere.example", None)
    shown = owner(house, "GET", "sites/{key}")
    assert (
        shown["tag"] == f'<script async src="{settings.PUBLIC_URL}/bluephone.js" data-site="{house.site.key}"></script>'
    )
    assert shown["talk_url"] == f"{settings.PUBLIC_URL}/talk/{house.site.key}"
    (seen,) = shown["sightings"]
    assert (seen["origin"], seen["problem"]) == ("https://elsewhere.example", "origin_not_allowed")
    assert 0 <= shown["now"] - seen["at"] < 60_000


def test_a_site_is_changed_field_by_field(house: House) -> None:
    assert owner(house, "PATCH", "sites/{key}", {"greeting": "Hello"})["greeting"] == "Hello"
    changed = owner(house, "PATCH", "sites/{key}", {"origins": ["Example.com"], "hue": 25, "chroma": 0.1})
    assert (changed["origins"], changed["hue"], changed["greeting"]) == (["https://example.com"], 25, "Hello")


@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        ("PATCH", "sites/{key}", {"name": "  "}, "name"),
        ("PATCH", "sites/{key}", {"origins": ["https://ok.example", "ftp://no"]}, "origins"),
        ("PATCH", "sites/{key}", {"hue": "blue"}, "hue"),
        ("PATCH", "sites/{key}", {"chroma": 0.5}, "chroma"),
        ("PATCH", "sites/{key}", {"key": "mine"}, "key"),
        ("PATCH", "sites/{key}", {"greeting": "a\0b"}, "greeting"),
        ("PATCH", "sites/{key}", {"greeting": "half \ud83d"}, "greeting"),
        ("PATCH", "sites/{key}", {"origins": ["https://\ud83d.example"]}, "origins"),
        ("POST", "sites", {"name": "half \ud83d"}, "name"),
        ("PATCH", "me", {"name": "a\0b"}, "name"),
        ("PATCH", "me", {"name": "half \ud83d"}, "name"),
        ("PATCH", "me", {"name": "x" * 101}, "name"),
        ("PATCH", "me", {"email": "x@example.com", "name": "Ana"}, "email"),
        ("POST", "sites/{key}/invites", {"name": "Tom", "role": "king"}, "role"),
        ("POST", "sites/{key}/invites", {"role": "agent"}, "name"),
    ],
)
def test_what_is_wrong_is_told_by_field(house: House, method: str, path: str, body: Any, field: str) -> None:
    problem = owner(house, method, path, body, status=422)
    assert problem["field"] == field
    assert problem["detail"]


@pytest.mark.parametrize("body", ["{", "", '"text"', "[1]"])
def test_a_body_that_is_no_object_is_refused(house: House, body: str) -> None:
    caller = house.callers["owner"].client
    response = caller.generic(
        "PATCH", "/api/v1/me", body, content_type="application/json", headers={"X-CSRFToken": "t" * 32}
    )
    assert response.status_code in {400, 422}
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("error", "status"), [(RuntimeError("bug at 10.0.0.5"), 500), (OperationalError("no route to 10.0.0.5"), 503)]
)
def test_a_failure_of_ours_is_a_problem_and_tells_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    def broken(_: object) -> None:
        raise error

    monkeypatch.setattr(team, "memberships", broken)
    response = house.callers["owner"].ask("GET", "me")
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert "10.0.0.5" not in response.text


def test_an_address_without_a_route_is_a_problem_too(house: House) -> None:
    for caller in (house.callers["owner"], house.callers["nobody"]):
        response = caller.ask("GET", "nothing/here")
        assert response.status_code == 404
        assert response["Content-Type"] == "application/problem+json"


def test_a_new_site_belongs_to_who_made_it(house: House) -> None:
    made = owner(house, "POST", "sites", {"name": "Second", "origins": ["https://two.example"]})
    assert {site["name"]: site["role"] for site in owner(house, "GET", "me")["sites"]} == {
        house.site.name: "owner",
        "Second": "owner",
    }
    assert made["origins"] == ["https://two.example"]


def test_the_team_and_its_last_owner(house: House) -> None:
    listed = {one["name"]: one for one in owner(house, "GET", "sites/{key}/team")}
    assert listed["Owner"]["role"] == "owner"
    assert listed["Former"]["active"] is False
    # "Gone" is an owner too, but their account is switched off, so they could change nothing.
    refused = owner(house, "PATCH", f"sites/{{key}}/team/{house.staff['owner'].id}", {"role": "agent"}, status=409)
    assert "owner" in refused["detail"]


def test_an_invite_shows_its_link_once(house: House) -> None:
    made = owner(house, "POST", "sites/{key}/invites", {"name": "Tom", "role": "lead"})
    token = made["url"].removeprefix(f"{settings.PUBLIC_URL}/join/")
    assert invites.invite_of(token).name == "Tom"
    listed = owner(house, "GET", "sites/{key}/invites")
    assert made["id"] in [one["id"] for one in listed]
    assert all("url" not in one for one in listed)
    owner(house, "DELETE", f"sites/{{key}}/invites/{made['id']}", status=204)
    owner(house, "DELETE", f"sites/{{key}}/invites/{made['id']}", status=404)


def test_departures_are_told_literally(house: House) -> None:
    visitor, _ = people.welcome_visitor(house.site.id, None, None, (), None, None, None)
    left = leaving.leave(visitor.id, "click-0001")
    leaving.why(visitor.id, left.id, "why-0001", "broken", "<script>alert(1)</script>")
    found = owner(house, "GET", "sites/{key}/departures")
    assert found == {
        "departures": [
            {
                "id": left.id,
                "number": left.number,
                "at": left.at,
                "visitor": {"id": visitor.id, "name": visitor.name},
                "conversation": None,
                "reason": "broken",
                "words": "<script>alert(1)</script>",
            }
        ],
        "more": False,
    }
    assert owner(house, "GET", f"sites/{{key}}/departures?before={left.at}")["departures"] == []
    owner(house, "GET", "sites/{key}/departures?before=-1", status=422)
    owner(house, "GET", "sites/{key}/departures?before=253402300799999")
    owner(house, "GET", "sites/{key}/departures?before=9007199254740991", status=422)


def say_seen(house: House, body: str, **headers: str) -> Any:
    path = f"/api/v1/sites/{house.site.key}/seen"
    return Client(headers={"host": HOST}).generic("POST", path, body, content_type="text/plain", headers=headers)


def test_a_loader_that_is_not_allowed_says_where_it_stands(house: House) -> None:
    body = '{"origin": "https://claimed.example", "problem": "framing_refused"}'
    assert say_seen(house, body, Origin="https://true.example").status_code == 204
    assert say_seen(house, body).status_code == 204
    found = {one.origin: one.problem for one in queries.sightings(house.site.id)}
    assert found == {"https://true.example": "origin_not_allowed", "https://claimed.example": "origin_not_allowed"}


def test_a_loader_that_shouts_is_told_to_wait(house: House) -> None:
    body = '{"origin": "https://a.example", "problem": null}'
    statuses = [say_seen(house, body).status_code for _ in range(70)]
    assert 429 in statuses
    assert statuses[0] == 204


def test_nonsense_about_a_tag_is_refused(house: House) -> None:
    for body in ('{"origin": "nonsense", "problem": null}', '{"origin": "https://a.example", "problem": "bored"}', "{"):
        assert say_seen(house, body).status_code in {400, 422}
    unknown = Client(headers={"host": HOST}).post(
        "/api/v1/sites/nowhere/seen", '{"origin": "https://a.example", "problem": null}', content_type="text/plain"
    )
    assert unknown.status_code == 404


def test_the_api_documents_itself_without_asking_anybody_else(house: House) -> None:
    client = Client(headers={"host": HOST})
    assert client.get("/api/v1/openapi.json").json()["info"]["title"] == "Blue Phone"
    page = client.get("/api/v1/docs")
    assert b"http" not in page.content.replace(b"http-equiv", b"")
    assert "'unsafe-eval'" not in page["Content-Security-Policy"]


def test_a_session_of_who_was_switched_off_is_worth_nothing(house: House) -> None:
    assert house.callers["owner"].ask("GET", "me").status_code == 200
    User.objects.filter(agents__id=house.staff["owner"].id).update(is_active=False)
    assert house.callers["owner"].ask("GET", "me").status_code == 401
