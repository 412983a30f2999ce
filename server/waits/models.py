"""Waits, and running counts of what a site's line and slots did. No row here names an agent, or a visitor."""

from typing import ClassVar

from django.db import models

from routing.waits import COVERAGE


class Wait(models.Model):
    """From a visitor's first message to the first human word, or until they gave up.

    `conversation` is there as long as it lasts; afterwards nothing tells whose it was. `here`: they wait in line, and not
    to be written to or called. `free`: somebody was, when they came. Promised at `promised_at`: `promised_s` is what was
    calculated, `said` the minutes that were told.
    """

    site = models.ForeignKey("sites.Site", on_delete=models.CASCADE, db_index=False, related_name="+")
    conversation = models.CharField(max_length=64, null=True, unique=True)
    since = models.BigIntegerField()
    here = models.BooleanField(default=True)
    free = models.BooleanField(default=False)
    ended_at = models.BigIntegerField(null=True)
    answered = models.BooleanField(default=False)
    promised_at = models.BigIntegerField(null=True)
    promised_s = models.FloatField(null=True)
    said = models.IntegerField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["site", "since"], name="waits_wait_since")]


class Talk(models.Model):
    """A conversation that takes a human's slot now."""

    conversation = models.CharField(max_length=64, primary_key=True)
    site = models.ForeignKey("sites.Site", on_delete=models.CASCADE, related_name="+")


class Tally(models.Model):
    """A site's line and slots as they are since `at`, and what they did until then; older records count less.

    `waiting`: those for whom nobody was free; whoever found somebody is counted when their wait is over.
    `hours_at`: until when `Hour` tells of them. Since then nobody came or went, and nobody's slot was taken or freed.
    `level` is the quantile that promises are made at. Of the promises that are `settled`, `kept` were as calculated and `kept_said`
    as told; each counts as much as `routing.waits.settled` weighs it.
    """

    site = models.OneToOneField("sites.Site", on_delete=models.CASCADE, primary_key=True, related_name="+")
    at = models.BigIntegerField()
    hours_at = models.BigIntegerField()
    waiting = models.IntegerField(default=0)
    busy = models.IntegerField(default=0)
    humans = models.IntegerField(default=0)
    slots = models.IntegerField(default=0)
    completions = models.FloatField(default=0.0)
    busy_s = models.FloatField(default=0.0)
    gave_up = models.FloatField(default=0.0)
    waiting_s = models.FloatField(default=0.0)
    at_once = models.FloatField(default=0.0)
    at_once_s = models.FloatField(default=0.0)
    level = models.FloatField(default=COVERAGE)
    settled = models.FloatField(default=0.0)
    kept = models.FloatField(default=0.0)
    kept_said = models.FloatField(default=0.0)


class Hour(models.Model):
    """What happened in one hour by the site's clock, in milliseconds that add up over conversations or humans.

    `busy_ms`: of conversations. `crowd_ms`: the same, each times how many its human held meanwhile, if they were spread
    evenly. `human_ms` and `slot_ms`: of humans who were available, and of their slots.
    """

    site = models.ForeignKey("sites.Site", on_delete=models.CASCADE, related_name="+")
    starts_at = models.BigIntegerField()
    busy_ms = models.BigIntegerField(default=0)
    crowd_ms = models.BigIntegerField(default=0)
    human_ms = models.BigIntegerField(default=0)
    slot_ms = models.BigIntegerField(default=0)
    completions = models.IntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "starts_at"], name="waits_hour_once")]
