"""A line of a thousand: `python -m tests.bench.crowd KEY HOW_MANY`. They wait for a team whose one human has no place for them.

They are on the database alone: nobody holds their sockets, and for the time of a measurement they do not go away.
"""

import os
import sys
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "server.settings")

import django

OVERFLOW_S = 600
"""No other human serves them that long."""


def gather(key: str, how_many: int) -> None:
    """The team is the second agent of the site, who is away as yet."""
    from django.db import connection, transaction  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from server.chat.batch import Addition, store  # noqa: PLC0415
    from server.desk.dispatch import dispatch  # noqa: PLC0415
    from server.ids import new_id  # noqa: PLC0415
    from server.people import actions as people  # noqa: PLC0415
    from server.people.models import Agent, Visitor  # noqa: PLC0415
    from server.sites.models import Site, Team  # noqa: PLC0415
    from server.wire.nouns import Message  # noqa: PLC0415

    site = Site.objects.get(key=key)
    Site.objects.filter(key=key).update(overflow_s=OVERFLOW_S)
    team = Team.objects.create(site=site, name="Repairs")
    Agent.objects.filter(site=site).order_by("user__email")[1].teams.add(team)
    came = [people.welcome_visitor(site.id, None, None, (), None, None, team.name)[0] for _ in range(how_many)]
    Visitor.objects.filter(site=site).update(seen_at=timezone.now() + timedelta(days=1))
    words = Message(text="My rear wheel clicks.", html=None)
    with transaction.atomic(), connection.cursor() as cursor:
        store(cursor, [Addition(site.id, v.face, new_id(), words, None) for v in came])
    dispatch(site.id)
    with connection.cursor() as cursor:
        # As the database does by itself within a minute of such a change.
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    django.setup()
    gather(sys.argv[1], int(sys.argv[2]))
