"""DataRequest: somebody asked what we hold about an address, or to delete it; it lives a day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedField, PublicIdField


class Wish(models.TextChoices):
    """What is asked for."""

    SEE = "see", _("See what you hold about me")
    DELETE = "delete", _("Delete what you hold about me")


class DataRequest(models.Model):
    """One request. The address is not known to be anybody's before its code or link was used.

    `key_hash` is the digest of the key of the pages that follow the proof; they work until `open_until`.
    """

    public_id = PublicIdField()
    email = EncryptedField(blank=True)
    wish = models.CharField(max_length=10, choices=Wish.choices)
    language = models.CharField(max_length=10)
    notice_version = models.CharField(max_length=40, blank=True, editable=False)
    created_at = models.DateTimeField()
    key_hash = models.CharField(max_length=64, blank=True, db_index=True)
    open_until = models.DateTimeField(null=True, blank=True)
    exported_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Found by the key of its pages."""

        verbose_name = _("request about personal data")

    def __str__(self) -> str:
        """Name the opaque id; never the address."""
        return str(self.public_id)
