"""Signatures on paper: a batch of sheets, its typed lines, the sample that a second person compared with the scan."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedField, PublicIdField
from petitions.models.petitions import Petition
from petitions.models.signatures import HOME_COUNTRY, Signature
from petitions.states import LineFate, PaperState


class PaperBatch(models.Model):
    """Sheets that came in together. `scan` is the key of an encrypted private file; `reference` names the paper."""

    public_id = PublicIdField()
    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="paper_batches")
    reference = models.CharField(_("reference of the sheets"), max_length=80)
    scan = models.CharField(max_length=60, blank=True)
    scan_name = models.CharField(max_length=120, blank=True)
    counted_by = models.CharField(_("counted by"), max_length=120)
    counted_lines = models.PositiveIntegerField(_("lines on the sheets"))
    sample_size = models.PositiveIntegerField(default=0)
    found_bad = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=PaperState.choices, default=PaperState.TYPED)
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    received_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    added = models.PositiveIntegerField(default=0)

    class Meta:
        """The oldest waits longest."""

        verbose_name = _("batch of paper signatures")
        ordering = ["received_at", "id"]
        constraints = [models.UniqueConstraint(fields=["petition", "reference"], name="paper_batch_once")]

    def __str__(self) -> str:
        """Give the reference."""
        return self.reference


class PaperLine(models.Model):
    """One line of a sheet: who signed, encrypted; the keys by which it meets an online signature; what became of it."""

    batch = models.ForeignKey(PaperBatch, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    name = EncryptedField(blank=True)
    address = EncryptedField(blank=True)
    postcode = EncryptedField(blank=True)
    email = EncryptedField(blank=True)
    person_key = models.CharField(max_length=80, blank=True)
    name_key = models.CharField(max_length=80, blank=True)
    area = models.ForeignKey("parliament.Area", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    country = models.CharField(max_length=2, default=HOME_COUNTRY)
    is_sampled = models.BooleanField(default=False)
    is_bad = models.BooleanField(null=True, blank=True)
    fate = models.CharField(max_length=10, choices=LineFate.choices, default=LineFate.TYPED)
    signature = models.OneToOneField(
        Signature, on_delete=models.SET_NULL, null=True, blank=True, related_name="paper_line"
    )

    class Meta:
        """Numbered as on the sheets; found by its keys where somebody signs online."""

        verbose_name = _("line of a sheet")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="paper_line_once")]
        indexes = [
            models.Index(fields=["name_key"], name="paper_line_by_name"),
            models.Index(fields=["person_key"], name="paper_line_by_person"),
        ]

    def __str__(self) -> str:
        """Give the number; never the person."""
        return str(self.number)
