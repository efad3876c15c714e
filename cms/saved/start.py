"""QueueStart: where a person's eyes begin in a queue, so that a first visit does not call everything new."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class QueueStart(models.Model):
    """The first visit of one person to one queue: the moment, and the newest event there was."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="queue_starts")
    queue = models.CharField(max_length=40)
    event = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        """One for a person and a queue."""

        verbose_name = _("first visit to a list")
        constraints = [models.UniqueConstraint(fields=["user", "queue"], name="queue_start_once")]

    def __str__(self) -> str:
        """Name the queue and the moment."""
        return f"{self.queue} {self.at:%Y-%m-%d}"
