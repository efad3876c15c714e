"""The count as a ledger: entries of +1 and -1, folded into tallies. Nothing is ever counted from rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from petitions.models.petitions import Petition
from petitions.models.signatures import HOME_COUNTRY, Signature
from petitions.states import CountedClass


class TallyEntry(models.Model):
    """One change of the count, written in the transaction of the change that it counts."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="tally_entries")
    signature = models.ForeignKey(Signature, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    area = models.ForeignKey("parliament.Area", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    country = models.CharField(max_length=2, default=HOME_COUNTRY)
    counted_class = models.CharField(max_length=10, choices=CountedClass.choices, default=CountedClass.ONLINE)
    delta = models.IntegerField()
    reason = models.CharField(max_length=24)
    at = models.DateTimeField()
    folded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The fold takes what is not folded yet."""

        verbose_name = _("tally entry")
        indexes = [
            models.Index(fields=["petition"], condition=models.Q(folded_at__isnull=True), name="tally_entry_unfolded")
        ]

    def __str__(self) -> str:
        """Give the change and its reason."""
        return f"{self.delta:+d} {self.reason}"


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
            models.UniqueConstraint(
                fields=["petition", "area", "country", "counted_class"], name="tally_cell_once", nulls_distinct=False
            )
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
