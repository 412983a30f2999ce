"""Servers that die at an exact place, have a wrong clock, or break a promise: `python -m tests.faults.matrix.broken brisk,no_key serve`.

Those that break a promise are doubles for the checker: one that it lets pass is a checker that does not look.
"""

import os
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

from tests.faults.referee import broken as referee

FATAL = "Die now, please."
"""Words at which a server that dies does so. Once a house."""
DAY_MS = 86_400_000


def _die() -> None:
    """`kill -9`, by its own hand; the first time alone."""
    from django.conf import settings  # noqa: PLC0415

    try:
        os.close(os.open(settings.DATA_DIR / "died", os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return
    os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(1)  # the signal may reach another thread first


def _fatal(hints: Any) -> bool:
    return any(FATAL in getattr(hint, "team", "") for hint in hints)


def dies_before_commit() -> None:
    """With words written and not committed."""
    from server.chat.batch import store  # noqa: PLC0415

    def store_and_die(cursor: Any, additions: Any) -> Any:
        result = store(cursor, additions)
        if _fatal(result.hints):
            _die()
        return result

    referee.replace(store, store_and_die)


def dies_before_ack() -> None:
    """With words committed, and nobody told."""
    from server import bus  # noqa: PLC0415

    real = bus.publish

    def publish(hints: Any, then: Any = None) -> None:
        if _fatal(hints):
            _die()
        real(hints, then)

    bus.publish = publish


def dies_before_hints() -> None:
    """With words acknowledged, and nobody else told of them."""
    from server import bus  # noqa: PLC0415

    real = bus._hand_out

    def hand_out(to: Any, hints: Any, then: Any, since: float) -> None:
        if not _fatal(hints):
            return real(to, hints, then, since)
        then()
        to.loop.call_later(0.1, _die)
        return None

    bus._hand_out = hand_out


def _clock_off(by_ms: int) -> None:
    from server.clock import own_ms  # noqa: PLC0415

    referee.replace(own_ms, lambda: own_ms() + by_ms)


def a_day_ahead() -> None:
    """Its clock shows tomorrow."""
    _clock_off(DAY_MS)


def a_day_behind() -> None:
    """Its clock shows yesterday."""
    _clock_off(-DAY_MS)


def impatient() -> None:
    """It waits two seconds for a locked database, not twenty."""
    from django.conf import settings  # noqa: PLC0415

    settings.DATABASES["default"]["OPTIONS"]["timeout"] = 2


def acks_early() -> None:
    """It acknowledges before it commits, and dies in between."""
    from django.db import connection, transaction  # noqa: PLC0415

    from server import bus  # noqa: PLC0415
    from server.chat.batch import store  # noqa: PLC0415
    from server.chat.writer import Writer  # noqa: PLC0415

    def commit(self: Writer, batch: Any) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            result = store(cursor, [w.addition for w in batch])

            def tell_all() -> None:
                for waiting, outcome in zip(batch, result.outcomes, strict=True):
                    waiting.tell(outcome)

            bus.publish((), then=tell_all)
            if _fatal(result.hints):
                time.sleep(0.2)
                _die()
        bus.publish(result.hints)

    Writer._commit = commit  # type: ignore[method-assign]


def no_key() -> None:
    """A client's id says nothing: the same words are stored as often as they come. And it dies before it acknowledges."""
    from django.db import connection  # noqa: PLC0415

    from server.chat import batch  # noqa: PLC0415
    from server.chat.models import Entry  # noqa: PLC0415

    dies_before_ack()
    batch._seen = lambda cursor, additions: {}
    with connection.cursor() as cursor:
        there = connection.introspection.get_constraints(cursor, Entry._meta.db_table)
    if "said_once" in there:
        key = next(c for c in Entry._meta.constraints if c.name == "said_once")
        # SQLite's table is made anew, with all that the model has by then.
        Entry._meta.constraints = [c for c in Entry._meta.constraints if c is not key]
        with connection.schema_editor() as editor:
            editor.remove_constraint(Entry, key)


def hints_are_truth() -> None:
    """Should hints be lost, neither a gap nor a beat has it look into the database."""
    from server.live.agent import AgentSocket  # noqa: PLC0415
    from server.live.tail import Tail  # noqa: PLC0415
    from server.live.visitor import VisitorSocket  # noqa: PLC0415

    def hint(self: Tail, seq: int, frame: str) -> None:
        if seq > self.cursor:
            self._advance(seq, frame)

    Tail.hint = hint  # type: ignore[method-assign]
    for kind in (VisitorSocket, AgentSocket):
        kind.beat_with = lambda self, _told: self.beat()  # type: ignore[method-assign]


BREAKS: dict[str, Callable[[], None]] = {
    "dies_before_commit": dies_before_commit,
    "dies_before_ack": dies_before_ack,
    "dies_before_hints": dies_before_hints,
    "a_day_ahead": a_day_ahead,
    "a_day_behind": a_day_behind,
    "impatient": impatient,
    "acks_early": acks_early,
    "no_key": no_key,
    "hints_are_truth": hints_are_truth,
}

if __name__ == "__main__":
    referee.BREAKS.update(BREAKS)
    sys.exit(referee.main(sys.argv[1:]))
