"""An owner's first minute at the terminal, and what bad words are told."""

import io
import re

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.db import OperationalError

from server.cli import database, retrying
from server.people import doorkeys, invites, team, users
from server.people.models import User
from server.sites import actions, queries
from server.sites.models import Site
from tests.unit.server.cli.conftest import Run


def token(text: str, kind: str) -> str:
    found = re.search(rf"{settings.PUBLIC_URL}/{kind}/(\S+)", text)
    assert found, text
    return found[1]


def test_making_a_site_prints_its_tag_and_its_owners_invite(run: Run) -> None:
    said = run("site", "create", "Hill & Dale", "--origin", "example.com", "--origin", "https://www.example.com/shop")
    assert (said.status, said.err) == (0, "")
    site = Site.objects.get()
    assert queries.tag(site.key, settings.PUBLIC_URL) in said.out
    assert site.origins == ["https://example.com", "https://www.example.com"]
    assert invites.invite_of(token(said.out, "join")).role == "owner"
    assert site.key in run("site", "list").out


def test_without_a_site_the_list_says_how_to_make_one(run: Run) -> None:
    assert "bluephone site create" in run("site", "list").out


def test_inviting_an_agent_prints_a_link(run: Run) -> None:
    site = actions.create("Hill", [])
    said = run("agent", "invite", "--site", site.key, "--name", "Tom Baker", "--role", "lead")
    invite = invites.invite_of(token(said.out, "join"))
    assert (invite.name, invite.role, invite.site_key) == ("Tom Baker", "lead", site.key)


def test_an_owner_is_made_without_mail_or_password(run: Run) -> None:
    site = actions.create("Hill", [])
    said = run("owner", "create", "Ana.Reyes@example.com", "--site", site.key)
    assert doorkeys.key_of(token(said.out, "console/enter")).email == "ana.reyes@example.com"
    assert [(one.name, one.role) for one in team.members(site.id)] == [("Ana Reyes", "owner")]
    assert "ana.reyes@example.com  owner" in run("agent", "list").out
    assert run("owner", "create", "ana.reyes@example.com", "--site", site.key).status == 0
    assert User.objects.count() == 1


def owned(run: Run) -> Site:
    """A site with its owner, Ana."""
    site = actions.create("Hill", [])
    assert run("owner", "create", "ana@example.com", "--site", site.key, "--name", "Ana").status == 0
    return Site.objects.get()


def test_a_team_is_made_and_gets_people(run: Run) -> None:
    site = owned(run)
    assert "everybody answers everything" in run("team", "list", "--site", site.key).out
    said = run("team", "add", "Billing", "--site", site.key)
    assert (said.status, said.err) == (0, "")
    assert "Billing: nobody yet" in said.out
    assert 'data-team="Billing"' in said.out
    assert "Billing: Ana" in run("team", "add", "billing", "--site", site.key, "--member", "ANA@example.com").out
    assert run("team", "list", "--site", site.key).out == "Billing: Ana\n"
    assert run("team", "remove", "BILLING", "--site", site.key).status == 0
    assert queries.teams(site.id) == []


def test_languages_are_said_and_taken_back(run: Run) -> None:
    site = owned(run)
    said = run("agent", "languages", "ana@example.com", "--site", site.key, "PT-br", "en")
    assert (said.status, said.out) == (0, "Ana answers in en, pt on Hill.\n")
    assert team.members(site.id)[0].languages == ("en", "pt")
    assert "any language" in run("agent", "languages", "ana@example.com", "--site", site.key, "any").out
    assert team.members(site.id)[0].languages == ()


def test_the_rules_of_a_site_are_shown_and_changed(run: Run) -> None:
    site = owned(run)
    assert re.search(r"mode +connect\n +ring +20 s", run("site", "rules", site.key).out)
    said = run("site", "rules", site.key, "--mode", "ring", "--ring", "45", "--zone", "Europe/Lisbon")
    assert re.search(r"mode +ring\n +ring +45 s\n +overflow +30 s\n +zone +Europe/Lisbon", said.out)


def test_another_sign_in_link(run: Run) -> None:
    users.ensure("ana@example.com", "Ana")
    said = run("agent", "link", "ANA@example.com")
    assert doorkeys.use(token(said.out, "console/enter")).name == "Ana"


def test_a_link_that_could_not_work_is_not_made(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    users.ensure("ana@example.com", "Ana")
    monkeypatch.setattr(settings, "PUBLIC_URL", "https://chat.example.com")
    said = run("agent", "link", "ana@example.com")
    assert "/console/enter/" not in said.out
    assert "bluephone agent password ana@example.com" in said.out


def test_a_new_password_is_read_from_stdin(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    users.ensure("ana@example.com", "Ana")
    monkeypatch.setattr("sys.stdin", io.StringIO("a long and quiet road\n"))
    assert run("agent", "password", "ana@example.com").status == 0
    assert authenticate(username="ana@example.com", password="a long and quiet road")
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    said = run("agent", "password", "ana@example.com")
    assert said.status == 2
    assert "too short" in said.err


def test_migrating_twice_is_harmless(run: Run) -> None:
    assert run("migrate").status == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["site", "create", "  "], "The name is empty"),
        (["site", "create", "Hill", "--origin", "ftp://a"], "https://example.com"),
        (["agent", "invite", "--site", "nowhere", "--name", "Tom"], "There is no site 'nowhere'"),
        (["agent", "invite", "--site", "{key}", "--name", " "], "--name"),
        (["agent", "invite", "--site", "{key}", "--name", "Tom", "--role", "king"], "invalid choice"),
        (["agent", "link", "nobody@example.com"], "Nobody has an account"),
        (["owner", "create", "no address", "--site", "{key}"], "valid email"),
        (["agent", "list", "--site", "nowhere"], "There is no site"),
        (["team", "add", " ", "--site", "{key}"], "name"),
        (["team", "add", "Billing", "--site", "{key}", "--member", "no@example.com"], "Nobody answers on Hill"),
        (["team", "add", "Billing", "--site", "nowhere"], "There is no site"),
        (["team", "remove", "Billing", "--site", "{key}"], "no team 'Billing'"),
        (["agent", "languages", "no@example.com", "--site", "{key}", "en"], "Nobody answers on Hill"),
        (["site", "rules", "{key}", "--ring", "1"], "5 to 120"),
        (["site", "rules", "{key}", "--zone", "Mars/Olympus"], "Europe/Lisbon"),
        (["site", "rules", "{key}", "--mode", "shout"], "invalid choice"),
        (["dance"], "invalid choice"),
        ([], "required"),
        (["serve", "--workers", "0"], "--workers"),
        (["serve", "--port", "65536"], "--port"),
        (["demo", "--port", "-1"], "--port"),
    ],
)
def test_bad_input_is_explained_and_changes_nothing(run: Run, words: list[str], told: str) -> None:
    site = actions.create("Hill", [])
    said = run(*[word.format(key=site.key) for word in words])
    assert said.status == 2
    assert told in said.err
    assert "Traceback" not in said.err
    assert (Site.objects.count(), User.objects.count()) == (1, 0)
    assert queries.teams(site.id) == []
    assert invites.invites(site.id) == []


def test_a_language_that_is_none_is_explained(run: Run) -> None:
    site = owned(run)
    said = run("agent", "languages", "ana@example.com", "--site", site.key, "klingon")
    assert said.status == 2
    assert "Write it like en or pt" in said.err


def test_a_database_that_is_not_set_up_says_what_to_run(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "is_ready", lambda: False)
    said = run("site", "list")
    assert said.status == 1
    assert "bluephone migrate" in said.err


def test_a_locked_database_is_tried_again(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []

    def locked_at_first() -> list[object]:
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError("database is locked")
        return []

    monkeypatch.setattr(retrying, "PAUSE_S", 0)
    monkeypatch.setattr(queries, "everywhere", locked_at_first)
    assert run("site", "list").status == 0
    assert len(tries) == 3
