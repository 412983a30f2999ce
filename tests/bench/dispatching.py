"""One of several processes that dispatch one site: `python -m tests.bench.dispatching KEY N SECONDS`.

Its own agent comes, its own visitor writes and is put before somebody, who puts the phone down, over and over. It says `ready`,
waits for a line, and tells how many dispatches it came to.
"""

import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "server.settings")

import django


def run(key: str, n: int, seconds: float) -> int:
    """How many dispatches there were in that time; each of them decided something."""
    from django.db import DatabaseError, connection, transaction  # noqa: PLC0415

    from server.chat.batch import Addition, store  # noqa: PLC0415
    from server.chat.log import Stored  # noqa: PLC0415
    from server.clock import now_ms  # noqa: PLC0415
    from server.desk import actions as desk  # noqa: PLC0415
    from server.desk.dispatch import dispatch  # noqa: PLC0415
    from server.desk.models import Place  # noqa: PLC0415
    from server.ids import new_id  # noqa: PLC0415
    from server.people import actions as people  # noqa: PLC0415
    from server.people import queries  # noqa: PLC0415
    from server.people.models import Agent  # noqa: PLC0415
    from server.wire.limits import CAPACITY_MAX  # noqa: PLC0415
    from server.wire.nouns import Message  # noqa: PLC0415

    agent = Agent.objects.filter(site__key=key).order_by("user__email")[n]
    site = agent.site_id
    desk.come(site, agent.id, new_id(), "bench", now_ms())
    desk.set_presence(site, agent.id, "available", CAPACITY_MAX)
    visitor, _ = people.welcome_visitor(site, None, None, (), None, None, None)
    print("ready", flush=True)
    sys.stdin.readline()
    dispatches = 0
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        said = Addition(site, visitor.face, new_id(), Message(text="Hello?", html=None), None)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                (stored,) = store(cursor, [said]).outcomes
            assert isinstance(stored, Stored)
            dispatch(site)
            owner = Place.objects.values_list("agent_id", flat=True).get(conversation_id=stored.conversation)
            face = queries.face(owner) if owner else None
            if face is None:
                # A ring that an earlier run left behind was not answered, and so nobody takes calls.
                desk.set_presence(site, agent.id, "available", CAPACITY_MAX)
                continue
            desk.close(site, stored.conversation, face)
        except DatabaseError:
            # Starved of its core in the middle of a transaction, and so undone: as the server does, it tries anew.
            connection.close()
        else:
            dispatches += 2
    return dispatches


if __name__ == "__main__":
    django.setup()
    print(run(sys.argv[1], int(sys.argv[2]), float(sys.argv[3])), flush=True)
