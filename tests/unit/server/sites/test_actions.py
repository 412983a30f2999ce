"""Sites: made, changed, seen."""

from datetime import timedelta

import pytest
from django.utils import timezone

from server.sites import actions, queries
from server.sites.actions import BadSiteError
from server.sites.models import Sighting, Site

pytestmark = pytest.mark.django_db(transaction=True)
HOME = "https://example.com"


@pytest.fixture(autouse=True)
def fresh() -> None:
    queries.forget()


def test_a_new_site_is_found_by_key_and_by_origin() -> None:
    made = actions.create("  Hill  &  Dale ", ["example.com", "https://example.com/shop"])
    assert made.name == "Hill & Dale"
    assert made.origins == (HOME,)
    assert queries.by_key(made.key) == made
    assert queries.by_origin(HOME) == [made]
    assert queries.by_key("nobody") is None
    assert queries.by_origin("https://elsewhere.example") == []


def test_two_sites_on_one_origin_are_both_found() -> None:
    made = [actions.create(name, [HOME]) for name in ("One", "Two")]
    assert queries.by_origin(HOME) == made


@pytest.mark.parametrize(
    ("name", "origins", "field"),
    [("", [], "name"), ("   ", [], "name"), ("x" * 101, [], "name"), ("a\0b", [], "name"), ("ok", ["ftp://a"], "origins"),
     ("ok", [f"https://a{n}.example" for n in range(51)], "origins")],
)  # fmt: skip
def test_what_a_site_cannot_be_names_the_field(name: str, origins: list[str], field: str) -> None:
    with pytest.raises(BadSiteError) as refused:
        actions.create(name, origins)
    assert refused.value.field == field
    assert not Site.objects.exists()


def test_a_change_leaves_the_rest_and_shows_at_once() -> None:
    made = actions.create("Hill", [HOME])
    assert queries.by_key(made.key) == made
    changed = actions.change(made.id, greeting="Hello", hue=400, chroma=0.1)
    assert (changed.name, changed.greeting, changed.hue, changed.chroma) == ("Hill", "Hello", 40, 0.1)
    assert queries.by_key(made.key) == changed
    assert actions.change(made.id, origins=[]).origins == ()
    assert queries.by_origin(HOME) == []


def test_a_sighting_says_what_is_so_whatever_the_page_claims() -> None:
    site = actions.create("Hill", [HOME])
    actions.note_sighting(site, HOME, None)
    actions.note_sighting(site, "https://elsewhere.example", None)
    actions.note_sighting(site, "https://other.example", "framing_refused")
    found = {one.origin: one.problem for one in queries.sightings(site.id)}
    assert found == {
        HOME: None,
        "https://elsewhere.example": "origin_not_allowed",
        "https://other.example": "origin_not_allowed",
    }


def test_a_refused_frame_is_told_until_a_panel_runs_there() -> None:
    site = actions.create("Hill", [HOME])
    actions.note_sighting(site, HOME, "framing_refused")
    # The next page view fetches the script, which says nothing about the frame.
    actions.note_sighting(site, HOME, None)
    assert [one.problem for one in queries.sightings(site.id)] == ["framing_refused"]
    actions.note_framed(site.id, "https://other.example/a")
    assert [one.problem for one in queries.sightings(site.id)] == ["framing_refused"]
    actions.note_framed(site.id, f"{HOME}/a?b")
    assert [one.problem for one in queries.sightings(site.id)] == [None]


def test_an_allowed_page_that_claims_not_to_be_is_well() -> None:
    site = actions.create("Hill", [HOME])
    actions.note_sighting(site, HOME, "origin_not_allowed")
    assert [one.problem for one in queries.sightings(site.id)] == [None]


def test_a_busy_page_is_written_once_in_a_while() -> None:
    site = actions.create("Hill", [HOME])
    actions.note_sighting(site, HOME, None)
    long_ago = timezone.now() - timedelta(hours=1)
    Sighting.objects.update(seen_at=long_ago)
    actions.note_sighting(site, HOME, None)
    assert Sighting.objects.get().seen_at == long_ago


def test_strangers_cannot_fill_the_table() -> None:
    site = actions.create("Hill", [HOME])
    actions.note_sighting(site, HOME, None)
    for number in range(actions.SIGHTINGS_MAX + 5):
        actions.note_sighting(site, f"https://a{number}.example", None)
    assert Sighting.objects.count() == actions.SIGHTINGS_MAX + 1
    assert HOME in {one.origin for one in queries.sightings(site.id)}, "strangers push the owner's own page out"
    assert queries.sightings(site.id)[0].origin == f"https://a{actions.SIGHTINGS_MAX + 4}.example"


def test_the_tag_is_one_line() -> None:
    assert queries.tag("abc", "https://chat.example.com") == (
        '<script async src="https://chat.example.com/bluephone.js" data-site="abc"></script>'
    )
