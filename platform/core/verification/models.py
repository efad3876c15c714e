"""Participant: a verified contact without account. Challenge: a code and a link that prove an address."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedField, PublicIdField


class Participant(models.Model):
    """Somebody who takes part by e-mail (decision 7). Contact data is encrypted; found by blind index only."""

    public_id = PublicIdField()
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="participant"
    )
    email = EncryptedField()
    email_index = models.CharField(max_length=80, unique=True)
    name = EncryptedField(blank=True)
    language = models.CharField(max_length=10, default="en")
    created_at = models.DateTimeField(auto_now_add=True)
    verified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Never listed in public."""

        verbose_name = _("participant")

    def __str__(self) -> str:
        """Name the opaque id; never the person."""
        return str(self.public_id)


class Challenge(models.Model):
    """One request to prove an address for one purpose: a 6-digit code and a mailed link, both hashed.

    Its public id is the handle in the page's address. Each try gets a fresh one, so that nobody can tell whether
    the address was known. A challenge that was only made to keep that secret never has a code that fits.
    """

    public_id = PublicIdField()
    purpose = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    language = models.CharField(max_length=10)
    code_hash = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    link_hash = models.CharField(max_length=64, blank=True, db_index=True)
    link_until = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Found by subject for a resend."""

        verbose_name = _("challenge")
        indexes = [models.Index(fields=["subject_id"], name="challenge_of_subject")]

    def __str__(self) -> str:
        """Name the purpose."""
        return f"{self.purpose} {self.public_id}"
