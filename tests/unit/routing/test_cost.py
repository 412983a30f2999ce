"""An event costs about as much at a large site as at a small one: a short version of what `make bench` measures."""

from tests.bench.routing import growth


def test_the_cost_of_an_event_hardly_grows_with_the_site() -> None:
    """Looking at all of them would cost a hundred times as much; what a busy machine adds is far from that."""
    ratio = growth(2_000, 2_000, 3, few=20).ratio
    assert ratio is not None
    assert ratio < 8
