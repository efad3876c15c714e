"""Question, its translations, and who supports it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from consultations.hearings.models.hearings import Hearing, Witness
from consultations.hearings.states import Display, QuestionState, Reason, Source
from core.fields import EncryptedField, PublicIdField


class Question(models.Model):
    """One citizen's question. The asker's name is encrypted; the public sees only what the asker chose to show."""

    public_id = PublicIdField()
    hearing = models.ForeignKey(Hearing, on_delete=models.CASCADE, related_name="questions")
    asker = models.ForeignKey(
        "verification.Participant", on_delete=models.SET_NULL, null=True, blank=True, related_name="questions"
    )
    asker_name = EncryptedField(blank=True)
    display = models.CharField(_("shown as"), max_length=10, choices=Display.choices, default=Display.PUBLIC)
    place = models.CharField(_("town"), max_length=60, blank=True)
    text = models.TextField(_("question"))
    language = models.CharField(_("language"), max_length=10)
    witness = models.ForeignKey(Witness, on_delete=models.SET_NULL, null=True, blank=True, related_name="questions")
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.WEB)
    state = models.CharField(
        _("state"), max_length=20, choices=QuestionState.choices, default=QuestionState.UNCONFIRMED
    )
    version = models.PositiveIntegerField(default=0)
    supports = models.PositiveIntegerField(default=0)
    support_changes = models.PositiveIntegerField(default=0)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices, blank=True)
    reason_details = models.TextField(_("in words"), blank=True)
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.CharField(_("answered by"), max_length=120, blank=True)
    asked_at = models.DateTimeField(_("asked at"))
    pending_at = models.DateTimeField(_("handed in at"), null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    on_air_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    notice_version = models.CharField(max_length=40, blank=True, db_default="", default="", editable=False)

    class Meta:
        """One question at a time is on air; lists go by state and support."""

        verbose_name = _("question")
        verbose_name_plural = _("questions")
        indexes = [
            models.Index(fields=["hearing", "state", "-supports"], name="question_ranked"),
            models.Index(fields=["hearing", "state", "pending_at"], name="question_waiting"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["hearing"], condition=models.Q(state=QuestionState.ON_AIR), name="one_question_on_air"
            )
        ]

    def __str__(self) -> str:
        """Name the id: the text may still be unread by a clerk, and logs hold no personal data."""
        return f"question {self.public_id}"

    @property
    def chamber_key(self) -> str:
        """Name the chamber; the event log keeps it."""
        return self.hearing.chamber_key

    @property
    def committee_id(self) -> int:
        """Say whose hearing it is asked in."""
        return self.hearing.committee_id

    @property
    def public_name(self) -> str:
        """Give the name as the asker chose to show it; empty for a member of the public."""
        if self.display == Display.PUBLIC:
            return ""
        return self.asker_name if self.display == Display.NAME else self.asker_name.split(" ")[0]

    def texts(self) -> dict[str, str]:
        """Give the text by language: the asker's own words and human translations."""
        return {self.language: self.text} | {row.language: row.text for row in self.translations.all()}

    def shown_text(self) -> tuple[str, str]:
        """Give the text in the active language where there is one, else the asker's own, with its language."""
        texts = self.texts()
        language = (get_language() or "en").split("-")[0]
        return (texts[language], language) if language in texts else (self.text, self.language)


class QuestionTranslation(models.Model):
    """A human translation of a question (decision 12)."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=10)
    text = models.TextField()

    class Meta:
        """One a language."""

        verbose_name = _("translation")
        constraints = [models.UniqueConstraint(fields=["question", "language"], name="question_translated_once")]

    def __str__(self) -> str:
        """Name the language."""
        return self.language


class Support(models.Model):
    """One person's support for a question: set to yes or no, never toggled. The key cannot be read back to a person."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="support_rows")
    voter_key = models.CharField(max_length=80)
    value = models.BooleanField(default=True)
    changed_at = models.DateTimeField()

    class Meta:
        """A person counts once a question."""

        verbose_name = _("support")
        constraints = [models.UniqueConstraint(fields=["question", "voter_key"], name="support_once")]
        indexes = [models.Index(fields=["voter_key"], name="support_of_voter")]

    def __str__(self) -> str:
        """Say yes or no; never who."""
        return "yes" if self.value else "no"
