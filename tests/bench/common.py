"""What several groups say, and how they wait."""

import asyncio
from collections.abc import Callable


def hello(site: str, token: str | None = None) -> dict[str, object]:
    """A visitor's first command, of which their panel knows nothing but, perhaps, who they are."""
    unknown = dict.fromkeys(("conversation", "page", "language", "zone", "team"))
    return {"type": "hello", "site": site, "token": token, "cursor": 0, "told": [], **unknown}


async def until(true: Callable[[], bool], within_s: float = 30) -> None:
    """Wait until it is."""
    async with asyncio.timeout(within_s):
        while not true():
            await asyncio.sleep(0.02)
