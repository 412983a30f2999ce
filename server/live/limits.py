"""What sockets may cost: how fast they may speak, and how far behind they may fall, each and together."""

import time
from collections.abc import Callable
from functools import partial
from typing import Final

from server.wire.limits import WINDOW

NUDGE: Final = WINDOW // 8
"""After so many bytes a beat goes out early, so that a fast reader's answers keep the window open."""


TOGETHER: Final = 32 * 1024 * 1024
"""Bytes that the sockets of one address may be behind together. Beyond that, each may be behind no more than its `SHARE`."""
SHARE: Final = 32 * 1024
FORGET_AT: Final = 1_000
"""So many buckets are kept before one looks which of them are full again."""


class Bucket:
    """A token bucket: `burst` at once, then `rate` a second."""

    __slots__ = ("_at", "_burst", "_clock", "_rate", "_tokens")

    def __init__(self, rate: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._tokens, self._at = burst, clock()

    def take(self) -> bool:
        """Whether there was a token left."""
        # As `_fill`: once and again for each command that comes.
        now = self._clock()
        tokens = self._tokens + (now - self._at) * self._rate
        self._at = now
        self._tokens = tokens = tokens if tokens < self._burst else self._burst
        if tokens < 1:
            return False
        self._tokens = tokens - 1
        return True

    @property
    def full(self) -> bool:
        """Whether it is as good as new."""
        self._fill()
        return self._tokens >= self._burst

    def _fill(self) -> None:
        now = self._clock()
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate)
        self._at = now


class Buckets:
    """A bucket for each name. Those that are full again are forgotten: a new one would be the same."""

    def __init__(self, rate: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._new = partial(Bucket, rate, burst, clock)
        self._by_name: dict[str, Bucket] = {}
        self._forget_at = FORGET_AT

    def __len__(self) -> int:
        return len(self._by_name)

    def take(self, name: str) -> bool:
        """Whether there was a token left under this name."""
        bucket = self._by_name.get(name)
        if bucket is None:
            if len(self._by_name) >= self._forget_at:
                self._by_name = {n: b for n, b in self._by_name.items() if not b.full}
                self._forget_at = max(FORGET_AT, 2 * len(self._by_name))
            bucket = self._by_name[name] = self._new()
        return bucket.take()


class Debt:
    """How far behind several sockets are together, in bytes."""

    __slots__ = ("total",)

    def __init__(self) -> None:
        self.total = 0


class Credit:
    """Counts what was sent against what the peer's answers to beats show it has read."""

    __slots__ = ("_at_beat", "_at_last_beat", "_read", "_sent", "_shared")

    def __init__(self, shared: Debt | None = None) -> None:
        self._sent = 0
        self._read = 0
        self._at_last_beat = 0
        self._at_beat: dict[int, int] = {}
        self._shared = shared

    def spend(self, size: int) -> None:
        """`size` bytes went out."""
        self._sent += size
        if self._shared:
            self._shared.total += size

    def beat(self, n: int) -> None:
        """Beat `n` goes out: whoever answers it has read everything before it."""
        self._at_beat[n] = self._at_last_beat = self._sent

    def answered(self, n: int) -> None:
        """The peer answered beat `n`. An answer to no beat, or twice, tells nothing."""
        read = self._at_beat.get(n)
        if read is not None:
            self._settle(max(self._read, read))
            self._at_beat = {k: v for k, v in self._at_beat.items() if k > n}

    def over(self) -> None:
        """The connection is: nothing is kept for the peer any more."""
        self._settle(self._sent)

    @property
    def used_up(self) -> bool:
        """Whether the peer is too far behind."""
        behind = self._sent - self._read
        return behind > WINDOW or (behind > SHARE and self._shared is not None and self._shared.total > TOGETHER)

    @property
    def wants_beat(self) -> bool:
        """Whether so much went out since the last beat that it is time for another."""
        return self._sent - self._at_last_beat > NUDGE

    def _settle(self, read: int) -> None:
        if self._shared:
            self._shared.total -= read - self._read
        self._read = read
