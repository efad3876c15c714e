"""Petition: a request to the House, with its text, its people, its state and its folded count."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.fields import PublicIdField
from petitions.models.kinds import NO_WORDS, PetitionKind, RejectionReason
from petitions.states import PetitionState, Verdict

ACTION_LENGTH = 120
BACKGROUND_LENGTH = 500
DETAILS_LENGTH = 3000


@dataclass(frozen=True)
class Words:
    """A petition's text as one reader sees it: its language, and whether it is a translation."""

    language: str
    action: str
    background: str
    details: str
    is_translation: bool = False


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
    notice_version = models.CharField(max_length=40, blank=True, db_default="", default="", editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    rejected_at = models.DateTimeField(null=True, blank=True)
    signature_count = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField(null=True, blank=True)
    text_version = models.PositiveSmallIntegerField(default=1, db_default=1)
    term = models.ForeignKey("parliament.Term", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    differs_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    differs_because = models.CharField(max_length=300, blank=True, default="", db_default="")
    # What the petitioner answered about the standards, and where they live: for the moderator's eyes.
    standards = models.JSONField(default=dict, blank=True, db_default=NO_WORDS)
    petitioner_area = models.ForeignKey(
        "parliament.Area", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    gathers_until = models.DateTimeField(null=True, blank=True)
    # The conversation: while a petition waits for its petitioner, what a clerk asked, and the title a clerk proposes.
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_words = models.TextField(blank=True, default="", db_default="")
    proposed_action = models.CharField(max_length=ACTION_LENGTH, blank=True, default="", db_default="")
    rejection_sentence = models.TextField(blank=True, default="", db_default="")
    paused_at = models.DateTimeField(null=True, blank=True)
    # Once the closing report stands: its moment, and in one word what became of the petition.
    concluded_at = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(max_length=8, choices=Verdict.choices, blank=True, default="", db_default="")
    removed_by_order = models.CharField(max_length=200, blank=True, default="", db_default="")

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

    def words(self, language: str = "") -> Words:
        """Give the text for a reader's language (default: the active one): a checked translation, else the original."""
        wanted = (language or get_language() or self.language).split("-")[0]
        if wanted != self.language:
            for row in self.translations.all():
                if row.language == wanted:
                    return Words(wanted, row.action, row.background, row.details, is_translation=True)
        return Words(self.language, self.action, self.background, self.details)


class PetitionTranslation(models.Model):
    """The petition's text in another language, made by a person; the original stays beside it (decision 12)."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=10)
    action = models.CharField(max_length=200)
    background = models.TextField(blank=True)
    details = models.TextField(blank=True)

    class Meta:
        """One text a language."""

        verbose_name = _("translation of a petition")
        constraints = [models.UniqueConstraint(fields=["petition", "language"], name="petition_translation_once")]

    def __str__(self) -> str:
        """Give the language and the text."""
        return f"{self.language}: {self.action}"


class PetitionVersion(models.Model):
    """A petition's text as others could sign it, with its digest; one that was never public has no `published_at`."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=10)
    action = models.CharField(max_length=ACTION_LENGTH)
    background = models.TextField(blank=True)
    details = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    note = models.TextField(blank=True)
    created_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Numbered from 1 within a petition."""

        verbose_name = _("version of a petition's text")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["petition", "number"], name="petition_version_once")]

    def __str__(self) -> str:
        """Give the number and the text."""
        return f"{self.number}: {self.action}"


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
