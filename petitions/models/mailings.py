"""SignerMailing: one message to the signers of one petition who asked for news."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import PublicIdField, TranslatedField
from petitions.models.petitions import Petition
from petitions.states import Audience, MailingState


class SignerMailing(models.Model):
    """A message and how far it has gone: every signature up to `cursor` was looked at, `written` of them got it.

    The rows of the mails and the cursor change in one transaction, so a killed worker goes on where it stood.
    """

    public_id = PublicIdField()
    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="mailings")
    is_automatic = models.BooleanField(default=False)
    state = models.CharField(_("state"), max_length=10, choices=MailingState.choices, default=MailingState.DRAFT)
    subject = TranslatedField()
    body = TranslatedField()
    audience = models.CharField(max_length=8, choices=Audience.choices, default=Audience.ALL)
    areas = models.ManyToManyField("parliament.Area", blank=True, related_name="+")
    readers = models.PositiveIntegerField(default=0)
    written = models.PositiveIntegerField(default=0)
    cursor = models.BigIntegerField(default=0)
    last_signature = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Newest first."""

        verbose_name = _("message to signers")
        verbose_name_plural = _("messages to signers")
        ordering = ["-id"]
        indexes = [models.Index(fields=["id"], condition=models.Q(state="running"), name="mailing_running")]

    def __str__(self) -> str:
        """Give the subject."""
        return str(self.subject)
