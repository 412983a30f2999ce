"""The group-commit writer: one thread a process, whose next batch is whatever came during the last commit.

No timer and no waiting for a full batch. One transaction stores the batch; only after its commit are
the callers told, all of them by one call into the event loop, together with the hints.
"""

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from queue import Empty, SimpleQueue
from typing import Final

import msgspec
import structlog
from django.db import DatabaseError, InternalError, OperationalError, connection, transaction

from server import bus, metrics
from server.chat import facts
from server.chat.batch import Addition, Outcome, store
from server.chat.errors import Unavailable

log = structlog.get_logger()
BATCH_MAX: Final = 256
BATCH_BYTES: Final = 512 * 1024
"""The memory of one batch's words. Told to a site, in each of its encodings, they take several times as much for a moment."""
WAITING_MAX: Final = 2_048
"""More than so many do not wait: where the database is held up, they would fill the memory. They are sent again."""
WAITING_BYTES: Final = 4 * 1024 * 1024
"""The same for the memory that their words take."""
AT_ONCE_S: Final = 1.0
"""A database that gives way sooner than this may only have dropped the line, or undone a deadlock: it is asked once more."""
STOP: Final = None
_GAVE_WAY: Final = (OperationalError, InternalError)
"""Gone, locked, full; and PostgreSQL's word for one that only reads. Not an item's fault, so no item is tried alone."""


class _Waiting(msgspec.Struct, frozen=True):
    addition: Addition
    tell: Callable[[Outcome], None]
    since: float
    size: int


class Writer:
    """Accepts additions from any thread; answers each through its `tell`, in the event loop."""

    def __init__(self) -> None:
        self._queue: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._stopping = threading.Lock()
        self._oldest: float | None = None
        self._refused: float | None = None
        """When the database last took nothing; None once it has taken something."""
        self._counting = threading.Lock()
        self._bytes = 0
        """Of all that wait for the next batch."""

    def add(self, addition: Addition, tell: Callable[[Outcome], None]) -> None:
        """Store `addition` with the next batch. `tell` gets a `Stored`, a `ChatError` or `Unavailable`."""
        waiting = _Waiting(addition, tell, time.perf_counter(), addition.size)
        with self._counting:
            room = self.waiting < WAITING_MAX and self._bytes + waiting.size <= WAITING_BYTES
            if room:
                self._bytes += waiting.size
        if not room:
            return self._give_up([waiting], Unavailable("Too many words wait already."))
        self._queue.put(waiting)
        if self._thread is None:
            self._start()
        return None

    @property
    def waiting(self) -> int:
        """How many wait for the next batch."""
        return self._queue.qsize()

    @property
    def waited_s(self) -> float:
        """For how long the oldest of the batch that is being stored has waited; 0 where none is."""
        oldest = self._oldest
        return 0.0 if oldest is None else time.perf_counter() - oldest

    @property
    def refused_s(self) -> float | None:
        """How long ago the database took nothing, in seconds; None where it has taken something since."""
        refused = self._refused
        return None if refused is None else time.perf_counter() - refused

    def stop(self) -> None:
        """Store what is queued, then end the thread. What comes meanwhile, or later, starts a new one."""
        with self._stopping:
            with self._starting:
                thread = self._thread
            if thread is None:
                return
            self._queue.put(STOP)
            thread.join()
            self._thread = None
        if not self._queue.empty():
            self._start()

    def _start(self) -> None:
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        try:
            while batch := self._next():
                self._oldest = batch[0].since
                self._store(batch)
                self._oldest = None
        finally:
            connection.close()

    def _next(self) -> list[_Waiting]:
        """What waits, at least one and at most a batch; empty when it is time to stop."""
        first = self._queue.get()
        batch: list[_Waiting] = []
        size = 0
        while first is not STOP:
            batch.append(first)
            size += first.size
            if len(batch) == BATCH_MAX or size > BATCH_BYTES:
                break
            try:
                first = self._queue.get_nowait()
            except Empty:
                break
        else:
            if batch:
                self._queue.put(STOP)
        with self._counting:
            self._bytes -= size
        return batch

    def _store(self, batch: Sequence[_Waiting]) -> None:
        """One transaction for all; if an item breaks it, one each, so that one bad item harms no other.

        Where the database gave way (it is gone, locked, full) it would for each of them, each waiting as long again: all are
        told at once, and send again.
        """
        begun = time.perf_counter()
        error = self._try(batch)
        if isinstance(error, _GAVE_WAY) and time.perf_counter() - begun < AT_ONCE_S:
            error = self._try(batch)
        if error and (len(batch) == 1 or isinstance(error, _GAVE_WAY)):
            self._give_up(batch, error)
        elif error:
            self._store_each(batch)

    def _store_each(self, batch: Sequence[_Waiting]) -> None:
        for n, waiting in enumerate(batch):
            error = self._try([waiting])
            if isinstance(error, _GAVE_WAY):
                return self._give_up(batch[n:], error)
            if error:
                self._give_up([waiting], error)
        return None

    def _try(self, batch: Sequence[_Waiting]) -> Exception | None:
        """Store these together, or tell why not."""
        try:
            self._commit(batch)
        except Exception as error:
            if isinstance(error, _GAVE_WAY):
                self._refused = time.perf_counter()
            log.warning("batch_failed", size=len(batch), error=error, exc_info=not isinstance(error, DatabaseError))
            # A broken connection (the database restarted) is replaced on the next use.
            connection.close()
            return error
        self._refused = None
        return None

    def _give_up(self, batch: Sequence[_Waiting], error: Exception) -> None:
        metrics.NOT_STORED.inc(len(batch))
        bus.publish((), then=lambda: _tell(batch, repeat(Unavailable(str(error)))))

    def _commit(self, batch: Sequence[_Waiting]) -> None:
        begun = time.perf_counter()
        with transaction.atomic(), connection.cursor() as cursor:
            result = store(cursor, [w.addition for w in batch])
        done = time.perf_counter()
        metrics.BATCH_SIZE.observe(len(batch))
        metrics.APPEND.observe(done - begun)
        metrics.STORED.observe(done - batch[0].since)
        # The desk first: it has the longest way to go until somebody's line rings.
        for site in result.sites_with_facts:
            facts.came.send_robust(sender=Writer, site_id=site)
        bus.publish(result.hints, then=lambda: _tell(batch, result.outcomes))


def _tell(batch: Sequence[_Waiting], outcomes: Iterable[Outcome]) -> None:
    for waiting, outcome in zip(batch, outcomes, strict=False):
        try:
            waiting.tell(outcome)
        except Exception:
            log.exception("not_told")


writer = Writer()
