"""HearingEvent: the numbered line of what happened in a hearing; pages that missed a number read again."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultations.hearings.models.hearings import Hearing
from consultations.hearings.states import Audience


class HearingEvent(models.Model):
    """One number of one hearing, given under the hearing's row lock. Holds no text: that stands in the records."""

    hearing = models.ForeignKey(Hearing, on_delete=models.CASCADE, related_name="numbered_events")
    sequence = models.PositiveBigIntegerField()
    public_sequence = models.PositiveBigIntegerField(null=True, blank=True)
    audience = models.CharField(max_length=6, choices=Audience.choices)
    event = models.OneToOneField("events.Event", on_delete=models.CASCADE, related_name="hearing_event")

    class Meta:
        """A number is given once."""

        verbose_name = _("numbered event")
        ordering = ["hearing", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["hearing", "sequence"], name="hearing_sequence_once"),
            models.UniqueConstraint(fields=["hearing", "public_sequence"], name="hearing_public_sequence_once"),
        ]

    def __str__(self) -> str:
        """Give the number."""
        return f"{self.hearing_id}/{self.sequence}"
