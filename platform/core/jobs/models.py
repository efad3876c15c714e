"""ScheduledJob: when a regular job is due next; two schedulers act once (decision 5)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ScheduledJob(models.Model):
    """One regular job's next moment, moved on by compare-and-set."""

    name = models.CharField(max_length=80, unique=True)
    due_at = models.DateTimeField()

    class Meta:
        """Few rows: one per entry of config/schedule.py."""

        verbose_name = _("scheduled job")

    def __str__(self) -> str:
        """Name the job."""
        return self.name
