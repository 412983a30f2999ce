"""What the desk tells of waits, under the site's lock; `now` in milliseconds. Each may be said twice, and each costs
the same few queries however long the line is. No agent is ever named here.
"""

from typing import Final

from django.db import transaction

from routing import waits
from server import metrics
from server.db.table import Table
from server.waits.counting import counted, counted_by_the_hour, keep, rates_of, store
from server.waits.models import Talk, Tally, Wait

_WAITS: Final = Table(Wait)
_KNOWN: Final = frozenset(field.attname for field in Wait._meta.concrete_fields if not field.primary_key)


def joined_line(site: str, conversation: str, now: int, ahead: int, slots: int, *, free: bool = False) -> int | None:
    """Somebody waits for a human, with so many before them and so many slots of available humans in all.

    Returns the minutes that are promised; None: we can't say, or a slot is `free`. Whoever waits already keeps what they were
    promised, if anything was.
    """
    wait = Wait(site_id=site, conversation=conversation, since=now, free=free)
    if free:
        # Counted once it is over: their ring need not wait for that.
        _WAITS.insert(wait, unless="conversation")
        return None
    tally = counted(site, now)
    seconds = rates_of(tally).quantile(ahead, slots, tally.level)
    said = waits.minutes(seconds)
    if said is not None:
        wait.said, wait.promised_at, wait.promised_s = said, now, seconds
    if _WAITS.insert(wait, unless="conversation"):
        tally.waiting += 1
    else:
        said = _promised(conversation, wait)
    store(tally)
    return said


def elsewhere(conversation: str, now: int) -> None:
    """They wait no more in line, but to be written to or called."""
    wait = _wait(conversation)
    if wait is None or not wait.here:
        return
    tally = counted(wait.site_id, now)
    _out_of_line(tally, wait)
    store(tally)
    wait.here = False
    _write(wait)


def answered(conversation: str, now: int) -> None:
    """A human's first word."""
    _end(conversation, now, True)


def gave_up(conversation: str, now: int) -> None:
    """They left, or were gone for too long, without a human's word."""
    _end(conversation, now, False)


def began(site: str, conversation: str, now: int) -> None:
    """It takes a human's slot from now on."""
    if Talk.objects.get_or_create(conversation=conversation, defaults={"site_id": site})[1]:
        tally = counted_by_the_hour(site, now)
        tally.busy += 1
        store(tally)


def ended(site: str, conversation: str, now: int) -> None:
    """The slot is free again."""
    if Talk.objects.filter(conversation=conversation).delete()[0]:
        tally = counted_by_the_hour(site, now, completions=1)
        tally.busy -= 1
        store(tally)


def staffed(site: str, humans: int, slots: int, now: int) -> None:
    """So many humans are available from now on, with so many slots in all."""
    tally = counted_by_the_hour(site, now)
    tally.humans, tally.slots = humans, slots
    store(tally)


def _end(conversation: str, now: int, answered: bool) -> None:
    wait = _wait(conversation)
    if wait is None:
        return
    tally = counted(wait.site_id, now)
    if wait.here:
        _out_of_line(tally, wait)
        tally.gave_up += not answered
        if wait.free and answered:
            keep(tally, rates_of(tally).answered_at_once(max(now - wait.since, 0) / 1000))
        _settle(tally, wait, now, answered)
    store(tally)
    wait.conversation, wait.ended_at, wait.answered = None, max(now, wait.since), answered
    _write(wait)
    waited = (wait.ended_at - wait.since) / 1000
    how = "here" if wait.here else "elsewhere"
    transaction.on_commit(lambda: _count(answered, how, waited), robust=True)


def _count(answered: bool, how: str, waited_s: float) -> None:
    if answered:
        metrics.FIRST_WORD.labels(how).observe(waited_s)
    else:
        metrics.GAVE_UP.inc()


def _wait(conversation: str) -> Wait | None:
    """The wait that lasts."""
    return next(iter(_WAITS.by("conversation", [conversation])), None)


def _out_of_line(tally: Tally, wait: Wait) -> None:
    """Until now they were; whoever found somebody free was not counted while it lasted."""
    if wait.free:
        keep(tally, rates_of(tally).waited(max(tally.at - wait.since, 0) / 1000))
    else:
        tally.waiting -= 1


def _promised(conversation: str, anew: Wait) -> int | None:
    """What whoever waits already was promised, or is promised now."""
    wait = _wait(conversation)
    if wait is None:
        return anew.said
    if wait.promised_at is None and anew.said is not None:
        wait.said, wait.promised_at, wait.promised_s = anew.said, anew.promised_at, anew.promised_s
        _write(wait)
    return wait.said


def _write(wait: Wait) -> None:
    _WAITS.update(wait, _KNOWN)


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
