"""What one socket may cost: how fast it may speak, and how far behind it may fall."""

import time
from collections.abc import Callable
from typing import Final

from server.wire.limits import WINDOW

NUDGE: Final = WINDOW // 8
"""After so many bytes a beat goes out early, so that a fast reader's answers keep the window open."""


class Bucket:
    """A token bucket: `burst` at once, then `rate` a second."""

    def __init__(self, rate: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._tokens, self._at = burst, clock()

    def take(self) -> bool:
        """Whether there was a token left."""
        now = self._clock()
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate)
        self._at = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True


class Credit:
    """Counts what was sent against what the peer's answers to beats show it has read."""

    def __init__(self) -> None:
        self._sent = 0
        self._read = 0
        self._at_last_beat = 0
        self._at_beat: dict[int, int] = {}

    def spend(self, size: int) -> None:
        """`size` bytes went out."""
        self._sent += size

    def beat(self, n: int) -> None:
        """Beat `n` goes out: whoever answers it has read everything before it."""
        self._at_beat[n] = self._at_last_beat = self._sent

    def answered(self, n: int) -> None:
        """The peer answered beat `n`. An answer to no beat, or twice, tells nothing."""
        read = self._at_beat.get(n)
        if read is not None:
            self._read = max(self._read, read)
            self._at_beat = {k: v for k, v in self._at_beat.items() if k > n}

    @property
    def used_up(self) -> bool:
        """Whether the peer is too far behind."""
        return self._sent - self._read > WINDOW

    @property
    def wants_beat(self) -> bool:
        """Whether so much went out since the last beat that it is time for another."""
        return self._sent - self._at_last_beat > NUDGE
