"""Who sits where and for whom: chamber, term, committee, area, member, postcode prefix."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import PublicIdField, TranslatedField, TranslatedText


class Chamber(models.Model):
    """One chamber of the parliament (decision 14)."""

    key = models.SlugField(unique=True)
    name = TranslatedField()

    class Meta:
        """One or two rows."""

        verbose_name = _("chamber")

    def __str__(self) -> str:
        """Give the name in the active language."""
        return str(self.name)


class Term(models.Model):
    """One term, from election to dissolution."""

    chamber = models.ForeignKey(Chamber, on_delete=models.PROTECT, related_name="terms")
    name = TranslatedField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        """Newest first."""

        verbose_name = _("term")
        ordering = ["-starts_on"]

    def __str__(self) -> str:
        """Give the name in the active language."""
        return str(self.name)


class DayOff(models.Model):
    """A day on which the parliament does not work: no working day of a deadline."""

    day = models.DateField(unique=True)
    name = TranslatedField()

    class Meta:
        """Listed by day."""

        verbose_name = _("day off")
        verbose_name_plural = _("days off")
        ordering = ["day"]

    def __str__(self) -> str:
        """Give the name in the active language."""
        return str(self.name)


class Committee(models.Model):
    """A committee of members."""

    public_id = PublicIdField()
    chamber = models.ForeignKey(Chamber, on_delete=models.PROTECT, related_name="committees")
    slug = models.SlugField(unique=True)
    name = TranslatedField()
    remit = TranslatedField()

    class Meta:
        """Listed by slug, which follows the English name."""

        verbose_name = _("committee")
        ordering = ["slug"]

    def __str__(self) -> str:
        """Give the name in the active language."""
        return str(self.name)


class Area(models.Model):
    """A constituency, region or country; imported ones stand beside the own ones by scheme (decision 15)."""

    class Kind(models.TextChoices):
        """What sort of area it is."""

        CONSTITUENCY = "constituency", _("constituency")
        REGION = "region", _("region")
        COUNTRY = "country", _("country")

    public_id = PublicIdField()
    scheme = models.CharField(max_length=20)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    code = models.CharField(max_length=20)
    name = TranslatedField()
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    electorate = models.PositiveIntegerField(null=True, blank=True)
    hex_q = models.SmallIntegerField(null=True, blank=True)
    hex_r = models.SmallIntegerField(null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        """A code is unique within its scheme and kind."""

        verbose_name = _("area")
        constraints = [models.UniqueConstraint(fields=["scheme", "kind", "code"], name="area_once")]

    def __str__(self) -> str:
        """Give the name in the active language."""
        return str(self.name)


class PostcodePrefix(models.Model):
    """Which constituency a postcode belongs to; the longest prefix that fits wins."""

    prefix = models.CharField(max_length=10, unique=True)
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="prefixes")

    class Meta:
        """Looked up by prefix."""

        verbose_name = _("postcode prefix")

    def __str__(self) -> str:
        """Give the prefix."""
        return self.prefix


class Member(models.Model):
    """A member of a chamber."""

    public_id = PublicIdField()
    chamber = models.ForeignKey(Chamber, on_delete=models.PROTECT, related_name="members")
    slug = models.SlugField(unique=True)
    source_id = models.CharField(max_length=200, blank=True, db_index=True)  # of an import (Popolo's person id)
    name = models.CharField(max_length=120)  # of the register, in the site's first language; lists sort by it
    names = TranslatedField()  # where another language or script writes it in its own way
    group = TranslatedField()
    constituency = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="members")
    bio = TranslatedField()
    user = models.OneToOneField(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="member"
    )

    class Meta:
        """Listed by name."""

        verbose_name = _("member")
        ordering = ["name"]

    def __str__(self) -> str:
        """Give the name in the active language."""
        return str(self.called)

    @property
    def called(self) -> TranslatedText:
        """Give the name by language; the register's stands in for the ones that are not known."""
        return TranslatedText({settings.LANGUAGE_CODE: self.name, **self.names})


class CommitteeSeat(models.Model):
    """A member's place in a committee."""

    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="seats")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="seats")
    is_chair = models.BooleanField(default=False)

    class Meta:
        """Chair first, then by name; a member sits once."""

        verbose_name = _("committee seat")
        ordering = ["-is_chair", "member__name"]
        constraints = [models.UniqueConstraint(fields=["committee", "member"], name="seat_once")]

    def __str__(self) -> str:
        """Say who sits where."""
        return f"{self.member}, {self.committee}"
