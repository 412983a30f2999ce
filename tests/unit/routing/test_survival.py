"""Waits with those who gave up in them."""

import random

import pytest

from routing.survival import waited


def test_where_everybody_was_answered_it_is_a_plain_quantile() -> None:
    waits = [(float(n), True) for n in range(1, 101)]
    assert waited(waits, 0.5) == 50
    assert waited(waits, 0.9) == 90


def test_nobody_answered_is_not_known() -> None:
    assert waited([], 0.5) is None
    assert waited([(5, False), (9, False)], 0.5) is None


def test_giving_up_does_not_make_waits_look_shorter() -> None:
    chance = random.Random(1)
    pairs = [(chance.expovariate(1 / 100), chance.expovariate(1 / 80)) for _ in range(20_000)]
    seen = [(min(wait, patience), wait <= patience) for wait, patience in pairs]
    truth = sorted(wait for wait, _ in pairs)
    assert waited(seen, 0.5) == pytest.approx(truth[10_000], rel=0.04)
    assert waited(seen, 0.9) == pytest.approx(truth[18_000], rel=0.08)


def test_where_too_many_gave_up_it_was_no_less_than_the_longest() -> None:
    assert waited([(10, True), (20, False), (300, False)], 0.9) == 300
