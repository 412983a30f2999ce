"""What the doctor looks at between processes: Redis answers at once, and passes on what it is told."""

import secrets
import time
from argparse import Namespace
from collections.abc import Iterator
from typing import Any

import redis
from django.conf import settings

from server.api import health
from server.cli.doctor.finding import Finding, well, wrong
from server.relay import PREFIX

_PATIENCE_S = 2.0


def look(args: Namespace) -> Iterator[Finding]:
    """One finding for Redis, where one is used or needed."""
    said = health.redis_state()
    if said == health.NOT_USED and args.workers > 1:
        yield wrong(
            "Redis",
            f"REDIS_URL is not set, and there are {args.workers} processes.",
            why="They hear of each other's news only with the beat, every ten seconds.",
            mend="set REDIS_URL to one Redis for all of them.",
        )
    elif said == health.NOT_USED:
        yield well("Redis", said)
    elif said in {health.FULL, health.KEEPS_NOTHING}:
        yield wrong(
            "Redis",
            said,
            why="News passes on, but whoever guesses passwords has a try more for each process.",
            mend="give it more memory (CONFIG SET maxmemory), or let it evict (maxmemory-policy allkeys-lru)."
            if said == health.FULL
            else "let REDIS_URL name the primary, and a user that may write keys (ACL SETUSER … ~* +@write).",
        )
    elif said != health.OK:
        yield wrong(
            "Redis",
            said,
            why="Nothing is lost, but news between processes comes with the beat alone, every ten seconds.",
            mend="start it and see that REDIS_URL names it; or unset REDIS_URL for a single process.",
        )
    elif _passes_on():
        yield well(
            "Redis", "answers, keeps and passes on; nothing in it must be kept, so how it evicts does not matter"
        )
    else:
        yield wrong(
            "Redis",
            "It answers, but does not pass on what is published.",
            why="News between processes comes with the beat alone, every ten seconds.",
            mend=f"let its user publish and subscribe to channels that begin with {PREFIX} (ACL SETUSER … &{PREFIX}*).",
        )


def _passes_on() -> bool:
    """Whether what is published is heard by who subscribed."""
    url = str(settings.REDIS_URL)
    client: Any = redis.Redis.from_url(url, socket_timeout=_PATIENCE_S, socket_connect_timeout=_PATIENCE_S)
    listener: Any = client.pubsub()
    channel = f"{PREFIX}doctor:{secrets.token_hex(8)}"
    try:
        listener.subscribe(channel)
        listener.get_message(timeout=_PATIENCE_S)
        client.publish(channel, "heard")
        deadline = time.monotonic() + _PATIENCE_S
        while (left := deadline - time.monotonic()) > 0:
            message = listener.get_message(timeout=left)
            if message and message["data"] == b"heard":
                return True
    except redis.RedisError:
        pass
    finally:
        listener.close()
        client.close()
    return False
