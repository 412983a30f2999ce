"""Blocking work away from the event loop: a few threads, each with a connection of its own."""

import asyncio
import contextvars
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, ParamSpec, TypeVar

from django.db import DatabaseError, connection

P = ParamSpec("P")
R = TypeVar("R")

THREADS: Final = 8
_threads: Final = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="offload")


async def offload(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run `work` in a thread and wait for it. What it logs tells whose work it was."""
    context = contextvars.copy_context()
    return await asyncio.get_running_loop().run_in_executor(
        _threads, lambda: context.run(lambda: _alone(work, *args, **kwargs))
    )


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


def close_connections() -> None:
    """Close every thread's connection: for those who are about to take the database away."""
    together = threading.Barrier(THREADS)

    def close() -> None:
        # Each thread waits here, so that none closes twice while another is left out.
        together.wait(10)
        connection.close()

    for closed in [_threads.submit(close) for _ in range(THREADS)]:
        closed.result()
