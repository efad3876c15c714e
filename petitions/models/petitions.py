"""Petition: a request to the House, with its text, its people, its state and its folded count."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.fields import PublicIdField
from petitions.models.kinds import PetitionKind, RejectionReason
from petitions.states import PetitionState

ACTION_LENGTH = 120
BACKGROUND_LENGTH = 500
DETAILS_LENGTH = 3000


class Petition(models.Model):
    """One petition. `state` is moved by petitions.lifecycle only, `signature_count` by petitions.counting only."""

    public_id = PublicIdField()
    number = models.PositiveIntegerField(_("number"), unique=True, null=True, blank=True)
    kind = models.ForeignKey(PetitionKind, on_delete=models.PROTECT, related_name="petitions")
    committee = models.ForeignKey(
        "parliament.Committee", on_delete=models.PROTECT, null=True, blank=True, related_name="petitions"
    )
    state = models.CharField(_("state"), max_length=24, choices=PetitionState.choices, default=PetitionState.DRAFT)
    language = models.CharField(max_length=10, default="en")
    action = models.CharField(_("what should happen"), max_length=ACTION_LENGTH)
    background = models.TextField(_("why it matters"), max_length=BACKGROUND_LENGTH, blank=True)
    details = models.TextField(_("more details"), max_length=DETAILS_LENGTH, blank=True)
    petitioner = models.ForeignKey(
        "verification.Participant", on_delete=models.PROTECT, null=True, blank=True, related_name="petitions"
    )
    petitioner_name = models.CharField(max_length=120, blank=True)
    manage_hash = models.CharField(max_length=64, blank=True, db_index=True)
    support_key = models.CharField(max_length=32, blank=True, db_index=True)
    rejection_reason = models.ForeignKey(RejectionReason, on_delete=models.PROTECT, null=True, blank=True)
    rejection_details = models.TextField(blank=True)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    rejected_at = models.DateTimeField(null=True, blank=True)
    signature_count = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Lists go by state: newest, most signed, oldest in the queue."""

        verbose_name = _("petition")
        verbose_name_plural = _("petitions")
        indexes = [
            models.Index(fields=["state", "-signature_count", "-id"], name="petition_most_signed"),
            models.Index(fields=["state", "-opened_at"], name="petition_newest"),
            models.Index(fields=["state", "submitted_at"], name="petition_queue"),
        ]

    def __str__(self) -> str:
        """Give the text of what is asked."""
        return self.action

    def get_absolute_url(self) -> str:
        """Give the permanent address in the active language; petitions without a number have none."""
        return reverse("petitions:petition_detail", args=[self.number])


class ImportedPetition(models.Model):
    """Where an imported petition came from, with the facts of its file that have no place of their own."""

    petition = models.OneToOneField(Petition, on_delete=models.CASCADE, related_name="imported")
    source = models.CharField(max_length=60)
    external_id = models.CharField(max_length=40)
    document = models.JSONField()
    imported_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """The same record is imported once."""

        verbose_name = _("imported petition")
        constraints = [models.UniqueConstraint(fields=["source", "external_id"], name="import_once")]

    def __str__(self) -> str:
        """Name source and number."""
        return f"{self.source} {self.external_id}"
