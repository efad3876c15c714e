"""Mail: one row per message, written in the transaction that causes it; kept encrypted until it is sent."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedField, PublicIdField


class Mail(models.Model):
    """One message to one address. Its Message-ID is fixed here, so that a repeat is seen as a repeat (decision 29)."""

    class State(models.TextChoices):
        """Where a message stands."""

        QUEUED = "queued", _("queued")
        SENT = "sent", _("sent")

    public_id = PublicIdField()
    dedupe_key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=60)
    language = models.CharField(max_length=10)
    to_address = EncryptedField()
    to_index = models.CharField(max_length=80, db_index=True)
    subject = EncryptedField()
    body = EncryptedField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The worker takes queued ones that are due."""

        verbose_name = _("mail")
        indexes = [models.Index(fields=["state", "due_at"], name="mail_due")]

    def __str__(self) -> str:
        """Name the kind; never the address."""
        return f"{self.kind} {self.public_id}"

    @property
    def message_id(self) -> str:
        """Give the Message-ID header, the same over all tries."""
        return f"<{self.public_id}@rostra.invalid>"
