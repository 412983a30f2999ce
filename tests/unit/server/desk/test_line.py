"""What a dispatch reads of the line: the first of each group that may differ in whom it can have, and not the whole."""

import random
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from routing.model import Waiting
from server.clock import now_ms
from server.desk import facts, line
from server.desk.dispatch import dispatch
from server.desk.models import Place
from server.sites.models import Site, Team
from tests.unit.server.conftest import Staff
from tests.unit.server.desk.office import write

pytestmark = pytest.mark.both
MANY = 60


@pytest.fixture
def waiting(site: Site, ana: Staff, tom: Staff) -> int:
    """A line of every kind, by chance; when it is looked at."""
    now, dice = now_ms(), random.Random(7)
    teams = [None, *(Team.objects.create(site=site, name=name).id for name in ("Workshop", "Billing"))]
    humans = [None, ana.id, tom.id]
    for _ in range(MANY):
        write(site)
    dispatch(site.id)
    for place in Place.objects.all():
        place.team_id, place.language = dice.choice(teams), dice.choice(["", "pt"])
        place.overflow_at = now + dice.choice([-1, 0, 1, 600_000])
        place.advocate_id, place.known_id = dice.choice(humans), dice.choice(humans)
        place.waits_for_id = dice.choice([*humans, None, None])
        place.rank, place.absent = dice.choice([0, 1, 1]), dice.random() < 0.2
        place.credited_at -= dice.choice([0, 60_000])
        if dice.random() < 0.1:
            place.apart_until = now + dice.choice([0, 1, 60_000])
            place.apart = {ana.id: place.apart_until}
        place.reach_due = dice.choice([None, None, now, now + 1])
        place.save()
    return now


def alike(w: Waiting, now: int) -> object:
    """Whom it can have, told at length."""
    if w.apart_at(now):
        return w.id
    return w.waits_for or ((w.team, w.language, w.known, w.advocate, w.backup) if w.overflow_at > now else None)


def test_the_heads_are_the_first_of_each_group(site: Site, ana: Staff, tom: Staff, waiting: int) -> None:
    rows = [facts.waiting(place) for place in Place.objects.filter(site=site)]
    called = sorted((w for w in rows if w.not_before <= waiting), key=lambda w: w.key)
    for free in ([ana.id, tom.id], [tom.id], []):
        served = [w for w in called if w.waits_for in {None, *free} or w.apart_at(waiting)]
        firsts = {alike(w, waiting): w for w in reversed(served)}
        heads = line.Heads(site.id, waiting, free, [])
        assert [w.id for w in heads] == [w.id for w in sorted(firsts.values(), key=lambda w: w.key)]
    assert len(firsts) < MANY


@pytest.mark.parametrize("crowd", [{"overflow": 600_000}, {"waits_for": True}], ids=["narrowed", "kept"])
def test_of_a_crowd_that_can_have_the_same_only_the_first_is_read(
    site: Site, ana: Staff, crowd: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    now, read = now_ms(), []
    team = Team.objects.create(site=site, name="Workshop")
    conversations = [write(site) for _ in range(20)]
    dispatch(site.id)
    waits_for = ana.id if "waits_for" in crowd else None
    Place.objects.update(team=team, overflow_at=now + crowd.get("overflow", 0), waits_for=waits_for)
    row = line._waiting

    def counted(found: tuple[Any, ...]) -> Waiting:
        read.append(found)
        return row(found)

    monkeypatch.setattr(line, "_waiting", counted)
    assert [w.id for w in line.Heads(site.id, now, [ana.id], [])] == [conversations[0]]
    assert len(read) == line.DEEP


def test_while_heads_are_served_the_others_are_known_without_a_look(
    site: Site, ana: Staff, tom: Staff, waiting: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def anew() -> line.Heads:
        return line.Heads(site.id, waiting, [ana.id, tom.id], [])

    heads, known, unknown = anew(), 0, 0
    dice = random.Random(3)
    while firsts := list(heads):
        served = dice.choice(firsts).id
        Place.objects.filter(conversation_id=served).update(state="held")
        with django_assert_num_queries(0):
            still = heads.served(served)
            mine = list(heads)
        assert mine == list(anew()) or not still
        known, unknown = known + still, unknown + (not still)
        heads = heads if still else anew()
    assert set(Place.objects.filter(state="waiting").values_list("reach_due", flat=True)) == {waiting + 1}
    assert known > 2 * unknown > 0


def test_who_is_served_from_behind_leaves_the_heads_as_they_are(
    site: Site, ana: Staff, tom: Staff, waiting: int
) -> None:
    heads = line.Heads(site.id, waiting, [ana.id, tom.id], [])
    before = {w.id for w in heads}
    behind = Place.objects.filter(state="waiting").exclude(conversation_id__in=before).first()
    assert behind
    assert heads.served(behind.conversation_id)
    assert {w.id for w in heads} == before


def test_of_a_team_without_anybody_free_only_their_own_are_looked_at(
    site: Site, ana: Staff, tom: Staff, waiting: int
) -> None:
    full = list(Team.objects.filter(name="Workshop").values_list("id", flat=True))
    everybody = line.Heads(site.id, waiting, [ana.id], [])
    seen = {w.id for w in line.Heads(site.id, waiting, [ana.id], full)}
    missing = [w for w in everybody if w.id not in seen]
    assert missing
    for w in missing:
        assert w.team in full
        assert ana.id not in {w.waits_for, w.known, w.advocate, w.backup}
        assert not w.apart_at(waiting)
    kept = [w for w in everybody if w.team in full and w.overflow_at > waiting and w.id in seen]
    assert kept


@pytest.mark.parametrize("general", [1, 5], ids=["a short general line", "a long one"])
def test_the_first_of_a_humans_own_is_found_among_the_heads(
    site: Site, ana: Staff, tom: Staff, waiting: int, general: int
) -> None:
    everybodys = set(Place.objects.filter(overflow_at__lte=waiting).values_list("pk", flat=True)[:general])
    Place.objects.filter(overflow_at__lte=waiting).exclude(pk__in=everybodys).update(overflow_at=waiting + 1)
    found = []
    for free in ([ana.id, tom.id], [tom.id]):
        heads = line.Heads(site.id, waiting, free, [])
        for human in free:
            found.append(heads.first_of(human))
            assert found[-1] == line.first_of(site.id, waiting, human)
    assert any(found)
