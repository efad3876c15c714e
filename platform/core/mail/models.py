"""Mail: one row per message, written in the transaction that causes it; kept encrypted until it is sent."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedField, PublicIdField


class Stream(models.TextChoices):
    """What a message is to its reader; it decides on limits and on the way out."""

    PROOF = "proof", _("code or link that anybody can ask for")
    RECEIPT = "receipt", _("answer to what the reader did")
    NEWS = "news", _("news that the reader may stop")


class Mail(models.Model):
    """One message to one address. Its Message-ID is fixed here, so that a repeat is seen as a repeat (decision 29)."""

    class State(models.TextChoices):
        """Where a message stands."""

        QUEUED = "queued", _("queued")
        SENT = "sent", _("sent")
        NOT_SENT = "not_sent", _("not sent")
        FAILED = "failed", _("failed")

    public_id = PublicIdField()
    dedupe_key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=60)
    stream = models.CharField(max_length=10, choices=Stream.choices, default=Stream.RECEIPT)
    language = models.CharField(max_length=10)
    to_address = EncryptedField()
    to_index = models.CharField(max_length=80, db_index=True)
    subject = EncryptedField()
    body = EncryptedField()
    # Where one click stops this one kind of news; empty where the whole address is asked (core.mail.stopping).
    stop_url = EncryptedField(blank=True, default="", db_default="")
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    why_not = models.CharField(max_length=20, blank=True)
    carrier = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="carried")
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The worker takes queued ones that are due."""

        verbose_name = _("mail")
        indexes = [
            models.Index(fields=["state", "due_at"], name="mail_due"),
            models.Index(fields=["stream", "id"], condition=models.Q(state="queued"), name="mail_waiting"),
        ]

    def __str__(self) -> str:
        """Name the kind; never the address."""
        return f"{self.kind} {self.public_id}"

    @property
    def message_id(self) -> str:
        """Give the Message-ID header, the same over all tries."""
        _name, _at, domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")
        return f"<{self.public_id}@{domain.rstrip('> ') or 'rostra.invalid'}>"


class Suppression(models.Model):
    """An address that gets no mail, or no news: it bounced, or its owner said so. Found by blind index only."""

    class Scope(models.TextChoices):
        """What is held back."""

        ALL = "all", _("everything")
        NEWS = "news", _("news")

    class Reason(models.TextChoices):
        """Why."""

        HARD_BOUNCE = "hard_bounce", _("The mail server says that there is no such mail box.")
        SOFT_BOUNCES = "soft_bounces", _("Mail could not be delivered several times.")
        STOPPED = "stopped", _("The owner of the address asked for no mail at all.")
        UNSUBSCRIBED = "unsubscribed", _("The owner of the address asked for no more news.")

    public_id = PublicIdField()
    to_index = models.CharField(max_length=80)
    scope = models.CharField(max_length=6, choices=Scope.choices)
    reason = models.CharField(max_length=20, choices=Reason.choices)
    since = models.DateTimeField()

    class Meta:
        """One row for each address and scope."""

        verbose_name = _("suppression")
        constraints = [models.UniqueConstraint(fields=["to_index", "scope"], name="suppression_once")]

    def __str__(self) -> str:
        """Say why; never who."""
        return f"{self.scope}: {self.reason}"


class SoftBounce(models.Model):
    """One message that could not be delivered for now; several of them suppress the address."""

    mail = models.OneToOneField(Mail, on_delete=models.CASCADE, related_name="soft_bounce")
    to_index = models.CharField(max_length=80, db_index=True)
    bounced_at = models.DateTimeField()

    class Meta:
        """Counted by address."""

        verbose_name = _("soft bounce")

    def __str__(self) -> str:
        """Name the mail."""
        return f"soft bounce of {self.mail_id}"


class MailText(models.Model):
    """The words of one kind of mail in one language, where staff changed them; without a row the shipped ones hold."""

    public_id = PublicIdField()
    kind = models.CharField(max_length=80)
    language = models.CharField(max_length=10)
    subject = models.CharField(_("subject"), max_length=150)
    body = models.TextField(_("text"))
    changed_at = models.DateTimeField()

    class Meta:
        """One row for each kind and language."""

        verbose_name = _("text of a mail")
        constraints = [models.UniqueConstraint(fields=["kind", "language"], name="mail_text_once")]

    def __str__(self) -> str:
        """Name kind and language."""
        return f"{self.kind} ({self.language})"
