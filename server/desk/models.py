"""The desk's own tables. Times are milliseconds; rows are written under the site's lock alone."""

from typing import ClassVar

from django.db import models


class Desk(models.Model):
    """A site's routing state as a whole: `revision` counts the changes of its lists."""

    site = models.OneToOneField("sites.Site", on_delete=models.CASCADE, primary_key=True, related_name="+")
    revision = models.BigIntegerField(default=0)


class Place(models.Model):
    """Where a conversation is: in line, ringing for somebody, with somebody, or done.

    `entered_at` is when this wait began and, with `rank` and `sequence`, the place in line. `offer` counts
    how often it was put before a human. `last_agent` had it before. `because` and `numbers` explain the last decision.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RINGING = "ringing"
        ENGAGED = "engaged"
        WRAPPED = "wrapped"

    sequence = models.BigAutoField(primary_key=True)
    conversation = models.OneToOneField("chat.Conversation", on_delete=models.CASCADE, related_name="+")
    site = models.ForeignKey("sites.Site", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    rank = models.IntegerField(default=1)
    entered_at = models.BigIntegerField()
    agent = models.ForeignKey("people.Agent", on_delete=models.SET_NULL, null=True, related_name="+")
    last_agent = models.ForeignKey("people.Agent", on_delete=models.SET_NULL, null=True, related_name="+")
    offer = models.IntegerField(default=0)
    because = models.CharField(max_length=40, default="")
    numbers: "models.JSONField[dict[str, int], dict[str, int]]" = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            # The net under the guarded updates: what is owned has exactly one owner, what is not has none.
            models.CheckConstraint(
                condition=models.Q(state__in=["ringing", "engaged"], agent__isnull=False)
                | models.Q(state__in=["waiting", "wrapped"], agent__isnull=True),
                name="owned_has_an_owner",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["site", "state", "rank", "entered_at", "sequence"], name="desk_line"),
            models.Index(fields=["agent", "state"], name="desk_load"),
        ]
