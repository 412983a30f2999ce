"""The desk's own tables. Times are milliseconds; rows are written under the site's lock alone."""

from typing import ClassVar, Final

from django.db import models

from server.ids import new_id
from server.wire.limits import WHY_MAX

_WAITING: Final = models.Q(state="waiting")


class Desk(models.Model):
    """A site's routing state as a whole.

    `revision` counts the changes of its lists; `free`: whether visitors were told that somebody is.
    """

    site = models.OneToOneField("sites.Site", on_delete=models.CASCADE, primary_key=True, related_name="+")
    revision = models.BigIntegerField(default=0)
    free = models.BooleanField(default=False)


class Place(models.Model):
    """Where a conversation is: in line, ringing for somebody, with somebody, held, or done.

    `entered_at` is when its visitor wrote, `since_at` when they began to wait anew, if a human had spoken to them; `heard`: one
    has in this wait, which is over by that.
    `credited_at` is the first less the credit of a priority, and with `absent`, `rank` and `sequence` it is the place in
    line. `offer` numbers the rings, members' too. `known` had it before; `advocate` and `backup` are the visitor's own;
    `waits_for`: the one the visitor chose to wait for. `overflow_at`: from then on anybody may serve it, not only `team` and
    `language`. `until_at`: when the ring is over, or the first words are due (`nudge_at` before that); `due_at`: the next
    moment at which anything of this place falls due. `apart`: agent → until
    when they are not rung for it. `because` and `numbers` explain the last decision.

    Every decision writes a row anew in all of its indexes, so there are those alone by which rows are looked for.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RINGING = "ringing"
        ENGAGED = "engaged"
        HELD = "held"
        WRAPPED = "wrapped"

    sequence = models.BigAutoField(primary_key=True)
    conversation = models.OneToOneField("chat.Conversation", on_delete=models.CASCADE, related_name="+")
    site = models.ForeignKey("sites.Site", on_delete=models.CASCADE, db_index=False, related_name="+")
    visitor = models.ForeignKey("people.Visitor", on_delete=models.CASCADE, db_index=False, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    absent = models.BooleanField(default=False)
    rank = models.IntegerField(default=1)
    credited_at = models.BigIntegerField()
    entered_at = models.BigIntegerField()
    since_at = models.BigIntegerField(default=0)
    heard = models.BooleanField(default=False)
    agent = models.ForeignKey("people.Agent", on_delete=models.SET_NULL, null=True, db_index=False, related_name="+")
    last_agent = models.ForeignKey(
        "people.Agent", on_delete=models.SET_NULL, null=True, db_index=False, related_name="+"
    )
    known = models.ForeignKey("people.Agent", on_delete=models.SET_NULL, null=True, db_index=False, related_name="+")
    advocate = models.ForeignKey("people.Agent", on_delete=models.SET_NULL, null=True, db_index=False, related_name="+")
    backup = models.ForeignKey("people.Agent", on_delete=models.SET_NULL, null=True, db_index=False, related_name="+")
    waits_for = models.ForeignKey(
        "people.Agent", on_delete=models.SET_NULL, null=True, db_index=False, related_name="+"
    )
    team = models.ForeignKey("sites.Team", on_delete=models.SET_NULL, null=True, db_index=False, related_name="+")
    language = models.CharField(max_length=3, default="")
    priority = models.IntegerField(default=0)
    overflow_at = models.BigIntegerField(default=0)
    offer = models.IntegerField(default=0)
    due_at = models.BigIntegerField(null=True)
    until_at = models.BigIntegerField(null=True)
    nudge_at = models.BigIntegerField(null=True)
    unanswered = models.BooleanField(default=False)
    """Their own last ring was met with silence: while nobody is available, everybody who is here is rung."""
    escalated_at = models.BigIntegerField(null=True)
    held_because = models.CharField(max_length=12, default="")
    apart: "models.JSONField[dict[str, int], dict[str, int]]" = models.JSONField(default=dict)
    apart_until = models.BigIntegerField(default=0)
    because = models.CharField(max_length=40, default="")
    numbers: "models.JSONField[dict[str, int], dict[str, int]]" = models.JSONField(default=dict)
    reach = models.CharField(max_length=5, default="here")
    address = models.CharField(max_length=200, default="")
    reach_due = models.BigIntegerField(null=True)
    promised = models.IntegerField(null=True)
    """Minutes that were promised for this wait; null: nothing was. `breach_at`: when the promise is broken, unless it was kept."""
    breach_at = models.BigIntegerField(null=True)
    broken = models.BooleanField(default=False)
    invited = models.BooleanField(default=False)
    """Somebody outside the team was, once."""

    class Meta:
        constraints: ClassVar = [
            # The net under the guarded updates: what is owned has exactly one owner, what waits or is done has none.
            models.CheckConstraint(
                condition=models.Q(state__in=["ringing", "engaged"], agent__isnull=False)
                | models.Q(state="held")
                | models.Q(state__in=["waiting", "wrapped"], agent__isnull=True),
                name="owned_has_an_owner",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["site", "state", "absent", "rank", "credited_at", "sequence"], name="desk_line"),
            models.Index(fields=["agent", "state"], name="desk_load"),
            models.Index(fields=["state", "absent"], name="desk_state"),
            models.Index(fields=["visitor"], name="desk_visitor"),
            models.Index(fields=["due_at"], name="desk_due", condition=models.Q(due_at__isnull=False)),
            models.Index(fields=["site", "state", "overflow_at"], name="desk_overflow", condition=_WAITING),
            models.Index(fields=["site", "state", "apart_until"], name="desk_apart", condition=_WAITING),
            models.Index(fields=["known"], name="desk_known", condition=_WAITING & models.Q(known__isnull=False)),
            models.Index(
                fields=["advocate"], name="desk_advocate", condition=_WAITING & models.Q(advocate__isnull=False)
            ),
            models.Index(
                fields=["waits_for"], name="desk_kept", condition=_WAITING & models.Q(waits_for__isnull=False)
            ),
        ]


class Member(models.Model):
    """An agent beside the owner: asked in (it rings for them), or in. Rows of those who left, or did not come, are deleted."""

    class State(models.TextChoices):
        ASKED = "asked"
        JOINED = "joined"

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="members")
    site = models.ForeignKey("sites.Site", on_delete=models.CASCADE, related_name="+")
    agent = models.ForeignKey("people.Agent", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=6, choices=State, default=State.ASKED)
    errand = models.CharField(max_length=10)
    because = models.CharField(max_length=40, default="asked")
    numbers: "models.JSONField[dict[str, int], dict[str, int]]" = models.JSONField(default=dict)
    asked_by = models.ForeignKey("people.Agent", on_delete=models.SET_NULL, null=True, related_name="+")
    why = models.CharField(max_length=WHY_MAX, default="")
    offer = models.IntegerField()
    due_at = models.BigIntegerField(null=True)
    at = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["place", "agent"], name="once_in_a_conversation")]
        indexes: ClassVar = [
            models.Index(fields=["agent", "state"], name="desk_member_load"),
            models.Index(fields=["due_at"], name="desk_member_due"),
        ]


class Insider(models.Model):
    """Somebody invited into one conversation by a link, without a seat. The link's key is kept as a hash.

    They are in from `joined_at`; out from `ended_at` (went, or the link was revoked), or when `expires_at` has passed.
    """

    id = models.CharField(max_length=64, primary_key=True, default=new_id)
    site = models.ForeignKey("sites.Site", on_delete=models.CASCADE, related_name="+")
    conversation = models.ForeignKey("chat.Conversation", on_delete=models.CASCADE, related_name="+")
    key_hash = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=100)
    why = models.CharField(max_length=WHY_MAX, default="")
    asked_by = models.ForeignKey("people.Agent", on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.BigIntegerField()
    expires_at = models.BigIntegerField()
    joined_at = models.BigIntegerField(null=True)
    ended_at = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["conversation", "ended_at"], name="desk_insider_in"),
            models.Index(fields=["ended_at", "expires_at"], name="desk_insider_due"),
        ]
