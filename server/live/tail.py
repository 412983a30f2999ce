"""A socket's place in one log: it sends each entry once, in order, and fills gaps from the database.

Hints come from several threads and processes, so one may arrive before its elder. It is held for a
moment; if the gap is still there then, the hint was lost and the database is read.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import structlog

from server import metrics

log = structlog.get_logger()
PATIENCE_S: Final = 0.05
EARLY_MAX: Final = 500
"""Hints held for their elders; beyond that they are let go, to be read from the database."""


class Tail:
    """`send(frame)` in order of seq, from `cursor` + 1 on. `fetch(after)` gives a page of (seq, frame), oldest first."""

    def __init__(
        self,
        cursor: int,
        send: Callable[[str], None],
        fetch: Callable[[int], Awaitable[Sequence[tuple[int, str]]]],
    ) -> None:
        self.cursor = cursor
        self._send = send
        self._fetch = fetch
        self._early: dict[int, str] = {}
        self._filling: asyncio.Task[None] | None = None

    def hint(self, seq: int, frame: str) -> None:
        """An entry was committed. One already sent is nothing new."""
        if seq == self.cursor + 1:
            self._advance(seq, frame)
        elif seq > self.cursor:
            if len(self._early) < EARLY_MAX:
                self._early[seq] = frame
            if self._filling is None:
                metrics.GAPS.inc()
                self._filling = asyncio.create_task(self._fill())

    def close(self) -> None:
        """Nothing more is sent."""
        if self._filling:
            self._filling.cancel()

    def _advance(self, seq: int, frame: str) -> None:
        self.cursor = seq
        self._send(frame)
        while (after := self._early.pop(self.cursor + 1, None)) is not None:
            self.cursor += 1
            self._send(after)

    async def _fill(self) -> None:
        try:
            await asyncio.sleep(PATIENCE_S)
            while self._early:
                metrics.CAUGHT_UP_GAP.inc()
                page = await self._fetch(self.cursor)
                for seq, frame in page:
                    if seq == self.cursor + 1:
                        self._advance(seq, frame)
                self._early = {s: f for s, f in self._early.items() if s > self.cursor}
                if not page:
                    return
        except Exception:
            # The database is away: the next beat tells the client that something is missing.
            log.exception("gap_not_filled", cursor=self.cursor)
        finally:
            self._early.clear()
            self._filling = None
