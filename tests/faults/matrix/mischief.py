"""What can happen to Redis while people write: it dies and is started again, stands still, forgets all, or is full for a while."""

import asyncio

from tests.support.redis import Redis


async def redis_dies(redis: Redis, seconds: float) -> None:
    """And comes back empty."""
    redis.kill()
    await asyncio.sleep(seconds)
    await asyncio.to_thread(redis.start)


async def redis_freezes(redis: Redis, seconds: float) -> None:
    """Its lines stay open, and nothing comes."""
    redis.freeze()
    await asyncio.sleep(seconds)
    redis.thaw()


async def redis_forgets(redis: Redis, seconds: float) -> None:
    """All that it had, at once."""
    await asyncio.to_thread(redis.command, "FLUSHALL")
    await asyncio.sleep(seconds)


async def redis_is_full(redis: Redis, seconds: float) -> None:
    """It takes nothing more."""
    await asyncio.to_thread(redis.command, "CONFIG", "SET", "maxmemory", "1mb")
    await asyncio.sleep(seconds)
    await asyncio.to_thread(redis.command, "CONFIG", "SET", "maxmemory", "0")


MISCHIEF = (redis_dies, redis_freezes, redis_forgets, redis_is_full)
