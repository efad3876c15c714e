"""Event: what happened, once. OutboxEntry: what must still follow from it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import PublicIdField


class Event(models.Model):
    """One change, recorded in the transaction that made it (decision 10). Holds no personal data."""

    uuid = PublicIdField()
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    verb = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=12)
    actor_id = models.CharField(max_length=64, blank=True)
    subject_type = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    chamber = models.CharField(max_length=40, blank=True)
    from_state = models.CharField(max_length=30, blank=True)
    to_state = models.CharField(max_length=30, blank=True)
    data = models.JSONField(default=dict, blank=True)
    is_public = models.BooleanField(default=True)
    reason = models.TextField(blank=True)
    request_id = models.CharField(max_length=36, blank=True)
    schema_version = models.PositiveSmallIntegerField(default=1)

    class Meta:
        """Found by subject, newest first."""

        verbose_name = _("event")
        indexes = [
            models.Index(fields=["subject_id", "-id"], name="event_of_subject"),
            models.Index(fields=["verb", "-id"], name="event_of_verb"),
        ]

    def __str__(self) -> str:
        """Say what happened to what."""
        return f"{self.verb} {self.subject_id}"


class OutboxEntry(models.Model):
    """One event whose subscribers have still to run; claimed by row, never by "id > last" (decision 10)."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="outbox")
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        """The worker takes what is due, oldest first. A row is deleted once its subscribers have run."""

        verbose_name = _("outbox entry")
        indexes = [models.Index(fields=["due_at"], name="outbox_due")]

    def __str__(self) -> str:
        """Name the event it waits for."""
        return f"outbox of event {self.event_id}"
