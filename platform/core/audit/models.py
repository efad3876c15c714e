"""Seal: one link of the chain over the events. Chain: where it ends, and the lock of whoever makes it longer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import PublicIdField


class Seal(models.Model):
    """One event's place in the chain. It stands without the event, so that a deleted one is missed."""

    sequence = models.BigIntegerField(primary_key=True)
    event_id = models.BigIntegerField(unique=True)
    event_uuid = models.UUIDField()
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        """In the order of the chain."""

        verbose_name = _("seal")

    def __str__(self) -> str:
        """Name the link."""
        return f"link {self.sequence}"


class Chain(models.Model):
    """The one row that says where the chain ends (pk 1). Who holds its lock is the only sealer."""

    public_id = PublicIdField()
    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)
    swept_to = models.BigIntegerField(default=0)  # every event up to this id is old and sealed

    class Meta:
        """One row."""

        verbose_name = _("audit trail")

    def __str__(self) -> str:
        """Say how long it is."""
        return f"chain of {self.sequence}"
