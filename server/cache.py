"""Django's cache in Redis, and near at hand while Redis does not answer, or takes nothing.

Rate limits live here. Without Redis they hold within each process, and nobody is kept from signing in.
"""

import time
from collections.abc import Callable
from typing import Any, ClassVar, Final

import structlog
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis import RedisError

from server import metrics

log = structlog.get_logger()
APART_S: Final = 5.0
"""After a failure Redis is left alone for so long: one that is frozen would cost each call its patience."""
NEAR_MAX: Final = 100_000
"""Entries near at hand. Each is small; too few, and whoever comes from many addresses would push others' tries out."""
_NOTHING: Final = object()


class PatientCache(RedisCache):
    """Of the cache's methods those that are used here.

    A Redis that is full reads, deletes, and takes nothing new. So what was put near at hand is looked for there first, until
    Redis takes it anew.
    """

    _apart_until: ClassVar[dict[str, float]] = {}
    """By Redis' address, on the monotonic clock; each thread has a cache of its own."""
    _owed: ClassVar[set[tuple[str, str]]] = set()
    """Redis' address, and a key that was to be deleted there while it was left alone: a lock that stays keeps others out."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._address = server
        self._near = LocMemCache("near", {"OPTIONS": {"MAX_ENTRIES": NEAR_MAX}})

    def add(self, *args: Any, **kwargs: Any) -> Any:
        """Set what is not there yet."""
        return self._try(super().add, self._near.add, args, kwargs, taken=True)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """What is kept, or the default."""
        found = self._near.get(key, _NOTHING, version)
        return self._try(super().get, self._near.get, (key, default, version), {}) if found is _NOTHING else found

    def set(self, *args: Any, **kwargs: Any) -> Any:
        """Keep it for a while."""
        return self._try(super().set, self._near.set, args, kwargs, taken=True)

    def incr(self, *args: Any, **kwargs: Any) -> Any:
        """Count."""
        return self._try(super().incr, self._near.incr, args, kwargs)

    def delete(self, key: Any, version: int | None = None) -> Any:
        """Forget."""
        near = self._near.delete(key, version)
        return self._try(super().delete, self._owe, (key, version), {}) or near

    def _owe(self, key: Any, version: int | None) -> bool:
        self._owed.add((self._address, self.make_key(key, version)))
        return False

    def _try(
        self,
        far: Callable[..., Any],
        near: Callable[..., Any],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        *,
        taken: bool = False,
    ) -> Any:
        """Ask Redis, unless it is left alone. `taken`: what it then has is needed near at hand no more."""
        if time.monotonic() < self._apart_until.get(self._address, 0.0):
            return near(*args, **kwargs)
        try:
            self._pay()
            found = far(*args, **kwargs)
        except RedisError as error:
            log.warning("cache_without_redis", error=error)
            metrics.REDIS_UP.labels("cache").set(0)
            self._apart_until[self._address] = time.monotonic() + APART_S
            return near(*args, **kwargs)
        metrics.REDIS_UP.labels("cache").set(1)
        if taken:
            self._near.delete(args[0])
        return found

    def _pay(self) -> None:
        """What was to be deleted is, before anything else is asked."""
        for address, key in list(self._owed):
            if address == self._address:
                self._cache.get_client(None, write=True).delete(key)
                self._owed.discard((address, key))
