"""One table, as a first tutorial has it."""

from django.db import models


class Message(models.Model):
    """A message."""

    room = models.CharField(max_length=64, db_index=True)
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "naive"
