"""The ways into the console: links that work once, invites, passwords; and nobody else gets in."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from server.people import doorkeys, invites, team, users
from server.people.models import Agent, User
from server.sites.models import Site
from tests.unit.server.conftest import Staff
from tests.unit.server.pages.conftest import HOST

PASSWORD = "a long and quiet road"


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def user(ana: Staff) -> User:
    return Agent.objects.get(id=ana.id).user


def signed_in(browser: Client) -> bool:
    return bool(browser.get("/api/v1/me").status_code == 200)


def link(user: User) -> str:
    return f"/console/enter/{doorkeys.cut(user.id)}"


def test_a_link_asks_first_and_then_signs_in_once(browser: Client, built: Path, user: User) -> None:
    path = link(user)
    for _ in range(2):
        page = browser.get(path)
        assert page.status_code == 200
        assert user.name in page.text
        assert not signed_in(browser)
    entered = browser.post(path)
    assert (entered.status_code, entered["Location"]) == (302, "/console/")
    assert signed_in(browser)
    again = Client(headers={"host": HOST})
    assert again.post(path).status_code == 410
    assert again.get(path).status_code == 410
    assert not signed_in(again)


@pytest.mark.parametrize(
    "headers", [{"REMOTE_ADDR": "203.0.113.7"}, {"headers": {"X-Forwarded-For": "127.0.0.1"}},
                {"headers": {"X-Forwarded-For": "203.0.113.7"}}, {"headers": {"Forwarded": "for=127.0.0.1"}},
                {"headers": {"Via": "1.1 proxy"}}, {"headers": {"Host": "chat.example.com"}}]
)  # fmt: skip
def test_a_link_works_on_the_servers_own_machine_alone(
    browser: Client, built: Path, user: User, headers: dict[str, Any], settings: Settings
) -> None:
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "chat.example.com"]
    path = link(user)
    assert browser.get(path, **headers).status_code == 403
    assert browser.post(path, **headers).status_code == 403
    assert browser.post(path).status_code == 302


def test_a_link_needs_our_own_page_to_be_used(built: Path, user: User) -> None:
    browser = Client(enforce_csrf_checks=True, headers={"host": HOST})
    path = link(user)
    assert browser.post(path).status_code == 403
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.get(path).text)
    assert token
    assert browser.post(path, {"csrfmiddlewaretoken": token[1]}).status_code == 302


def test_a_passwordless_owner_sets_one_and_signs_in_with_it(browser: Client, built: Path, user: User) -> None:
    browser.post(link(user))
    assert browser.get("/account/password/change/")["Location"] == "/account/password/set/"
    set_it = browser.post("/account/password/set/", {"password1": PASSWORD, "password2": PASSWORD})
    assert set_it.status_code == 302
    assert signed_in(browser)
    other = Client(headers={"host": HOST})
    assert sign_in(other, user.email, PASSWORD).status_code == 302
    assert signed_in(other)


def sign_in(browser: Client, email: str, password: str, onward: str = "") -> Any:
    return browser.post("/account/login/", {"login": email, "password": password, "next": onward})


def test_signing_in_with_a_password(browser: Client, built: Path, user: User) -> None:
    users.set_password(user.id, PASSWORD)
    refused = sign_in(browser, user.email, "something else")
    assert "do not go together" in refused.text
    assert not signed_in(browser)
    entered = sign_in(browser, user.email.upper(), PASSWORD, "/console/abc/team")
    assert entered["Location"] == "/console/abc/team"
    assert signed_in(browser)


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere_by_signing_in(browser: Client, built: Path, user: User, onward: str) -> None:
    users.set_password(user.id, PASSWORD)
    assert sign_in(browser, user.email, PASSWORD, onward)["Location"] == "/console/"


def test_an_unknown_address_is_told_the_same_as_a_wrong_password(browser: Client, user: User) -> None:
    def said(email: str) -> str:
        found = re.search(r'<p class="wrong" role="alert">(.*?)</p>', sign_in(browser, email, "x").text)
        assert found
        return found[1]

    users.set_password(user.id, PASSWORD)
    assert said(user.email) == said("nobody@example.com")


def test_guessing_is_slowed_down(browser: Client, user: User) -> None:
    users.set_password(user.id, PASSWORD)
    for _ in range(12):
        last = sign_in(browser, user.email, "a guess")
    assert "Too many tries" in last.text
    sign_in(browser, user.email, PASSWORD)
    assert not signed_in(browser)


def test_who_is_switched_off_stays_outside(browser: Client, user: User) -> None:
    users.set_password(user.id, PASSWORD)
    User.objects.update(is_active=False)
    sign_in(browser, user.email, PASSWORD)
    assert not signed_in(browser)


def test_a_new_password_signs_out_everywhere_else(browser: Client, built: Path, user: User) -> None:
    users.set_password(user.id, PASSWORD)
    other = Client(headers={"host": HOST})
    for one in (browser, other):
        sign_in(one, user.email, PASSWORD)
    changed = {"oldpassword": PASSWORD, "password1": PASSWORD + "s", "password2": PASSWORD + "s"}
    assert browser.post("/account/password/change/", changed).status_code == 302
    assert signed_in(browser)
    assert not signed_in(other)


def test_sessions_are_listed_and_the_others_can_be_ended(browser: Client, built: Path, user: User) -> None:
    users.set_password(user.id, PASSWORD)
    other = Client(headers={"host": HOST, "user-agent": "A browser elsewhere"})
    for one in (browser, other):
        sign_in(one, user.email, PASSWORD)
    page = browser.get("/account/sessions/")
    assert "A browser elsewhere" in page.text
    browser.post("/account/sessions/")
    assert signed_in(browser)
    assert not signed_in(other)


def test_a_newcomer_joins_and_is_at_the_desk(browser: Client, built: Path, site: Site) -> None:
    _, token = invites.invite(site.id, "Tom Baker", "lead", by=None)
    page = browser.get(f"/join/{token}")
    assert 'value="Tom Baker"' in page.text
    form = {"name": "Tom", "email": "Tom@Example.com", "password": PASSWORD}
    joined = browser.post(f"/join/{token}", form)
    assert joined["Location"] == f"/console/{site.key}"
    assert signed_in(browser)
    assert [(one.name, one.email, one.role) for one in team.members(site.id)] == [("Tom", "tom@example.com", "lead")]
    assert Client(headers={"host": HOST}).get(f"/join/{token}").status_code == 410


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"email": "no address"}, "valid email"),
        ({"password": "short"}, "too short"),
        ({"password": "password123"}, "too common"),
        ({"name": ""}, "required"),
    ],
)
def test_what_a_newcomer_gets_wrong_is_said_and_uses_nothing_up(
    browser: Client, site: Site, form: dict[str, str], said: str
) -> None:
    _, token = invites.invite(site.id, "Tom", "agent", by=None)
    whole = {"name": "Tom", "email": "tom@example.com", "password": PASSWORD} | form
    response = browser.post(f"/join/{token}", whole)
    assert response.status_code == 422
    assert said in response.text
    assert PASSWORD not in response.text
    assert invites.invite_of(token)
    assert not User.objects.exists()


def test_an_invite_does_not_take_over_an_account(browser: Client, site: Site, user: User) -> None:
    users.set_password(user.id, PASSWORD)
    _, token = invites.invite(site.id, "x", "owner", by=None)
    response = browser.post(f"/join/{token}", {"name": "x", "email": user.email, "password": PASSWORD + "!"})
    assert "There is an account with this address" in response.text
    assert not signed_in(browser)
    sign_in(browser, user.email, PASSWORD)
    assert user.name in browser.get(f"/join/{token}").text
    assert browser.post(f"/join/{token}").status_code == 302
    assert Agent.objects.get(user=user).role == "owner"


@pytest.mark.parametrize("path", ["/console", "/console/", "/console/fernhill", "/console/a/c/b", "/account/sessions/"])
def test_without_a_session_one_signs_in_and_comes_back(browser: Client, built: Path, site: Site, path: str) -> None:
    response = browser.get(path)
    assert (response.status_code, response["Location"]) == (302, f"/account/login/?next={path}")


def test_the_console_has_its_token_and_the_strictest_policy(browser: Client, built: Path, user: User) -> None:
    browser.post(link(user))
    page = browser.get("/console/fernhill/c/abc")
    assert page.status_code == 200
    assert settings.CSRF_COOKIE_NAME in page.cookies
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["Cache-Control"] == "no-store"


def test_a_console_that_was_never_built_says_so(browser: Client, built: Path, user: User) -> None:
    (built / "console/index.html").unlink()
    browser.post(link(user))
    assert browser.get("/console/").status_code == 503


def test_nobody_signs_up_or_resets_by_mail(browser: Client) -> None:
    for path in ("signup/", "password/reset/", "email/"):
        assert browser.get(f"/account/{path}").status_code == 404
