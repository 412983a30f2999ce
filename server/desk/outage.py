"""After everything was down: nobody is taken for gone, or for not answering, because of a time in which nobody could do anything."""

from typing import Final

from server.clock import as_datetime
from server.desk.models import Member, Place
from server.people import actions as people
from server.people import whereabouts
from server.wire.limits import LEASE_MS

_TOLD_TO_ANSWER: Final = (Place.State.RINGING, Place.State.ENGAGED, Place.State.HELD)


def after_outage(now: int) -> None:
    """A process starts. Where it is the first, agents and visitors get a lease's time to come back, and rings ring on."""
    if not people.after_outage(as_datetime(now)):
        return
    back = now + LEASE_MS
    Place.objects.filter(state__in=_TOLD_TO_ANSWER, until_at__lt=back).update(until_at=back, due_at=back, nudge_at=None)
    Member.objects.filter(state=Member.State.ASKED, due_at__lt=back).update(due_at=back)
    waiting = Place.objects.exclude(state=Place.State.WRAPPED).filter(absent=False)
    whereabouts.seen(list(waiting.values_list("visitor_id", flat=True)), as_datetime(now))
