"""A user's place in a site's team, and the leases that prove a connection lives."""

from django.db import models

from server.ids import new_id
from server.people.models.user import User
from server.sites.models import Site, Team


class Role(models.TextChoices):
    """What a member of a team may do: answer; lead; or also settle everything."""

    AGENT = "agent"
    LEAD = "lead"
    OWNER = "owner"


class Presence(models.TextChoices):
    """Whether an agent takes calls, by their own word."""

    AVAILABLE = "available"
    AWAY = "away"


class Agent(models.Model):
    """A member of a site's team. `online`: some lease of theirs lives, `here_since` when they came.

    `languages`: codes without regions; none: any. `hours`: as of a site, in the site's zone; they only word when somebody is back.
    """

    id = models.CharField(max_length=64, primary_key=True, default=new_id)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="agents")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="agents")
    name = models.CharField(max_length=100)
    role = models.CharField(max_length=10, choices=Role, default=Role.AGENT)
    active = models.BooleanField(default=True)
    presence = models.CharField(max_length=10, choices=Presence, default=Presence.AVAILABLE)
    capacity = models.IntegerField(default=3)
    online = models.BooleanField(default=False)
    last_assigned_at = models.BigIntegerField(default=0)
    away_because = models.CharField(max_length=10, default="")
    here_since = models.DateTimeField(null=True)
    teams = models.ManyToManyField(Team, related_name="agents")
    languages = models.JSONField(default=list)
    hours = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "user"], name="people_agent_once_a_site")]
        indexes = [models.Index(fields=["site", "active", "presence", "online"], name="people_agent_here")]


class Lease(models.Model):
    """One connection of an agent, renewed by the process that holds the socket."""

    id = models.CharField(max_length=64, primary_key=True, default=new_id)
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="leases")
    process = models.CharField(max_length=64)
    expires_at = models.DateTimeField(db_index=True)
