"""A site, and where its tag was seen."""

from typing import Final

from django.db import models

from server.ids import new_id, new_key

UNFRAMED: Final = "framing_refused"
GREETING = "What can we do for you?"


class Site(models.Model):
    """One owner's website. `key` is public: it stands in the tag."""

    id = models.CharField(max_length=64, primary_key=True, default=new_id)
    key = models.CharField(max_length=64, unique=True, default=new_key)
    name = models.CharField(max_length=100)
    greeting = models.CharField(max_length=200, default=GREETING)
    hue = models.IntegerField(default=256)
    chroma = models.FloatField(default=0.175)
    origins = models.JSONField(default=list)
    created_at = models.DateTimeField()
    zone = models.CharField(max_length=64, default="UTC")
    hours = models.JSONField(default=list)
    """Opening hours in `zone`: seven lists, Monday first, of [from, until] in minutes of the day; empty: not told.

    They only word the truth: with a human here, a closed hour still connects."""
    mode = models.CharField(max_length=7, default="connect")
    ring_s = models.IntegerField(default=20)
    overflow_s = models.IntegerField(default=30)
    goal_s = models.IntegerField(default=15)
    roster_cap = models.IntegerField(default=100)


class Team(models.Model):
    """Agents for a matter. It narrows who is rung first and never walls anybody off. `priority` 0–2 is the credit its visitors get."""

    id = models.CharField(max_length=64, primary_key=True, default=new_id)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="teams")
    name = models.CharField(max_length=60)
    priority = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "name"], name="sites_team_once_a_name")]


class Sighting(models.Model):
    """When the tag was last asked for from an origin, and what was wrong there, if anything."""

    id = models.CharField(max_length=64, primary_key=True, default=new_id)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="sightings")
    origin = models.CharField(max_length=300)
    seen_at = models.DateTimeField()
    problem = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "origin"], name="sites_sighting_once_an_origin")]
