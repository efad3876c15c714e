"""The count as a ledger: entries of +1 and -1, folded into tallies. Nothing is ever counted from rows."""

from django.db import models
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _

from petitions.models.petitions import Petition
from petitions.models.signatures import HOME_COUNTRY, Signature
from petitions.states import CountedClass

COMMITMENT_HEAD = 16  # hex digits: enough to tell entries apart, small enough for an index of ten million


class TallyEntry(models.Model):
    """One change of the count, written in the transaction of the change that it counts."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="tally_entries")
    signature = models.ForeignKey(Signature, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # Without an index: signers pay for each, and nobody asks the ledger for an area.
    area = models.ForeignKey(
        "parliament.Area", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    country = models.CharField(max_length=2, default=HOME_COUNTRY)
    counted_class = models.CharField(max_length=10, choices=CountedClass.choices, default=CountedClass.ONLINE)
    delta = models.IntegerField()
    reason = models.CharField(max_length=24)
    at = models.DateTimeField()
    folded_at = models.DateTimeField(null=True, blank=True)
    # Its place in the petition's public log, given by the fold; what the signer's receipt opens.
    sequence = models.PositiveBigIntegerField(null=True, blank=True)
    commitment = models.CharField(max_length=64, blank=True, default="", db_default="")

    class Meta:
        """The fold takes what has no place in the log yet; a receipt finds its entries by their commitment's head."""

        verbose_name = _("tally entry")
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "sequence"], condition=models.Q(sequence__isnull=False), name="tally_entry_place"
            )
        ]
        indexes = [
            models.Index(fields=["petition"], condition=models.Q(sequence__isnull=True), name="tally_entry_waiting"),
            models.Index(
                Substr("commitment", 1, COMMITMENT_HEAD),
                condition=models.Q(sequence__isnull=False),
                name="tally_entry_receipt",
            ),
        ]

    def __str__(self) -> str:
        """Give the change and its reason."""
        return f"{self.delta:+d} {self.reason}"


class CountLog(models.Model):
    """The state of a petition's public log: an RFC 6962 tree over its folded entries, as its right-hand hashes."""

    petition = models.OneToOneField(Petition, on_delete=models.CASCADE, related_name="count_log", primary_key=True)
    size = models.PositiveBigIntegerField(default=0)
    frontier = models.JSONField(default=list)
    total = models.IntegerField(default=0)

    class Meta:
        """One a petition, locked by the fold."""

        verbose_name = _("log of a count")

    def __str__(self) -> str:
        """Give the number of leaves."""
        return f"{self.size}"


class Checkpoint(models.Model):
    """A signed state of a petition's log: each hour, at each threshold, at the end."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="checkpoints")
    size = models.PositiveBigIntegerField()
    root = models.CharField(max_length=64)
    total = models.IntegerField()
    reason = models.CharField(max_length=12)
    at = models.DateTimeField()
    note = models.TextField()

    class Meta:
        """One a size of the log."""

        verbose_name = _("checkpoint of a count")
        ordering = ["size"]
        constraints = [models.UniqueConstraint(fields=["petition", "size"], name="checkpoint_once")]

    def __str__(self) -> str:
        """Give size and total."""
        return f"{self.size}: {self.total}"


class Tally(models.Model):
    """Folded count by petition, area, country and class."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="tallies")
    area = models.ForeignKey("parliament.Area", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    country = models.CharField(max_length=2, default=HOME_COUNTRY)
    counted_class = models.CharField(max_length=10, choices=CountedClass.choices)
    count = models.IntegerField(default=0)

    class Meta:
        """One row a cell."""

        verbose_name = _("tally")
        constraints = [
            # What was brought over may name more by constituency than by country: that line of the balance is negative.
            models.CheckConstraint(
                condition=models.Q(count__gte=0) | models.Q(counted_class=CountedClass.IMPORTED),
                name="tally_not_below_zero",
            ),
            models.UniqueConstraint(
                fields=["petition", "area", "country", "counted_class"], name="tally_cell_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        """Give the count."""
        return f"{self.count}"


class TallyHour(models.Model):
    """Folded count by petition and hour (UTC): the curve. Opening balances stand outside it."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="hours")
    hour = models.DateTimeField()
    delta = models.IntegerField(default=0)

    class Meta:
        """One row an hour."""

        verbose_name = _("tally of an hour")
        constraints = [models.UniqueConstraint(fields=["petition", "hour"], name="tally_hour_once")]

    def __str__(self) -> str:
        """Give the hour and its change."""
        return f"{self.hour:%Y-%m-%d %H} {self.delta:+d}"
