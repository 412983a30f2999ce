"""A site at work, one step at a time: who comes, writes, picks up, vanishes. No thread of the server takes part."""

from collections import Counter
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from server.chat.batch import store
from server.chat.log import Stored
from server.chat.models import Entry
from server.clock import now_ms
from server.desk import actions, queries
from server.desk.models import Place
from server.people.models import Agent, Lease
from server.sites.models import Site
from server.wire.nouns import Face
from tests.unit.server.chat.logs import BODIES, make_visitor, says
from tests.unit.server.conftest import Staff


def face(staff: Staff) -> Face:
    return Face(kind="agent", id=staff.id, name=staff.name)


def come(site: Site, *staff: Staff) -> None:
    for one in staff:
        actions.come(site.id, one.id, f"lease-{one.id}", "process", now_ms())


def lapse(*staff: Staff) -> None:
    """Their machine died a lease ago, and nobody has noticed yet."""
    Lease.objects.filter(agent_id__in=[s.id for s in staff]).update(expires_at=timezone.now() - timedelta(seconds=1))


def write(site: Site, by: Face | None = None, text: str = "Hello?") -> str:
    """Words of a visitor, stored by a process that died before it told the desk."""
    by = by or make_visitor(site)
    with transaction.atomic(), connection.cursor() as cursor:
        client_id = f"client-id-{Entry.objects.count()}-{by.id}"
        (outcome,) = store(cursor, [says(site, by, client_id[:64], text)]).outcomes
    assert isinstance(outcome, Stored)
    return outcome.conversation


def take(site: str, conversation: str, by: Face) -> Stored:
    """They pick it up by hand, whatever rings."""
    return actions.pick_up(site, conversation, by, None)


def here(site: Site) -> list[str]:
    """Who is here, as visitors are told."""
    return list(queries.presence(site.id, now_ms()).ids)


def place(conversation: str) -> Place:
    return Place.objects.get(conversation_id=conversation)


def owner(conversation: str) -> str | None:
    found: str | None = place(conversation).agent_id
    return found


def kinds(conversation: str) -> list[str]:
    """What is in the log, by kind."""
    bodies = Entry.objects.filter(conversation_id=conversation).order_by("seq").values_list("body", flat=True)
    return [type(BODIES.decode(body)).__name__ for body in bodies]


def never_double(site: Site) -> None:
    """Every place has the owner its state asks for, and nobody was connected more than they can hold."""
    owned = Counter(Place.objects.filter(site=site, agent__isnull=False).values_list("agent_id", flat=True))
    for agent in Agent.objects.filter(site=site):
        assert owned[agent.id] <= agent.capacity
    for p in Place.objects.filter(site=site):
        assert (p.agent_id is not None) == (p.state in {"ringing", "engaged"})
        assert kinds(p.conversation_id).count("Connected") <= p.offer


def work_conserved(site: Site) -> None:
    """Nobody waits while a human has a free slot."""
    if Place.objects.filter(site=site, state="waiting").exists():
        for agent in Agent.objects.filter(site=site, online=True, active=True, presence="available"):
            assert Place.objects.filter(agent=agent).count() >= agent.capacity
