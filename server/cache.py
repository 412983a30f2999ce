"""Django's cache in Redis, and near at hand while Redis does not answer.

Rate limits live here. Without Redis they hold within each process, and nobody is kept from signing in.
"""

from collections.abc import Callable
from typing import Any

import structlog
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis import RedisError

from server import metrics

log = structlog.get_logger()


class PatientCache(RedisCache):
    """Of the cache's methods those that are used here."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._near = LocMemCache("near", {})

    def add(self, *args: Any, **kwargs: Any) -> Any:
        """Set what is not there yet."""
        return self._try(super().add, self._near.add, args, kwargs)

    def get(self, *args: Any, **kwargs: Any) -> Any:
        """What is kept, or the default."""
        return self._try(super().get, self._near.get, args, kwargs)

    def set(self, *args: Any, **kwargs: Any) -> Any:
        """Keep it for a while."""
        return self._try(super().set, self._near.set, args, kwargs)

    def incr(self, *args: Any, **kwargs: Any) -> Any:
        """Count."""
        return self._try(super().incr, self._near.incr, args, kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Forget."""
        return self._try(super().delete, self._near.delete, args, kwargs)

    def _try(
        self, far: Callable[..., Any], near: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        try:
            found = far(*args, **kwargs)
        except RedisError as error:
            log.warning("cache_without_redis", error=error)
            metrics.REDIS_UP.labels("cache").set(0)
            return near(*args, **kwargs)
        metrics.REDIS_UP.labels("cache").set(1)
        return found
