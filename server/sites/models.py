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


class Sighting(models.Model):
    """When the tag was last asked for from an origin, and what was wrong there, if anything."""

    id = models.CharField(max_length=64, primary_key=True, default=new_id)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="sightings")
    origin = models.CharField(max_length=300)
    seen_at = models.DateTimeField()
    problem = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "origin"], name="sites_sighting_once_an_origin")]
