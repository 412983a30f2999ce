"""The cache: in Redis where there is one, near at hand while it does not answer."""

import time
from collections.abc import Iterator

import pytest

from server import cache as module
from server.cache import PatientCache
from tests.support.ports import free_port
from tests.support.redis import Redis, running_redis

OPTIONS = {"OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1}}


@pytest.fixture
def cache() -> PatientCache:
    """Nothing listens there."""
    made = PatientCache(f"redis://127.0.0.1:{free_port()}/0", OPTIONS)
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


@pytest.fixture
def redis() -> Iterator[Redis]:
    with running_redis() as redis:
        yield redis


@pytest.fixture
def far(redis: Redis) -> Iterator[PatientCache]:
    """Redis is there."""
    made = PatientCache(redis.url, OPTIONS)
    made._near.clear()
    yield made
    made.close()
    made._cache.get_client().connection_pool.disconnect()


def test_in_a_redis_that_is_full_a_lock_is_held_and_given_back(redis: Redis, far: PatientCache) -> None:
    redis.command("CONFIG", "SET", "maxmemory", "1")
    for _ in range(2):
        assert far.add("lock", 1, timeout=60)
        assert not far.add("lock", 1, timeout=60)
        far.delete("lock")
    far.set("tries", [1], timeout=60)
    assert far.get("tries") == [1]


def test_what_was_counted_while_redis_was_full_counts_when_it_has_room(
    redis: Redis, far: PatientCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "APART_S", 0.2)
    redis.command("CONFIG", "SET", "maxmemory", "1")
    far.set("tries", [1, 2], timeout=60)
    assert far.add("lock", 1, timeout=60)
    redis.command("CONFIG", "SET", "maxmemory", "0")
    time.sleep(0.3)
    assert far.get("tries") == [1, 2]
    far.delete("lock")
    far.set("tries", [1, 2, 3], timeout=60)
    assert redis.command("DBSIZE") == 1
    redis.kill()
    assert far.add("lock", 1, timeout=60)


def test_a_redis_that_stands_still_is_waited_for_once_in_a_while(redis: Redis, far: PatientCache) -> None:
    redis.freeze()
    begun = time.monotonic()
    for n in range(5):
        far.set("tries", n, timeout=60)
        assert far.get("tries") == n
    assert time.monotonic() - begun < 3
    redis.thaw()


def test_a_lock_that_could_not_be_given_back_in_time_is_as_soon_as_can_be(
    redis: Redis, far: PatientCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "APART_S", 0.2)
    assert far.add("lock", 1, timeout=60)
    redis.freeze()
    far.delete("lock")
    redis.thaw()
    time.sleep(0.3)
    assert far.add("lock", 1, timeout=60)


def test_tries_that_a_full_redis_did_not_take_count_before_older_ones_there(
    redis: Redis, far: PatientCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "APART_S", 0.0)
    far.set("tries", [1], timeout=60)
    redis.command("CONFIG", "SET", "maxmemory", "1")
    far.set("tries", [1, 2, 3], timeout=60)
    assert far.get("tries") == [1, 2, 3]
    redis.command("CONFIG", "SET", "maxmemory", "0")
    far.set("tries", [1, 2, 3, 4], timeout=60)
    assert far.get("tries") == [1, 2, 3, 4]
    redis.command("FLUSHALL")
    assert far.get("tries") is None


def test_many_others_push_nobodys_tries_out(cache: PatientCache) -> None:
    cache.set("tries", [1], timeout=60)
    for n in range(1_000):
        cache.add(f"another-{n}", 0, timeout=60)
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
