"""Blocking work away from the event loop: a few threads, each with a connection of its own."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, ParamSpec, TypeVar

from django.db import DatabaseError, connection

P = ParamSpec("P")
R = TypeVar("R")

_threads: Final = ThreadPoolExecutor(max_workers=8, thread_name_prefix="offload")


async def offload(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run `work` in a thread and wait for it."""
    return await asyncio.get_running_loop().run_in_executor(_threads, lambda: _alone(work, *args, **kwargs))


def _alone(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """PostgreSQL's connection goes back to the pool at once; SQLite's is kept, unless it failed."""
    try:
        return work(*args, **kwargs)
    except DatabaseError:
        connection.close()
        raise
    finally:
        if connection.vendor == "postgresql":
            connection.close()
