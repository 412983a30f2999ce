"""A lock that is handed on in the order in which it was asked for.

`threading.Lock` lets whoever comes by first have it, so a busy writer that asks again at once
starves the others. Here a release gives the lock to the head of the line and to nobody else.
"""

import threading
from collections import deque


class FairLock:
    """First come, first served; a thread that holds it may take it again."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._line: deque[tuple[int, threading.Lock]] = deque()
        self._holder: int | None = None
        self._depth = 0

    def acquire(self, timeout: float) -> bool:
        """Wait in line at most `timeout` seconds; whether it is ours."""
        me = threading.get_ident()
        with self._mutex:
            if self._holder in {None, me}:
                self._holder = me
                self._depth += 1
                return True
            turn = threading.Lock()
            turn.acquire()
            self._line.append((me, turn))
        try:
            if turn.acquire(timeout=timeout):
                return True
        except BaseException:
            if not self._step_out(me, turn):
                self.release()
            raise
        return not self._step_out(me, turn)

    def release(self) -> None:
        """Give it back, or on to the next in line. Any thread may do so for the one that holds it."""
        with self._mutex:
            if self._depth == 0:
                raise RuntimeError("The lock is not held.")
            self._depth -= 1
            if self._depth:
                return
            if self._line:
                self._holder, turn = self._line.popleft()
                self._depth = 1
                turn.release()
            else:
                self._holder = None

    def _step_out(self, me: int, turn: threading.Lock) -> bool:
        """Leave the line; False when the lock was handed to us at the last moment."""
        with self._mutex:
            if (me, turn) in self._line:
                self._line.remove((me, turn))
                return True
            return False
