"""What visitors are told about their wait: asked of the records once the desk is settled, for those who have just come."""

from django.db.models import Q

from server.clock import now_ms
from server.desk.models import Place
from server.desk.sql import SqlDesk
from server.waits import actions as waits


def make(desk: SqlDesk) -> None:
    """Note that they wait; and promise something to those for whom nobody is free."""
    for place in desk.places.some(desk.arrived):
        if place.state == Place.State.WRAPPED:
            continue
        free = place.state != Place.State.WAITING
        desk.changes.line_moved = desk.changes.line_moved or not free
        ahead = 0 if free else _ahead(place)
        slots = desk.humans.capacity()
        said = waits.joined_line(desk.site, place.conversation_id, place.entered_at, ahead, slots, free=free)
        if said is not None and not free:
            place.promised, place.breach_at = said, place.entered_at + said * 60_000
            desk.changes.arm(place)
            desk.places.write(place)
    desk.arrived.clear()


def _ahead(place: Place) -> int:
    """How many are served before this one."""
    line = Place.objects.filter(site_id=place.site_id, state=Place.State.WAITING, absent=False)
    line = line.filter(Q(reach_due__isnull=True) | Q(reach_due__lte=now_ms()))
    same = Q(credited_at=place.credited_at, sequence__lt=place.sequence)
    before = Q(rank__lt=place.rank) | Q(rank=place.rank) & (Q(credited_at__lt=place.credited_at) | same)
    return line.filter(before).count()
