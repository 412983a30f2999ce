"""Health: `/health/live` says that this process answers, `/health/ready` what it stands on and what is wrong.

Anybody may ask, so why it is wrong, with hosts and names in it, goes to the log alone.
"""

from http import HTTPStatus

import redis
import structlog
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

log = structlog.get_logger()
OK = "ok"
NOT_USED = "not used"
_PATIENCE_S = 2


@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """This process answers."""
    return JsonResponse({"live": True})


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Without the database nothing works: 503. Without Redis everything works, more slowly: 200, and it is said."""
    found = {"database": database(), "redis": redis_state()}
    fit = found["database"] == OK
    status = HTTPStatus.OK if fit else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse({"ready": fit, **found}, status=status)


def database() -> str:
    """`ok`, or what is wrong with the database."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        log.warning("database_does_not_answer", error=str(error))
        return "The database does not answer."
    return f"{len(waiting)} migrations wait: run bluephone migrate." if waiting else OK


def redis_state() -> str:
    """`ok`, `not used`, or what is wrong with Redis."""
    if not settings.REDIS_URL:
        return NOT_USED
    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=_PATIENCE_S, socket_connect_timeout=_PATIENCE_S)
    try:
        client.ping()
    except redis.RedisError as error:
        log.warning("redis_does_not_answer", error=str(error))
        return "Redis does not answer, so other processes' news comes late."
    finally:
        client.close()
    return OK
