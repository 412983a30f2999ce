"""Before our server is measured: its database, a site, and an agent who is away, signed in by a cookie."""

import json
import os
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "server.settings")

import django
from django.core.management import call_command


def prepare(folder: Path) -> None:
    """Leave what the generator needs in `prepared.json`."""
    from django.conf import settings  # noqa: PLC0415
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from server.people.models import Agent, User  # noqa: PLC0415
    from server.sites.models import Site  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    site = Site.objects.create(name="Bench", created_at=timezone.now())
    user = User.objects.create_user("bench@example.com", "Ana")
    Agent.objects.create(site=site, user=user, name="Ana", presence="away")
    session = SessionStore()
    session[SESSION_KEY] = user.pk
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    cookie = f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
    (folder / "prepared.json").write_text(json.dumps({"site": site.key, "cookie": cookie}))


if __name__ == "__main__":
    django.setup()
    prepare(Path(os.environ["BENCH_DATA"]))
