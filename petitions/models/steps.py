"""What Parliament does with a petition: PetitionStep, one public record each, and RequestOutcome, one a request."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import PublicIdField, TranslatedField
from petitions.models.milestones import Milestone
from petitions.models.petitions import Petition
from petitions.states import StepKind, Verdict

ADDRESS_LENGTH = 500


class PetitionStep(models.Model):
    """One thing that happened. Never edited: a correction is a new record that names the one it stands for.

    Addresses are of other sites ("https://…") or of files here ("/documents/…"). `on` is the day it happened, or is to
    happen; `recorded_at` when it was written down.
    """

    public_id = PublicIdField()
    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="steps")
    milestone = models.ForeignKey(Milestone, on_delete=models.SET_NULL, null=True, blank=True, related_name="steps")
    kind = models.CharField(_("what happened"), max_length=20, choices=StepKind.choices)
    on = models.DateField(_("day"))
    words = TranslatedField()
    to_whom = TranslatedField()
    committee = models.ForeignKey(
        "parliament.Committee", on_delete=models.PROTECT, null=True, blank=True, related_name="petition_steps"
    )
    document_url = models.CharField(max_length=ADDRESS_LENGTH, blank=True)
    minute_url = models.CharField(max_length=ADDRESS_LENGTH, blank=True)
    transcript_url = models.CharField(max_length=ADDRESS_LENGTH, blank=True)
    video_url = models.CharField(max_length=ADDRESS_LENGTH, blank=True)
    verdict = models.CharField(max_length=8, choices=Verdict.choices, blank=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.RESTRICT, null=True, blank=True, related_name="corrected_by"
    )
    recorded_at = models.DateTimeField()
    mailing = models.ForeignKey(
        "petitions.SignerMailing", on_delete=models.RESTRICT, null=True, blank=True, related_name="steps"
    )

    class Meta:
        """In the order of their days."""

        verbose_name = _("step of a petition")
        verbose_name_plural = _("steps of a petition")
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["petition"], condition=models.Q(mailing__isnull=True), name="step_not_told")]

    def __str__(self) -> str:
        """Name the kind and the petition."""
        return f"{self.get_kind_display()} ({self.petition_id})"


class RequestOutcome(models.Model):
    """What became of one request of a petition. A new verdict replaces the row that stood; both are kept."""

    public_id = PublicIdField()
    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="outcomes")
    position = models.PositiveSmallIntegerField()
    request = TranslatedField()
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    words = TranslatedField()
    recorded_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One stands for each request."""

        verbose_name = _("outcome of a request")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "position"],
                condition=models.Q(replaced_at__isnull=True),
                name="outcome_stands_once",
            )
        ]

    def __str__(self) -> str:
        """Name the request and its verdict."""
        return f"{self.position}: {self.get_verdict_display()}"
