"""Job: one call of a registered function. ScheduledJob: when a regular job is due next (decision 5)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.claims import OPEN, Claimable
from core.fields import PublicIdField


class Job(Claimable):
    """One call: the function's path and JSON arguments; written in the transaction of whoever wants it done.

    The arguments hold ids, never personal data: the desk shows them.
    """

    public_id = PublicIdField()
    name = models.CharField(_("name"), max_length=120)
    function = models.CharField(max_length=200)
    args = models.JSONField(default=list, blank=True)
    kwargs = models.JSONField(default=dict, blank=True)
    priority = models.SmallIntegerField(default=0)
    dedupe_key = models.CharField(max_length=160, unique=True, null=True, blank=True)
    backend = models.CharField(max_length=40, default="default")
    queue_name = models.CharField(max_length=40, default="default")
    worker = models.CharField(max_length=80, blank=True)
    error_trace = models.TextField(blank=True)
    result = models.JSONField(null=True, blank=True)
    enqueued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The worker takes open ones, the most urgent first, then the oldest."""

        verbose_name = _("job")
        indexes = [
            models.Index(fields=["-priority", "id"], condition=models.Q(state__in=OPEN), name="job_open"),
            models.Index(fields=["state", "due_at"], name="job_by_state"),
        ]

    def __str__(self) -> str:
        """Give the name."""
        return self.name


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
