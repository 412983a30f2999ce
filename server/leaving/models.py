"""One visitor's leaving."""

from django.db import models

from server.ids import new_id
from server.people.models import Visitor
from server.sites.models import Site


class Departure(models.Model):
    """The declaration, its receipt, and perhaps a reason. `client_id` makes a retry harmless."""

    id = models.CharField(max_length=64, primary_key=True, default=new_id)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="departures")
    visitor = models.ForeignKey(Visitor, on_delete=models.CASCADE, related_name="departures")
    conversation_id = models.CharField(max_length=64, null=True)
    client_id = models.CharField(max_length=64)
    number = models.CharField(max_length=16)
    at = models.DateTimeField()
    reason = models.CharField(max_length=40, blank=True)
    words = models.TextField(blank=True)
    why_at = models.DateTimeField(null=True)
    why_client_id = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visitor", "client_id"], name="leaving_departure_once"),
            models.UniqueConstraint(fields=["site", "number"], name="leaving_departure_number"),
        ]
        indexes = [models.Index(fields=["site", "-at"], name="leaving_departure_newest")]
