"""How a site puts its visitors through: what can be said of it, and what is refused."""

from typing import Any

import pytest

from server.sites import queries, rules
from server.sites.actions import BadSiteError
from server.sites.models import Site

pytestmark = pytest.mark.both
WEEK = [[[540, 1020]], *[[]] * 6]


def test_a_site_begins_with_sane_rules(site: Site) -> None:
    facts = queries.by_id(site.id)
    assert facts
    assert (facts.mode, facts.ring_s, facts.overflow_s, facts.goal_s, facts.roster_cap) == ("connect", 20, 30, 15, 100)
    assert (facts.zone, facts.hours) == ("UTC", ())


def test_what_is_given_is_changed_and_the_rest_stays(site: Site) -> None:
    rules.change(site.id, mode="ring", ring_s=5, hours=WEEK)
    changed = rules.change(site.id, zone="Europe/Lisbon", overflow_s=0)
    assert changed == queries.by_id(site.id)
    assert (changed.mode, changed.ring_s, changed.overflow_s, changed.zone) == ("ring", 5, 0, "Europe/Lisbon")
    assert changed.hours == (((540, 1020),), *[()] * 6)
    assert rules.change(site.id, hours=[]).hours == ()


def test_hours_are_kept_in_order_and_in_one_piece(site: Site) -> None:
    written = [[[780, 1020], [540, 700], [690, 720]], *[[]] * 6]
    assert rules.change(site.id, hours=written).hours[0] == ((540, 720), (780, 1020))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"zone": "../../etc/passwd"}, "zone"),
        ({"hours": [[[540, 1020]]]}, "hours"),
        ({"ring_s": 4}, "ring_s"),
        ({"ring_s": 121}, "ring_s"),
        ({"overflow_s": -1}, "overflow_s"),
        ({"goal_s": 601}, "goal_s"),
        ({"roster_cap": 0}, "roster_cap"),
    ],
)
def test_what_cannot_be_is_refused_by_name_and_changes_nothing(site: Site, change: dict[str, Any], field: str) -> None:
    before = queries.by_id(site.id)
    with pytest.raises(BadSiteError) as refused:
        rules.change(site.id, **{"mode": "ring"} | change)
    assert refused.value.field == field
    queries.forget()
    assert queries.by_id(site.id) == before
