"""The gamma distribution against what is known of it in closed form."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as some

from routing import gamma


@given(some.integers(1, 60), some.floats(0.01, 120))
def test_a_whole_shape_is_a_poisson_tail(shape: int, x: float) -> None:
    fewer = sum(math.exp(-x + n * math.log(x) - math.lgamma(n + 1)) for n in range(shape))
    assert gamma.below(shape, x) == pytest.approx(1 - fewer, abs=1e-9)


@given(some.floats(0.001, 20))
def test_half_a_shape_is_the_error_function(x: float) -> None:
    assert gamma.below(0.5, x) == pytest.approx(math.erf(math.sqrt(x)), abs=1e-9)


@given(some.floats(0.05, 50_000), some.floats(0.001, 0.999))
def test_a_quantile_has_its_share_below_it(shape: float, level: float) -> None:
    assert gamma.below(shape, gamma.quantile(shape, level)) == pytest.approx(level, abs=1e-6)


def test_nothing_lies_below_nought() -> None:
    assert gamma.below(2.5, 0) == gamma.below(2.5, -1) == 0
