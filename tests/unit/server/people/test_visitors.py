"""Visitors: newcomers get a token, and are known again by it, on their own site alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from server.ids import hash_token
from server.people import actions, queries
from server.people.models import Visitor
from server.people.names import label
from server.people.visitors import TOKEN_LIFE
from server.sites import actions as sites_actions
from server.sites import queries as sites
from server.sites import teams
from server.sites.models import Site
from server.wire.nouns import Page, Told
from tests.unit.server.conftest import make_site

PAGE = Page(url="https://example.com/a", title="A")
ORDER = Told(name="order", value="20418")


def newcomer(site: Site, page: Page | None = None, told: tuple[Told, ...] = ()) -> tuple[str, str]:
    facts, token = actions.welcome_visitor(site.id, None, page, told, "en", "Europe/Lisbon", None)
    assert token
    return facts.id, token


def test_a_newcomer_gets_a_token_of_which_only_the_hash_is_kept(site: Site) -> None:
    visitor_id, token = newcomer(site)
    row = Visitor.objects.get(id=visitor_id)
    assert row.token_hash == hash_token(token)
    assert token not in str(row.__dict__)


def test_the_token_brings_the_same_visitor_back_and_no_second_token(site: Site) -> None:
    visitor_id, token = newcomer(site, PAGE, (ORDER,))
    facts, again = actions.welcome_visitor(site.id, token, None, (), None, None, None)
    assert (facts.id, again) == (visitor_id, None)
    assert (facts.page, facts.told, facts.language, facts.zone) == (PAGE, (ORDER,), "en", "Europe/Lisbon")


def test_what_they_tell_now_replaces_what_was_known(site: Site) -> None:
    _, token = newcomer(site, PAGE, (ORDER,))
    other = Page(url="https://example.com/b", title="B")
    told = (Told(name="plan", value="gold"),)
    actions.welcome_visitor(site.id, token, other, told, "fr", None, None)
    facts, _ = actions.welcome_visitor(site.id, token, None, (), None, None, None)
    assert (facts.page, facts.told, facts.language, facts.zone) == (other, told, "fr", "Europe/Lisbon")


def test_a_panel_that_says_hello_was_not_refused_its_frame(site: Site) -> None:
    facts = sites.by_key(site.key)
    assert facts
    sites_actions.note_sighting(facts, site.origins[0], "framing_refused")
    newcomer(site, Page(url=f"{site.origins[0]}/bikes", title="Bikes"))
    assert [one.problem for one in sites.sightings(site.id)] == [None]


@pytest.mark.parametrize("token", ["", "0", "null", "x" * 43])
def test_a_token_nobody_has_is_unknown(site: Site, token: str) -> None:
    with pytest.raises(actions.UnknownToken):
        actions.welcome_visitor(site.id, token, None, (), None, None, None)


def test_a_token_opens_nothing_on_another_site(site: Site) -> None:
    _, token = newcomer(site)
    with pytest.raises(actions.UnknownToken):
        actions.welcome_visitor(make_site("Other").id, token, None, (), None, None, None)


def test_a_stored_hash_is_no_token(site: Site) -> None:
    _, token = newcomer(site)
    with pytest.raises(actions.UnknownToken):
        actions.welcome_visitor(site.id, hash_token(token), None, (), None, None, None)


def test_a_token_expires_after_half_a_year_away_and_coming_back_renews_it(site: Site) -> None:
    visitor_id, token = newcomer(site)
    row = Visitor.objects.filter(id=visitor_id)
    row.update(token_expires_at=timezone.now() + timedelta(days=2))
    actions.welcome_visitor(site.id, token, None, (), None, None, None)
    assert row.get().token_expires_at > timezone.now() + TOKEN_LIFE - timedelta(minutes=1)
    row.update(token_expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(actions.ExpiredToken):
        actions.welcome_visitor(site.id, token, None, (), None, None, None)


def test_a_reconnect_with_nothing_new_writes_nothing(site: Site) -> None:
    visitor_id, token = newcomer(site, PAGE, (ORDER,))
    seen = Visitor.objects.get(id=visitor_id).seen_at
    actions.welcome_visitor(site.id, token, PAGE, (ORDER,), "en", "Europe/Lisbon", None)
    assert Visitor.objects.get(id=visitor_id).seen_at == seen


def test_looking_at_another_page(site: Site) -> None:
    visitor_id, _ = newcomer(site)
    actions.look(visitor_id, PAGE)
    found = queries.visitor(visitor_id)
    assert found
    assert found.page == PAGE
    assert found.card(online=True).page == PAGE
    assert queries.visitor("nobody") is None


def test_the_nameless_have_a_readable_label_that_stays(site: Site) -> None:
    visitor_id, _ = newcomer(site)
    found = queries.visitors([visitor_id, "nobody"])
    assert list(found) == [visitor_id]
    assert found[visitor_id].name == label(visitor_id)
    assert found[visitor_id].nameless
    assert len({label(str(number)) for number in range(500)}) > 400


def test_the_team_is_the_one_that_the_last_page_asked_for(site: Site) -> None:
    billing = teams.create(site.id, "Billing", 0)
    _, token = newcomer(site, PAGE, ())

    def team(asked: str | None) -> str | None:
        return actions.welcome_visitor(site.id, token, None, (), None, None, asked)[0].team

    assert team("billing") == billing.id
    assert team("nonsense") is None
    assert team("BILLING") == billing.id
    assert team(None) is None
    team("Billing")
    teams.delete(site.id, billing.id)
    found = Visitor.objects.get()
    assert found.team_id is None
