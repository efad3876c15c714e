"""Signature: one person's yes to one petition. Who it is stands apart, encrypted, in SignaturePersonal."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedField, PublicIdField
from petitions.models.petitions import Petition
from petitions.states import CountedClass, SignatureState

HOME_COUNTRY = "--"  # the parliament's own country, whichever that is


class Signature(models.Model):
    """A signature without a name. `person_key` is a blind index bound to the petition: nobody can be followed."""

    public_id = PublicIdField()
    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="signatures")
    person_key = models.CharField(max_length=80)
    slot = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, choices=SignatureState.choices, default=SignatureState.PENDING)
    counted_class = models.CharField(max_length=10, choices=CountedClass.choices, default=CountedClass.ONLINE)
    area = models.ForeignKey("parliament.Area", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    country = models.CharField(max_length=2, default=HOME_COUNTRY)
    language = models.CharField(max_length=10, default="en")
    wants_news = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    text_version = models.PositiveSmallIntegerField(default=1, db_default=1)
    hold_rule = models.CharField(max_length=24, blank=True, default="", db_default="")
    notice_version = models.CharField(max_length=40, blank=True, db_default="", default="", editable=False)

    class Meta:
        """The database itself holds the rule: one address, one slot."""

        verbose_name = _("signature")
        constraints = [models.UniqueConstraint(fields=["petition", "person_key", "slot"], name="signature_once")]
        indexes = [models.Index(fields=["petition", "state"], name="signature_by_state")]

    def __str__(self) -> str:
        """Name the opaque id; never the person."""
        return str(self.public_id)


class SignaturePersonal(models.Model):
    """Name, address and postcode of a signer: encrypted, deleted on its own clock."""

    signature = models.OneToOneField(Signature, on_delete=models.CASCADE, related_name="personal", primary_key=True)
    name = EncryptedField()
    email = EncryptedField()
    postcode = EncryptedField(blank=True)
    # What fraud is seen by: the address's domain, and blind indexes of the network (/24, /64) and of name and postcode.
    domain = models.CharField(max_length=120, blank=True, default="", db_default="")
    network_key = models.CharField(max_length=80, blank=True, default="", db_default="")
    name_key = models.CharField(max_length=80, blank=True, default="", db_default="")

    class Meta:
        """Read only to write to the signer."""

        verbose_name = _("signer's details")

    def __str__(self) -> str:
        """Name the opaque id; never the person."""
        return str(self.signature_id)
