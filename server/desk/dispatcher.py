"""The desk's thread: one a process. Dispatches the sites it is told of, and ticks for what nobody told.

It lives long and keeps its connection. A site told of twice before its turn is dispatched once.
"""

import threading
import time
from collections.abc import Callable
from typing import Final, TypeVar

import structlog
from django.db import connection

from server.clock import as_datetime, now_ms
from server.db import shared_clock
from server.desk import absence, due, insiders, passes
from server.desk.dispatch import dispatch

log = structlog.get_logger()
TICK_S: Final = 1.0
TRIES: Final = 3
_About = TypeVar("_About")
_Found = TypeVar("_Found")


class Dispatcher:
    """`wake(site)` from any thread; the dispatch follows at once on the desk's own."""

    def __init__(self) -> None:
        self._sites: set[str] = set()
        self._something = threading.Condition()
        self._thread: threading.Thread | None = None
        """The one that shall run; whichever is not it ends."""
        self._ticking = False

    def wake(self, site: str) -> None:
        """Something happened on this site."""
        with self._something:
            self._sites.add(site)
            self._something.notify()
            self._run_thread()

    def start(self) -> None:
        """Tick from now on, also while nothing happens."""
        with self._something:
            self._ticking = True
            self._something.notify()
            self._run_thread()

    def stop(self) -> None:
        """Finish what is being done, then end the thread. A later `wake` starts a new one."""
        with self._something:
            thread, self._thread = self._thread, None
            self._ticking = False
            self._something.notify_all()
        if thread:
            thread.join()

    def _run_thread(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="desk", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        next_tick = time.monotonic()
        try:
            while self._runs_on():
                for site in self._take(next_tick):
                    self._dispatch(site)
                if self._ticking and time.monotonic() >= next_tick:
                    next_tick = time.monotonic() + TICK_S
                    self._tick()
        finally:
            connection.close()

    def _runs_on(self) -> bool:
        return self._thread is threading.current_thread()

    def _take(self, until: float) -> set[str]:
        with self._something:
            if not self._sites and self._runs_on():
                self._something.wait(max(0.0, until - time.monotonic()) if self._ticking else None)
            sites, self._sites = self._sites, set()
            return sites

    def _tick(self) -> None:
        _tried(lambda _: shared_clock.look(), None)
        now = now_ms()
        due_now = _tried(due.sites, as_datetime(now)) or set()
        moved = _tried(absence.sites, as_datetime(now)) or set()
        for site in due_now | moved:
            self._dispatch(site, look_for_visitors=site in moved)
        for site in _tried(passes.sites_where_one_ran_out, now) or []:
            _tried(insiders.run_out, site)

    def _dispatch(self, site: str, *, look_for_visitors: bool = False) -> None:
        """Three tries: a starved process may have lost its transaction to the idle timeout. The tick is the fourth."""
        for attempt in range(1, TRIES + 1):
            try:
                return dispatch(site, look_for_visitors=look_for_visitors)
            except Exception:
                log.exception("dispatch_failed", site=site, attempt=attempt)
                connection.close()
        return None


def _tried(part: Callable[[_About], _Found], about: _About) -> _Found | None:
    """What a part of a tick finds; None if it fails, which is no other part's loss and no other site's."""
    try:
        return part(about)
    except Exception:
        log.exception("tick_failed", about=str(about))
        connection.close()
        return None


dispatcher = Dispatcher()
