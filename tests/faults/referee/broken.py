"""Servers with something broken on purpose: `python -m tests.faults.referee.broken no_lock serve --port 8001`.

The real server, less one thing it stands on. The referee must find each of them out; one that it lets pass is a
referee that does not look. `brisk` breaks nothing: its beats and leases are short, so that one needs not wait long.

Long, because it is a list.
"""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.faults.referee.sightings import STALL

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "server.settings")

BRISK_LEASE_MS = 6_000
DAWDLE_S = 0.1
"""Between looking and writing, so that what can happen there happens often."""


def brisk() -> None:
    """Leases of six seconds, renewed every two. Must come first: others read the limits when they are imported."""
    from server.wire import limits  # noqa: PLC0415

    changes: dict[str, int] = {"LEASE_MS": BRISK_LEASE_MS, "BEAT_MS": BRISK_LEASE_MS // 3, "GRACE_MS": 2_000}
    for name, value in changes.items():
        setattr(limits, name, value)
    told = {f: getattr(limits.LIMITS, f) for f in limits.LIMITS.__struct_fields__}
    limits.LIMITS = limits.Limits(**told | {"lease_ms": BRISK_LEASE_MS, "beat_ms": BRISK_LEASE_MS // 3})  # type: ignore[misc]


def replace(real: object, ours: object) -> None:
    """Whoever of the server has it by its name has ours from now on."""
    import_module("server.asgi")
    ours_alone = [m for m in list(sys.modules.values()) if m.__name__.startswith("server.")]
    holders = [(m, n) for m in ours_alone for n, v in vars(m).items() if v is real]
    for module, name in holders:
        setattr(module, name, ours)
    if not holders:
        raise LookupError(f"Nothing of the server uses {real}.")


def no_lock() -> None:
    """Each process dispatches whenever it likes."""
    from django.db import transaction  # noqa: PLC0415

    from server.clock import now_ms  # noqa: PLC0415
    from server.desk.lock import site_lock  # noqa: PLC0415

    @contextmanager
    def unlocked(_site: str) -> Iterator[int]:
        with transaction.atomic():
            yield now_ms()

    replace(site_lock, unlocked)


def no_guard() -> None:
    """Neither a lock, nor updates that look whether things are still as they were when it was decided; and time in between."""
    from server.desk import changes  # noqa: PLC0415
    from server.desk.models import Place  # noqa: PLC0415

    no_lock()

    def apply(self: Any, decision: Any) -> None:
        place = Place.objects.get(conversation_id=decision.conversation)
        busy, people_in, was = place.state in changes._BUSY, self._people(place), place.state
        time.sleep(DAWDLE_S)
        changes._DO[type(decision)](self, place, decision)
        self.arm(place)
        place.save()
        self._weigh(busy, people_in, place)
        self._count_time(was, place)
        self.conversations.add(place.conversation_id)

    changes.Changes.apply = apply  # type: ignore[method-assign]


def skip_locked() -> None:
    """A dispatch that finds the desk taken goes home: whoever has it will see to everything. And no tick looks after them."""
    from django.db import connection, transaction  # noqa: PLC0415

    from server.desk import due  # noqa: PLC0415
    from server.desk.dispatch import dispatch  # noqa: PLC0415
    from server.desk.lock import site_lock  # noqa: PLC0415

    class TakenError(Exception):
        pass

    @contextmanager
    def hasty(site: str) -> Iterator[int]:
        if threading.current_thread().name != "desk":
            with site_lock(site) as now:
                yield now
            return
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [site])
                if not cursor.fetchone()[0]:
                    raise TakenError
                cursor.execute("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")
                now = int(cursor.fetchone()[0])
            yield now

    def dispatch_or_leave(site: str, **how: bool) -> None:
        try:
            dispatch(site, **how)
        except TakenError:
            return

    replace(site_lock, hasty)
    replace(dispatch, dispatch_or_leave)
    del due.PARTS["a fact that the desk has not taken in"], due.PARTS["a line that could be served"]


def no_lease() -> None:
    """Nobody is ever taken for gone."""
    from server.people.leases import sweep_leases  # noqa: PLC0415

    replace(sweep_leases, lambda _site, _now: [])


def no_memory() -> None:
    """What an agent asks of the desk is done as often as it comes: its id says nothing."""
    from msgspec.structs import replace  # noqa: PLC0415

    from server.ids import new_id  # noqa: PLC0415
    from server.live import at_the_desk  # noqa: PLC0415

    real = at_the_desk.do
    at_the_desk.do = lambda site, by, command: real(site, by, replace(command, id=new_id()))


def no_capacity() -> None:
    """Everybody has one place more than they said."""
    from server.desk.humans import Humans  # noqa: PLC0415

    real = Humans.__init__

    def roomy(self: Humans, site: str, now: int) -> None:
        real(self, site, now)
        self._by_id = {id_: h._replace(capacity=h.capacity + 1) for id_, h in self._by_id.items()}

    Humans.__init__ = roomy  # type: ignore[method-assign]


def no_escalation() -> None:
    """Asking for somebody who can fix it is acknowledged, and that is all."""
    from server.chat.models import Fact  # noqa: PLC0415
    from server.desk import intake  # noqa: PLC0415

    intake._TAKE[Fact.Kind.ESCALATED] = lambda _desk, _fact: None


def no_hurry() -> None:
    """What a process does not finish stands in everybody's way for as long as it stands still."""
    os.environ["PGOPTIONS"] = ""


def no_offer() -> None:
    """A ring may be answered whenever one likes: its number is not looked at."""
    from routing import requests  # noqa: PLC0415
    from routing.decisions import Take  # noqa: PLC0415

    real = requests.pick_up

    def pick_up(place: Any, human: str, offer: int | None) -> Any:
        if offer is not None and place.guest(human) is None and place.owner != human and place.state != "wrapped":
            return Take(place.id, human, "picked_up")
        return real(place, human, None)

    requests.pick_up = pick_up


def no_order() -> None:
    """The last in line comes first."""
    from server.desk import facts  # noqa: PLC0415
    from server.desk.models import Place  # noqa: PLC0415
    from server.desk.sql import SqlDesk  # noqa: PLC0415

    def heads(self: SqlDesk) -> list[Any]:
        line = Place.objects.filter(site_id=self.site, state="waiting").order_by("-credited_at", "-sequence")
        return [facts.waiting(place) for place in line[:1]]

    SqlDesk.heads = heads  # type: ignore[method-assign]


def stalls() -> None:
    """It is whole, but freezes at the worst moment: with words written and not committed. One process of the house, once."""
    from server.chat.batch import store  # noqa: PLC0415
    from server.wire.nouns import Message  # noqa: PLC0415

    stalled = Path(os.environ["BLUEPHONE_DATA"]) / "stalled"

    def first() -> bool:
        # Words that were not answered in time are said again, to another process.
        with suppress(FileExistsError):
            stalled.touch(exist_ok=False)
            return True
        return False

    def store_or_stall(cursor: Any, additions: Any) -> Any:
        result = store(cursor, additions)
        said = [a.body.text for a in additions if isinstance(a.body, Message)]
        if STALL in said and first():
            os.kill(os.getpid(), signal.SIGSTOP)
            time.sleep(DAWDLE_S)  # the signal may reach another thread first
        return result

    replace(store, store_or_stall)


BREAKS: dict[str, Callable[[], None]] = {
    "brisk": brisk,
    "no_lock": no_lock,
    "no_guard": no_guard,
    "skip_locked": skip_locked,
    "no_lease": no_lease,
    "no_memory": no_memory,
    "no_capacity": no_capacity,
    "no_escalation": no_escalation,
    "no_hurry": no_hurry,
    "no_offer": no_offer,
    "no_order": no_order,
    "stalls": stalls,
}


def main(words: list[str]) -> int:
    """`BREAK[,BREAK…] COMMAND…`: the command line of the server, after these changes."""
    import django  # noqa: PLC0415

    breaks = [BREAKS[name] for name in words[0].split(",")]
    if brisk in breaks:
        brisk()
    django.setup()
    for change in breaks:
        if change is not brisk:
            change()
    from server.cli import main as command_line  # noqa: PLC0415

    return command_line(words[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
