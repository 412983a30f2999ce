"""Advocates: the agent a visitor knows, and that one's stand-in. Preferred, and never a wall."""

from collections.abc import Callable, Collection
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from server import bus
from server.clock import as_ms, now
from server.people import queries, whereabouts
from server.people.models import Agent, Visitor
from server.sites.queries import Priority
from server.wire import agent as agent_wire
from server.wire import codec
from server.wire import visitor as visitor_wire

_FIELDS: Final = ["advocate", "backup", "priority"]
# Rows are locked without their keys: whoever leaves, holding the conversation that the desk wants, needs the visitor's.


class UnknownVisitorError(Exception):
    """The site has no visitor with this id."""


class UnknownAdvocateError(Exception):
    """Nobody who answers on this site has this id."""


class BadBackupError(Exception):
    """A stand-in stands in for somebody else."""


def set_person(site_id: str, visitor_id: str, agent_id: str | None) -> bool:
    """Whom the visitor knows from here on; whether that is a change."""
    _check(site_id, agent_id)

    def change(visitor: Visitor) -> None:
        visitor.advocate_id = agent_id
        if agent_id in {None, visitor.backup_id}:
            visitor.backup_id = None

    return _change(site_id, visitor_id, change)


def set_backup(site_id: str, visitor_id: str, agent_id: str | None) -> bool:
    """Who stands in for the visitor's person; whether that is a change."""
    _check(site_id, agent_id)

    def change(visitor: Visitor) -> None:
        if agent_id is not None and visitor.advocate_id in {None, agent_id}:
            raise BadBackupError
        visitor.backup_id = agent_id

    return _change(site_id, visitor_id, change)


def set_priority(site_id: str, visitor_id: str, priority: Priority) -> bool:
    """The credit the visitor gets in line, from their next wait on; whether that is a change."""

    def change(visitor: Visitor) -> None:
        visitor.priority = priority

    return _change(site_id, visitor_id, change)


def first_solved(visitor_id: str, agent_id: str) -> bool:
    """An agent solved a visitor's matter: where nobody who still answers was their person, it is this one from here on."""
    with transaction.atomic():
        visitor = Visitor.objects.select_for_update(no_key=True).get(id=visitor_id)
        if visitor.advocate_id and _answering(visitor.site_id).filter(id=visitor.advocate_id).exists():
            return False
        if not _answering(visitor.site_id).filter(id=agent_id).exists():
            return False
        return set_person(visitor.site_id, visitor_id, agent_id)


def move(site_id: str, from_id: str, to_id: str, most: int) -> list[str]:
    """Some who know one agent, or whom that one stands in for, have another from here on; their ids, none when all have moved."""
    _check(site_id, to_id)
    if from_id == to_id:
        return []
    with transaction.atomic():
        theirs = Visitor.objects.filter(Q(advocate_id=from_id) | Q(backup_id=from_id), site_id=site_id)
        # Locked in one order, as every beat locks those who are here.
        locked = theirs.select_for_update(no_key=True).order_by("id")
        concerned = list(locked.values_list("id", flat=True)[:most])
        mine = Visitor.objects.filter(id__in=concerned)
        mine.filter(advocate_id=from_id, backup_id=to_id).update(backup=None)
        mine.filter(advocate_id=to_id, backup_id=from_id).update(backup=None)
        mine.filter(advocate_id=from_id).update(advocate=to_id)
        mine.filter(backup_id=from_id).update(backup=to_id)
        transaction.on_commit(lambda: _tell(site_id, _here(concerned)))
    return concerned


def _here(visitor_ids: Collection[str]) -> set[str]:
    return whereabouts.here(queries.visitors(visitor_ids).values(), now())


def _answering(site_id: str) -> QuerySet[Agent]:
    return Agent.objects.filter(site_id=site_id, active=True, user__is_active=True)


def _check(site_id: str, agent_id: str | None) -> None:
    if agent_id is not None and not _answering(site_id).filter(id=agent_id).exists():
        raise UnknownAdvocateError


def _change(site_id: str, visitor_id: str, change: Callable[[Visitor], None]) -> bool:
    with transaction.atomic():
        visitor = Visitor.objects.select_for_update(no_key=True).filter(site_id=site_id, id=visitor_id).first()
        if visitor is None:
            raise UnknownVisitorError
        before = (visitor.advocate_id, visitor.backup_id, visitor.priority)
        change(visitor)
        if (visitor.advocate_id, visitor.backup_id, visitor.priority) == before:
            return False
        visitor.save(update_fields=_FIELDS)
        transaction.on_commit(lambda: _tell(site_id, [visitor_id]))
    return True


def _tell(site_id: str, visitor_ids: Collection[str]) -> None:
    """Each visitor hears who is theirs, and consoles hear of the visitors."""
    moment = now()
    hints: list[bus.AnyHint] = []
    found = queries.visitors(visitor_ids)
    online = whereabouts.here(found.values(), moment)
    for visitor_id, facts in found.items():
        person = visitor_wire.PersonIs(person=queries.person(visitor_id, as_ms(moment)))
        hints.append(bus.ToVisitor(site=site_id, visitor=visitor_id, frame=codec.encode(person)))
        card = agent_wire.VisitorChanged(visitor=facts.card(visitor_id in online))
        hints.append(bus.ToAgents(site=site_id, frame=codec.encode(card), agent=None))
    bus.publish(hints)
