"""Switch: one door of the house, open or stopped, with what the public is told."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.fields import PublicIdField, TranslatedField


class SwitchState(models.TextChoices):
    """Open, or stopped by somebody."""

    OPEN = "open", pgettext_lazy("a door", "Open")
    STOPPED = "stopped", _("Stopped")


class Switch(models.Model):
    """One row for each door that was ever stopped (`core.operations.doors`); no row means open."""

    public_id = PublicIdField()
    door = models.CharField(max_length=30, unique=True)
    state = models.CharField(max_length=12, choices=SwitchState.choices, default=SwitchState.OPEN)
    reason = TranslatedField()
    expected_end = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Few rows: one a door."""

        verbose_name = _("switch")
        verbose_name_plural = _("switches")

    def __str__(self) -> str:
        """Name the door."""
        return self.door
