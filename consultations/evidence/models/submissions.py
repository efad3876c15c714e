"""Submission: what somebody hands in, private until a committee decides. ReturnLink: the way back to it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultations.evidence.models.calls import CallForEvidence, Question
from consultations.evidence.models.decisions import CommitteeDecision
from consultations.evidence.states import SenderKind, SubmissionState, Wish
from core.fields import EncryptedField, PublicIdField


class Submission(models.Model):
    """One person's or organisation's evidence. All of it is private; the public reads the PublishedCopy alone."""

    public_id = PublicIdField()
    call = models.ForeignKey(CallForEvidence, on_delete=models.PROTECT, related_name="submissions")
    participant = models.ForeignKey(
        "verification.Participant", on_delete=models.PROTECT, null=True, blank=True, related_name="submissions"
    )
    state = models.CharField(max_length=20, choices=SubmissionState.choices, default=SubmissionState.DRAFT)
    kind = models.CharField(max_length=15, choices=SenderKind.choices)
    name = EncryptedField()
    organisation = EncryptedField(blank=True)
    role = EncryptedField(blank=True)
    email = EncryptedField()
    email_index = models.CharField(max_length=80, db_index=True)
    language = models.CharField(max_length=10)
    title = EncryptedField(blank=True)
    wish = models.CharField(max_length=15, choices=Wish.choices, blank=True)
    wish_reason = EncryptedField(blank=True)
    shown_as = EncryptedField(blank=True)
    concerns = models.JSONField(default=list, blank=True)
    receipt = models.CharField(max_length=20, unique=True, null=True, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)
    inquiry = models.ForeignKey("evidence.Inquiry", on_delete=models.PROTECT, related_name="submissions")
    decision = models.ForeignKey(
        CommitteeDecision, on_delete=models.PROTECT, null=True, blank=True, related_name="submissions"
    )
    return_reason = EncryptedField(blank=True)
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)  # returned, or withdrawn by its sender
    notice_version = models.CharField(max_length=40, blank=True, db_default="", default="", editable=False)

    class Meta:
        """A number is given once in an inquiry, and never again."""

        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        indexes = [models.Index(fields=["call", "state", "submitted_at"], name="submission_queue")]
        constraints = [models.UniqueConstraint(fields=["inquiry", "number"], name="evidence_number_once")]

    def __str__(self) -> str:
        """Give the number or the receipt; never the person."""
        return self.label or self.receipt or str(self.public_id)

    @property
    def label(self) -> str:
        """Give the evidence number as people write it, REN0012; empty before acceptance."""
        return f"{self.inquiry.code}{self.number:04d}" if self.number else ""

    @property
    def committee_id(self) -> int:
        """Say whose business it is."""
        return self.inquiry.committee_id

    @property
    def chamber_key(self) -> str:
        """Name the chamber, for the event."""
        return self.inquiry.committee.chamber.key

    @property
    def is_open_to_the_desk(self) -> bool:
        """Tell whether the committee reads what it says: not what its sender has taken back."""
        return self.state != SubmissionState.WITHDRAWN

    @property
    def desk_title(self) -> str:
        """Give the title as the desk shows it; of what was taken back the number or the receipt alone."""
        return self.title if self.is_open_to_the_desk else str(self)

    @property
    def sender(self) -> str:
        """Give the sender as the clerk reads it."""
        return f"{self.organisation} ({self.name})" if self.organisation else self.name


class Answer(models.Model):
    """What a submission says to one question."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    text = EncryptedField()

    class Meta:
        """One answer a question."""

        verbose_name = _("answer")
        ordering = ["question__position"]
        constraints = [models.UniqueConstraint(fields=["submission", "question"], name="answer_once")]

    def __str__(self) -> str:
        """Name the question; never the text."""
        return f"answer to question {self.question_id}"


class Attachment(models.Model):
    """One file of a submission. The original lies encrypted in the private storage, under a name of no meaning."""

    public_id = PublicIdField()
    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="attachment")
    storage_key = models.CharField(max_length=60, unique=True)
    original_name = EncryptedField()
    file_type = models.CharField(max_length=10)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    text = EncryptedField(blank=True)
    has_hidden_text = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        """One a submission; annexes come later."""

        verbose_name = _("file")

    def __str__(self) -> str:
        """Name the kind; never the person's own file name."""
        return f"{self.file_type} {self.public_id}"


class ReturnLink(models.Model):
    """A way back to a submission: only the digest of its token is kept. One that came by mail proves the address."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    is_mailed = models.BooleanField()
    expires_at = models.DateTimeField()

    class Meta:
        """Found by digest."""

        verbose_name = _("return link")

    def __str__(self) -> str:
        """Name nothing that opens anything."""
        return f"return link {self.pk}"
