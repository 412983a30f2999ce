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
_NOTHING: Final = object()


class PatientCache(RedisCache):
    """Of the cache's methods those that are used here.

    A Redis that is full reads, deletes, and takes nothing new. So what was put near at hand is found, and deleted, there.
    """

    _apart_until: ClassVar[dict[str, float]] = {}
    """By Redis' address, on the monotonic clock; each thread has a cache of its own."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._address = server
        self._near = LocMemCache("near", {})

    def add(self, *args: Any, **kwargs: Any) -> Any:
        """Set what is not there yet."""
        return self._try(super().add, self._near.add, args, kwargs)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """What is kept, or the default."""
        found = self._try(super().get, self._near.get, (key, _NOTHING, version), {})
        return self._near.get(key, default, version) if found is _NOTHING else found

    def set(self, *args: Any, **kwargs: Any) -> Any:
        """Keep it for a while."""
        return self._try(super().set, self._near.set, args, kwargs)

    def incr(self, *args: Any, **kwargs: Any) -> Any:
        """Count."""
        return self._try(super().incr, self._near.incr, args, kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Forget."""
        near = self._near.delete(*args, **kwargs)
        return self._try(super().delete, lambda *_, **__: False, args, kwargs) or near

    def _try(
        self, far: Callable[..., Any], near: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        if time.monotonic() < self._apart_until.get(self._address, 0.0):
            return near(*args, **kwargs)
        try:
            found = far(*args, **kwargs)
        except RedisError as error:
            log.warning("cache_without_redis", error=error)
            metrics.REDIS_UP.labels("cache").set(0)
            self._apart_until[self._address] = time.monotonic() + APART_S
            return near(*args, **kwargs)
        metrics.REDIS_UP.labels("cache").set(1)
        return found
