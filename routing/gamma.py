"""The gamma distribution, of scale 1: how much of it lies below a point, and the other way round."""

import math
from statistics import NormalDist

_ENOUGH = 1e-12


def below(shape: float, x: float) -> float:
    """The share of a Gamma(shape) that is less than x: the regularised incomplete gamma function."""
    if x <= 0:
        return 0.0
    front = math.exp(shape * math.log(x) - x - math.lgamma(shape))
    return front * _series(shape, x) if x < shape + 1 else 1 - front * _fraction(shape, x)


def quantile(shape: float, level: float) -> float:
    """The point below which that share of a Gamma(shape) lies: Newton's steps, kept between bounds that close in."""
    low, high = 0.0, math.inf
    x = _guess(shape, level)
    for _ in range(60):
        excess = below(shape, x) - level
        low, high = (low, x) if excess > 0 else (x, high)
        slope = math.exp((shape - 1) * math.log(x) - x - math.lgamma(shape))
        following = x - excess / slope if slope > 0 else low
        if not low < following < high:
            following = 2 * x if high == math.inf else (low + high) / 2
        if abs(following - x) <= 1e-9 * x:
            break
        x = following
    return x


def _guess(shape: float, level: float) -> float:
    """Wilson and Hilferty's: a cube root of a gamma is nearly normal. Far down the tail, the first term of the series."""
    ninth = 1 / (9 * shape)
    root = 1 - ninth + NormalDist().inv_cdf(level) * math.sqrt(ninth)
    if root > 0.3:
        return shape * root**3
    return math.exp((math.log(level) + math.lgamma(shape + 1)) / shape) or 5e-324


def _series(shape: float, x: float) -> float:
    """Σ xⁿ / (shape (shape+1) … (shape+n)), quick where x is small."""
    term = total = 1 / shape
    n = 0
    while term > total * _ENOUGH:
        n += 1
        term *= x / (shape + n)
        total += term
    return total


def _fraction(shape: float, x: float) -> float:
    """Legendre's continued fraction by Lentz's method, quick where x is large."""
    b = x + 1 - shape
    c = math.inf
    d = 1 / b
    result = d
    n = 0
    step = 0.0
    while abs(step - 1) > _ENOUGH:
        n += 1
        a = -n * (n - shape)
        b += 2
        d = 1 / (a * d + b)
        c = b + a / c
        step = c * d
        result *= step
    return result
