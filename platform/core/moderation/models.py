"""Report, Decision, Appeal: what somebody complained of, what was decided, who disagreed. Claim: who is on it now."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedField, PublicIdField
from core.moderation.states import AppealState, Outcome, ReportState, Rule


class Report(models.Model):
    """One report of abuse. Its words and the address for an answer are encrypted and never public.

    `kind` names the registered target ("comment"), `target_id` is the public id of the record itself.
    """

    public_id = PublicIdField()
    kind = models.CharField(_("kind"), max_length=30)
    target_id = models.UUIDField()
    rule = models.CharField(_("rule"), max_length=20, choices=Rule.choices)
    words = EncryptedField(blank=True)
    email = EncryptedField(blank=True)
    email_index = models.CharField(max_length=80, blank=True, db_default="", default="", db_index=True, editable=False)
    notice_version = models.CharField(max_length=40, blank=True, db_default="", default="", editable=False)
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=12, choices=ReportState.choices, default=ReportState.RECEIVED)
    received_at = models.DateTimeField()
    due_on = models.DateField(_("due"))
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Read by state and age, and by what it is about."""

        verbose_name = _("report")
        verbose_name_plural = _("reports")
        indexes = [
            models.Index(fields=["state", "received_at"], name="report_queue"),
            models.Index(fields=["target_id", "-id"], name="report_of_target"),
        ]

    def __str__(self) -> str:
        """Name the opaque id; never the words."""
        return str(self.public_id)

    def get_absolute_url(self) -> str:
        """Give the address under which anybody who holds the reference sees where it stands."""
        return reverse("moderation:status", args=[self.public_id])


class Decision(models.Model):
    """One line of the public log: what was decided about what, when, under which rule, in which words.

    Written once, with the event that it tells of, and never changed. `reason` holds public words only; `decided_by` is
    the opaque id of the account and is not public.
    """

    public_id = PublicIdField()
    event_id = models.UUIDField(unique=True)
    kind = models.CharField(_("kind"), max_length=30)
    target_id = models.UUIDField()
    outcome = models.CharField(_("outcome"), max_length=15, choices=Outcome.choices)
    rule = models.CharField(_("rule"), max_length=40)
    reason = models.TextField(_("reason"), blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=64, blank=True)
    report = models.ForeignKey(Report, on_delete=models.SET_NULL, null=True, blank=True, related_name="decisions")
    appeal = models.ForeignKey(
        "moderation.Appeal", on_delete=models.SET_NULL, null=True, blank=True, related_name="outcomes"
    )

    class Meta:
        """Newest first; found by what it is about."""

        verbose_name = _("decision of a moderator")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["target_id", "-id"], name="decision_of_target"),
            models.Index(fields=["kind", "rule", "outcome"], name="decision_counted"),
        ]

    def __str__(self) -> str:
        """Say what was done under which rule."""
        return f"{self.kind} {self.outcome} {self.rule}"


class Appeal(models.Model):
    """What the author says against a decision; one for each decision."""

    public_id = PublicIdField()
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="appealed")
    words = EncryptedField()
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=12, choices=AppealState.choices, default=AppealState.RECEIVED)
    received_at = models.DateTimeField()
    due_on = models.DateField(_("due"))
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Read by state and age."""

        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        indexes = [models.Index(fields=["state", "received_at"], name="appeal_queue")]

    def __str__(self) -> str:
        """Name the opaque id; never the words."""
        return str(self.public_id)


class Claim(models.Model):
    """Who works on a record now, so that nobody else begins the same; it ends by itself."""

    public_id = PublicIdField()
    subject_type = models.CharField(max_length=60)
    subject_id = models.UUIDField(unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="claims")
    claimed_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        """One a record."""

        verbose_name = _("claim")

    def __str__(self) -> str:
        """Name the record."""
        return f"{self.subject_type} {self.subject_id}"
