"""The log's tables. Times are milliseconds, as on the wire; rows are written by `log.Log` alone."""

from typing import ClassVar

from django.db import models

from server.ids import new_id


class Conversation(models.Model):
    """One visitor's exchange with a site's humans, and the heads of its two gapless counters."""

    class Status(models.TextChoices):
        OPEN = "open"
        CLOSED = "closed"
        LEFT = "left"

    id = models.CharField(primary_key=True, max_length=64, default=new_id)
    site = models.ForeignKey("sites.Site", on_delete=models.CASCADE, related_name="+")
    visitor = models.ForeignKey("people.Visitor", on_delete=models.CASCADE, related_name="+")
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    head = models.BigIntegerField(default=0)
    visitor_head = models.BigIntegerField(default=0)
    read = models.BigIntegerField(default=0)
    visitor_read = models.BigIntegerField(default=0)
    opened_at = models.BigIntegerField()
    changed_at = models.BigIntegerField()
    last = models.TextField(default="")
    speaker = models.CharField(max_length=64, db_default="")
    """The agent who spoke last to the visitor; empty again when it is opened, put before somebody or picked up anew."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["visitor"], condition=~models.Q(status="left"), name="one_conversation_a_visitor"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["site", "status", "changed_at"], name="chat_site_status")]


class Entry(models.Model):
    """One item of a log. `body` is the wire's JSON; `visitor_seq` is null where visitors do not see it.

    Two indexes and no more: of what a message costs, the pages it touches are the greatest part. `visitor_seq` needs none,
    since it never falls while `seq` rises (see `queries.public_before`), and both are taken under the conversation's lock.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+", db_index=False)
    seq = models.BigIntegerField()
    visitor_seq = models.BigIntegerField(null=True)
    at = models.BigIntegerField()
    author_kind = models.CharField(max_length=8)
    author = models.CharField(max_length=64)
    author_name = models.CharField(max_length=200)
    client_id = models.CharField(max_length=64, null=True)
    body = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conversation", "seq"], name="seq_once"),
            models.UniqueConstraint(fields=["client_id", "author", "conversation"], name="said_once"),
        ]


class Fact(models.Model):
    """What the desk must know and has not yet taken in: written with the change it tells of, deleted when acted on."""

    class Kind(models.TextChoices):
        OPENED = "opened"
        CLOSED = "closed"
        LEFT = "left"
        SPOKE = "spoke"
        ESCALATED = "escalated"

    site = models.ForeignKey("sites.Site", on_delete=models.CASCADE, related_name="+")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind)
    by_agent = models.CharField(max_length=64, null=True)
    at = models.BigIntegerField()
