"""The cache: in Redis where there is one, near at hand while it does not answer."""

import pytest

from server.cache import PatientCache
from tests.support.ports import free_port


@pytest.fixture
def cache() -> PatientCache:
    """Nothing listens there."""
    params = {"OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1}}
    made = PatientCache(f"redis://127.0.0.1:{free_port()}/0", params)
    made._near.clear()
    return made


def test_without_redis_limits_still_count(cache: PatientCache) -> None:
    assert cache.add("tries", 0, timeout=60)
    assert not cache.add("tries", 0, timeout=60)
    assert [cache.incr("tries"), cache.incr("tries")] == [1, 2]
    assert cache.get("tries") == 2
    assert cache.delete("tries")
    assert cache.get("tries", "none") == "none"
    with pytest.raises(ValueError, match="tries"):
        cache.incr("tries")
    cache.set("tries", [1], timeout=60)
    assert cache.get("tries") == [1]


@pytest.mark.both
def test_with_redis_every_process_counts_together(redis_url: str | None) -> None:
    if redis_url is None:
        pytest.skip("about Redis")
    one, two = PatientCache(redis_url, {}), PatientCache(redis_url, {})
    one.delete("together")
    assert one.add("together", 0, timeout=60)
    assert [one.incr("together"), two.incr("together")] == [1, 2]
    for each in (one, two):
        each.close()
        each._cache.get_client().connection_pool.disconnect()
