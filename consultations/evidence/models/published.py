"""PublishedCopy: the only thing the public reads. Made anew at publication; nothing private can slip through it."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consultations.evidence.models.calls import CallForEvidence
from consultations.evidence.models.submissions import Submission
from core.fields import PublicIdField


class PublishedCopy(models.Model):
    """The public copy of one submission: number, name shown, paragraphs, and a cleaned file where there is one.

    `body` is a list of {"number": of the question or 0, "heading": str, "paragraphs": [str]}; redaction will work
    on these paragraphs.
    """

    public_id = PublicIdField()
    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="published_copy")
    call = models.ForeignKey(CallForEvidence, on_delete=models.PROTECT, related_name="published_copies")
    label = models.CharField(max_length=10, unique=True)
    title = models.CharField(max_length=150)
    shown_as = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=10)
    body = models.JSONField(default=list)
    word_count = models.PositiveIntegerField(default=0)
    file_key = models.CharField(max_length=60, blank=True)
    file_type = models.CharField(max_length=10, blank=True)
    file_size = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField()

    class Meta:
        """Newest first."""

        verbose_name = _("published evidence")
        verbose_name_plural = _("published evidence")
        ordering = ["-published_at", "-id"]
        indexes = [models.Index(fields=["call", "-published_at"], name="evidence_of_call")]

    def __str__(self) -> str:
        """Give the number."""
        return self.label

    def get_absolute_url(self) -> str:
        """Give the permanent address of the public page, in the active language."""
        return reverse("evidence:published", args=[self.label])
