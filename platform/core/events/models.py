"""Event: what happened, once. OutboxEntry: what must still follow from it."""

from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.claims import OPEN, Claimable
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
    mark = models.CharField(max_length=100, blank=True, editable=False)

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


class OutboxEntry(Claimable):
    """One event whose subscribers have still to run; claimed by row, never by "id > last" (decision 10)."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="outbox")

    class Meta:
        """The worker takes what is due, oldest first. A row is deleted once its subscribers have run."""

        verbose_name = _("delivery")
        indexes = [models.Index(fields=["id", "due_at"], condition=models.Q(state__in=OPEN), name="outbox_open")]

    def __str__(self) -> str:
        """Name the event it waits for."""
        return f"outbox of event {self.event_id}"

    @property
    def public_id(self) -> UUID:
        """Give the event's id: what is done to a delivery stands in the event's own history."""
        return self.event.uuid
