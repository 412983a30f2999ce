"""Health: `/health/live` says that this process answers, `/health/ready` what it stands on and what is wrong.

Anybody may ask, so why it is wrong, with hosts and names in it, goes to the log alone.
"""

import shutil
import time
from http import HTTPStatus
from typing import Final

import redis
import structlog
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from server.chat.writer import writer
from server.db import probe

log = structlog.get_logger()
OK: Final = "ok"
SILENT: Final = "The database does not answer."
NOT_USED: Final = "not used"
SLOW_S: Final = 0.5
"""A Redis that takes longer than this to say that it is there is slow."""
STUCK_S: Final = 3.0
"""Words that wait longer than this to be stored tell of a database that is held up."""
REFUSED_S: Final = 60.0
"""For so long a database that took no words is told of, where none came since: who wrote them sends them again sooner."""
DISK_LEFT: Final = 512 * 1024**2
"""Bytes: with fewer on the disk of the data directory there will soon be none."""
FULL: Final = "Redis is full, so each process counts tries to sign in by itself."
KEEPS_NOTHING: Final = "Redis lets us keep nothing, so each process counts tries to sign in by itself."
"""A replica, a user without the right, or one that cannot save what it keeps. Hints pass all the same."""
_PATIENCE_S: Final = 2
_KEPT: Final = "bluephone:health"
_KEPT_S: Final = 60
"""Seconds that what is put there to see whether it can be lies there."""


@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """This process answers."""
    return JsonResponse({"live": True})


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Without the database nothing works: 503. Everything else is only said: 200, as elsewhere it would be no better."""
    found = {"database": database(), "writing": writing(), "redis": redis_state(), "disk": disk()}
    fit = found["database"] == OK
    status = HTTPStatus.OK if fit else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse({"ready": fit, **found}, status=status)


def database() -> str:
    """`ok`, or what is wrong with the database."""
    if not probe.answers():
        return SILENT
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        log.warning("database_does_not_answer", error=error)
        return SILENT
    return f"{len(waiting)} migrations wait: run bluephone migrate." if waiting else OK


def writing() -> str:
    """`ok`, or that words have waited for long, or could not be stored."""
    waited, refused = writer.waited_s, writer.refused_s
    if waited >= STUCK_S:
        return f"Words have waited for {waited:.0f} seconds to be stored: the database is held up."
    if refused is not None and refused < REFUSED_S:
        return "The last words could not be stored: the database took none. They are sent again."
    return OK


def redis_state() -> str:
    """`ok`, `not used`, or what is wrong with Redis."""
    if not settings.REDIS_URL:
        return NOT_USED
    begun = time.monotonic()
    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=_PATIENCE_S, socket_connect_timeout=_PATIENCE_S)
    try:
        client.set(_KEPT, 1, ex=_KEPT_S)
    except redis.OutOfMemoryError as error:
        log.warning("redis_is_full", error=error)
        return FULL
    except redis.ResponseError as error:
        log.warning("redis_keeps_nothing", error=error)
        return KEEPS_NOTHING
    except redis.RedisError as error:
        log.warning("redis_does_not_answer", error=error)
        return "Redis does not answer, so other processes' news comes late."
    finally:
        client.close()
    took = time.monotonic() - begun
    return f"Redis is slow: it took {took:.1f} seconds to answer." if took > SLOW_S else OK


def disk() -> str:
    """`ok`, or that there is hardly any room left where the data is."""
    try:
        left = shutil.disk_usage(settings.DATA_DIR).free
    except OSError as error:
        log.warning("disk_not_looked_at", error=error)
        return "The data directory cannot be looked at."
    return OK if left >= DISK_LEFT else f"The disk is nearly full: {left // 1024**2} MB are left."
