"""Links that let somebody in: an invite to a team, and a one-time key to an account. Kept as hashes."""

from django.db import models

from server.ids import new_id
from server.people.models.agent import Role
from server.people.models.user import User
from server.sites.models import Site


class Invite(models.Model):
    """Whoever follows the link joins the site's team, once."""

    id = models.CharField(max_length=64, primary_key=True, default=new_id)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="invites")
    token_hash = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=100)
    role = models.CharField(max_length=10, choices=Role, default=Role.AGENT)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True)


class DoorKey(models.Model):
    """A one-time sign-in link, for whoever has the server's terminal."""

    id = models.CharField(max_length=64, primary_key=True, default=new_id)
    token_hash = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
