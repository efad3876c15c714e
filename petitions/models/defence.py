"""What keeps a count honest: figures and lists by which signatures are held, warnings, invalidations and their rows."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedField, PublicIdField
from petitions.models.petitions import Petition
from petitions.models.signatures import Signature
from petitions.states import (
    HeldBy,
    InvalidationState,
    InvalidReason,
    SignatureState,
    SourceIs,
    WarningState,
)

ONLY = 1


class DefenceFigures(models.Model):
    """What the institution has set (pk 1). Figures read like the site's limits ("20/m 200/h", "off"); "" is the usual.

    `four_eyes_above`: an invalidation that touches more than so many needs a second person. `changed_at` moves with
    the lists too: it says whether they must be read anew.
    """

    public_id = PublicIdField()
    network = models.CharField(max_length=40, blank=True)
    domain = models.CharField(max_length=40, blank=True)
    petition = models.CharField(max_length=40, blank=True)
    hold_days = models.PositiveSmallIntegerField(default=7)
    four_eyes_above = models.PositiveIntegerField(default=100)
    warn_network = models.PositiveIntegerField(default=100)
    warn_domain = models.PositiveIntegerField(default=1000)
    warn_minute = models.PositiveIntegerField(default=2000)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One row."""

        verbose_name = _("figures of the defence")

    def __str__(self) -> str:
        """Give the figures."""
        return f"{self.network} {self.domain} {self.petition}"


class HoldSource(models.Model):
    """A domain (glob) or a network (CIDR) of which everything is held, or nothing is by its number."""

    public_id = PublicIdField()
    by = models.CharField(max_length=10, choices=HeldBy.choices)
    pattern = models.CharField(max_length=120)
    stands = models.CharField(max_length=8, choices=SourceIs.choices)
    note = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        """One line a pattern."""

        verbose_name = _("source")
        ordering = ["by", "pattern"]
        constraints = [models.UniqueConstraint(fields=["by", "pattern"], name="hold_source_once")]

    def __str__(self) -> str:
        """Give the pattern."""
        return self.pattern


class TrendWarning(models.Model):
    """Much of one hour of a petition came from one place. `label` is a domain, or a few signs of a blind index."""

    public_id = PublicIdField()
    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="trend_warnings")
    by = models.CharField(max_length=10, choices=HeldBy.choices)
    key = models.CharField(max_length=120, blank=True)
    figure = models.PositiveIntegerField()
    hour = models.DateTimeField()
    noticed_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=WarningState.choices, default=WarningState.NEW)

    class Meta:
        """One an hour and source."""

        verbose_name = _("warning")
        constraints = [models.UniqueConstraint(fields=["petition", "by", "key", "hour"], name="trend_warning_once")]
        indexes = [models.Index(fields=["state", "noticed_at"], name="trend_warning_queue")]

    def __str__(self) -> str:
        """Say what was seen."""
        return f"{self.get_by_display()}: {self.figure}"


class Invalidation(models.Model):
    """A saved query over signatures, and how far taking them out of the count (or putting them back) has come.

    Every given criterion must hold. Name pattern, address and postcode are personal: they are kept encrypted, as
    what they are compared with. `cursor` is the last signature looked at: a job that died goes on behind it.
    """

    public_id = PublicIdField()
    petition = models.ForeignKey(
        Petition, on_delete=models.CASCADE, null=True, blank=True, related_name="invalidations"
    )
    name_pattern = EncryptedField(blank=True)
    email = EncryptedField(blank=True)
    domain = models.CharField(max_length=120, blank=True)
    network_key = models.CharField(max_length=80, blank=True)
    postcode = EncryptedField(blank=True)
    area = models.ForeignKey("parliament.Area", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    country = models.CharField(max_length=2, blank=True)
    since = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=16, choices=InvalidReason.choices)
    words = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=InvalidationState.choices, default=InvalidationState.DRAFT)
    created_at = models.DateTimeField()
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    expected = models.PositiveIntegerField(null=True, blank=True)
    last = models.PositiveBigIntegerField(default=0)
    cursor = models.PositiveBigIntegerField(default=0)
    looked_at = models.PositiveIntegerField(default=0)
    touched = models.PositiveIntegerField(default=0)
    undone = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)
    undo_until = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Read by state."""

        verbose_name = _("invalidation")
        indexes = [models.Index(fields=["state", "undo_until"], name="invalidation_queue")]

    def __str__(self) -> str:
        """Name the reason and the day."""
        return f"{self.get_reason_display()} {self.created_at:%Y-%m-%d %H:%M}"


class InvalidatedRow(models.Model):
    """One signature that an invalidation, or a clerk at the desk, took out: what it was, and whether it is back."""

    invalidation = models.ForeignKey(Invalidation, on_delete=models.CASCADE, null=True, blank=True, related_name="rows")
    signature = models.ForeignKey(Signature, on_delete=models.CASCADE, related_name="invalidated")
    reason = models.CharField(max_length=16, choices=InvalidReason.choices)
    before = models.CharField(max_length=12, choices=SignatureState.choices)
    at = models.DateTimeField()
    restored_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Walked by its own id, within an invalidation."""

        verbose_name = _("signature that is not counted")
        constraints = [models.UniqueConstraint(fields=["invalidation", "signature"], name="invalidated_once")]

    def __str__(self) -> str:
        """Name the reason."""
        return self.get_reason_display()
