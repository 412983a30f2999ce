"""Before a house opens: its database, its sites and their teams, everybody signed in by a cookie.

`python -m tests.faults.referee.prepare` reads `PREPARE` from the environment: site → {"people": how many, …the site's own
settings}. Prints site → {"key", "people": {agent's id: cookie}}. The first of a team owns the site.
"""

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "server.settings")

import django
from django.core.management import call_command

NAMES = (
    "Ana",
    "Ben",
    "Chloé",
    "Dev",
    "Ewa",
    "Finn",
    "Gus",
    "Hana",
    "Ida",
    "Jon",
    "Kim",
    "Lea",
    "Max",
    "Nia",
    "Oli",
    "Pia",
)


def prepare(wanted: dict[str, dict[str, int | str]]) -> dict[str, dict[str, object]]:
    """Make everything that is asked for."""
    from django.utils import timezone  # noqa: PLC0415

    from server.people.models import Agent, User  # noqa: PLC0415
    from server.sites.models import Site  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    made: dict[str, dict[str, object]] = {}
    for site_name, has in wanted.items():
        settings = {k: v for k, v in has.items() if k != "people"}
        site = Site.objects.create(name=site_name, created_at=timezone.now(), **settings)
        people: dict[str, str] = {}
        for n in range(int(has["people"])):
            user = User.objects.create_user(f"{n}@{site_name}.example", NAMES[n])
            agent = Agent.objects.create(
                site=site, user=user, name=NAMES[n], presence="away", role="owner" if n == 0 else "agent"
            )
            people[agent.id] = _signed_in(user)
        made[site_name] = {"key": site.key, "people": people}
    return made


def _signed_in(user: object) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415

    session = SessionStore()
    session[SESSION_KEY] = user.pk  # type: ignore[attr-defined]
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()  # type: ignore[attr-defined]
    session.create()
    return str(session.session_key)


if __name__ == "__main__":
    django.setup()
    json.dump(prepare(json.loads(os.environ["PREPARE"])), sys.stdout)
