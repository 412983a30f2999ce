"""Somebody on the website."""

from django.db import models

from server.ids import new_id
from server.people.models.agent import Agent
from server.sites.models import Site, Team


class Visitor(models.Model):
    """A visitor, known again by a token of which only the hash is kept. `name` is a readable label for the nameless.

    `advocate` is the agent they know, `backup` that one's stand-in; `priority` 0–2 is the credit they get in line; `team` is
    the one their last page asked for.
    """

    id = models.CharField(max_length=64, primary_key=True, default=new_id)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="visitors")
    token_hash = models.CharField(max_length=64, unique=True)
    token_expires_at = models.DateTimeField()
    name = models.CharField(max_length=100)
    nameless = models.BooleanField(default=True)
    page_url = models.CharField(max_length=2_000, blank=True)
    page_title = models.CharField(max_length=200, blank=True)
    told = models.JSONField(default=list)
    language = models.CharField(max_length=35, blank=True)
    zone = models.CharField(max_length=64, blank=True)
    advocate = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, related_name="visitors")
    backup = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, related_name="+")
    priority = models.IntegerField(default=0)
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField()
