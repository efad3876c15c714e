"""PetitionDraft: a petition while it is being written. DraftLink: the way back to it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedField, PublicIdField
from petitions.models.kinds import PetitionKind
from petitions.models.petitions import Petition


class PetitionDraft(models.Model):
    """What somebody has typed so far, page by page. It is theirs alone: no clerk sees it before it is sent.

    Once it is sent, `petition` names what it became and `challenge` the code that proves the address; once that is
    proven, the words are taken out and only the way on is left.
    """

    public_id = PublicIdField()
    kind = models.ForeignKey(PetitionKind, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=10)
    action = EncryptedField(blank=True)
    background = EncryptedField(blank=True)
    details = EncryptedField(blank=True)
    has_compared = models.BooleanField(default=False)
    differs_from = models.ForeignKey(Petition, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    differs_because = EncryptedField(blank=True)
    standards = models.JSONField(default=dict, blank=True)
    name = EncryptedField(blank=True)
    email = EncryptedField(blank=True)
    email_index = models.CharField(max_length=80, blank=True, db_index=True)
    postcode = EncryptedField(blank=True)
    constituency = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=2, blank=True)
    committee = models.ForeignKey(
        "parliament.Committee", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    petition = models.ForeignKey(Petition, on_delete=models.SET_NULL, null=True, blank=True, related_name="drafts")
    challenge = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    notice_version = models.CharField(max_length=40, blank=True, default="", editable=False)

    class Meta:
        """Found by the digest of a link only."""

        verbose_name = _("draft of a petition")

    def __str__(self) -> str:
        """Name the opaque id; never the words."""
        return str(self.public_id)


class DraftLink(models.Model):
    """A way back to a draft: only the digest of its token is kept.

    `mailed_at` says that it went to the address that the draft has now: who holds it has proven that address.
    """

    draft = models.ForeignKey(PetitionDraft, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()

    class Meta:
        """Found by digest."""

        verbose_name = _("link to a draft")

    def __str__(self) -> str:
        """Name nothing that opens anything."""
        return f"link to a draft {self.pk}"
