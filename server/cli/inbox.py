"""What came for one application, in order: one task takes it out. Lighter than asyncio's queue, which many may wait at."""

import asyncio
from collections import deque
from typing import Any


class Inbox:
    """What came for one application: one task takes it out."""

    __slots__ = ("_came", "_loop", "_messages")

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._messages: deque[dict[str, Any]] | None = None
        self._came: asyncio.Future[None] | None = None

    def put_nowait(self, message: dict[str, Any]) -> None:
        """One more."""
        if self._messages is None:
            # Most of the time most inboxes are empty, and an empty deque is large.
            self._messages = deque()
        self._messages.append(message)
        if self._came is not None and not self._came.done():
            self._came.set_result(None)

    def empty(self) -> bool:
        """Whether all was taken out."""
        return self._messages is None

    async def get(self) -> dict[str, Any]:
        """The next one, once there is one."""
        while self._messages is None:
            self._came = self._loop.create_future()
            try:
                await self._came
            finally:
                self._came = None
        message = self._messages.popleft()
        if not self._messages:
            self._messages = None
        return message
