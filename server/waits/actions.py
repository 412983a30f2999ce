"""What the desk tells of waits, under the site's lock; `now` in milliseconds. Each may be said twice, and each costs
the same few queries however long the line is. No agent is ever named here.
"""

from django.db import transaction

from routing import waits
from server import metrics
from server.waits.counting import counted, keep, rates_of
from server.waits.models import Talk, Tally, Wait


def joined_line(site: str, conversation: str, now: int, ahead: int, slots: int, *, free: bool = False) -> int | None:
    """Somebody waits for a human, with so many before them and so many slots of available humans in all.

    Returns the minutes that are promised; None: we can't say, or need not, as a slot is `free`. Whoever waits already keeps what
    they were promised, if anything was.
    """
    wait = Wait.objects.filter(conversation=conversation).first()
    if wait is not None and wait.promised_at is not None:
        return wait.said
    tally = counted(site, now)
    if wait is None:
        wait = Wait(site_id=site, conversation=conversation, since=now, free=free)
        tally.waiting += 1
    seconds = None if free else rates_of(tally).quantile(ahead, slots, tally.level)
    wait.said = waits.minutes(seconds)
    if wait.said is not None:
        wait.promised_at, wait.promised_s = now, seconds
    tally.save()
    wait.save()
    return wait.said


def elsewhere(conversation: str, now: int) -> None:
    """They wait no more in line, but to be written to or called."""
    wait = Wait.objects.filter(conversation=conversation, here=True).first()
    if wait is None:
        return
    tally = counted(wait.site_id, now)
    tally.waiting -= 1
    tally.save()
    wait.here = False
    wait.save(update_fields=["here"])


def answered(conversation: str, now: int) -> None:
    """A human's first word."""
    _end(conversation, now, True)


def gave_up(conversation: str, now: int) -> None:
    """They left, or were gone for too long, without a human's word."""
    _end(conversation, now, False)


def began(site: str, conversation: str, now: int) -> None:
    """It takes a human's slot from now on."""
    if Talk.objects.get_or_create(conversation=conversation, defaults={"site_id": site})[1]:
        tally = counted(site, now)
        tally.busy += 1
        tally.save()


def ended(site: str, conversation: str, now: int) -> None:
    """The slot is free again."""
    if Talk.objects.filter(conversation=conversation).delete()[0]:
        tally = counted(site, now, completions=1)
        tally.busy -= 1
        tally.save()


def staffed(site: str, humans: int, slots: int, now: int) -> None:
    """So many humans are available from now on, with so many slots in all."""
    tally = counted(site, now)
    tally.humans, tally.slots = humans, slots
    tally.save()


def _end(conversation: str, now: int, answered: bool) -> None:
    wait = Wait.objects.filter(conversation=conversation).first()
    if wait is None:
        return
    tally = counted(wait.site_id, now)
    if wait.here:
        tally.waiting -= 1
        tally.gave_up += not answered
        if wait.free and answered:
            keep(tally, rates_of(tally).answered_at_once(max(now - wait.since, 0) / 1000))
        _settle(tally, wait, now, answered)
    tally.save()
    wait.conversation, wait.ended_at, wait.answered = None, max(now, wait.since), answered
    wait.save()
    waited = (wait.ended_at - wait.since) / 1000
    how = "here" if wait.here else "elsewhere"
    transaction.on_commit(lambda: _count(answered, how, waited), robust=True)


def _count(answered: bool, how: str, waited_s: float) -> None:
    if answered:
        metrics.FIRST_WORD.labels(how).observe(waited_s)
    else:
        metrics.GAVE_UP.inc()


def _settle(tally: Tally, wait: Wait, now: int, answered: bool) -> None:
    """The level follows what was calculated; what was told is counted beside it."""
    if wait.promised_at is None or wait.promised_s is None or wait.said is None:
        return
    waited = (now - wait.promised_at) / 1000
    theta = rates_of(tally).theta
    if known := waits.settled(wait.promised_s, waited, answered, theta):
        tally.level = waits.adapted(tally.level, known)
        tally.settled += known.weight
        tally.kept += known.weight * known.kept
        tally.kept_said += known.weight * (waited <= wait.said * 60)
