"""PetitionKind: the rules a petition runs under, in versions; a petition keeps the version it opened under."""

from django.db import models
from django.db.models import Value
from django.utils.translation import gettext_lazy as _

from core.fields import TranslatedField
from petitions.states import CountedFor, Duty

NO_WORDS = Value("{}", models.JSONField())  # so that the version before can write its rows


def by_mail() -> list[str]:
    """Give the ways to prove who signs where a kind names none: a code or link by e-mail."""
    return ["email"]


class PetitionKind(models.Model):
    """One version of a kind of petition. A version in use is never edited: a change makes the next one."""

    key = models.SlugField()
    version = models.PositiveIntegerField(default=1)
    name = TranslatedField()
    chamber = models.ForeignKey("parliament.Chamber", on_delete=models.PROTECT, related_name="petition_kinds")
    supporters_needed = models.PositiveSmallIntegerField(default=0)
    duration_days = models.PositiveSmallIntegerField(default=180)
    moderation_days = models.PositiveSmallIntegerField(default=7)
    gathering_days = models.PositiveSmallIntegerField(
        default=30, db_default=30, help_text=_("So long a petition may look for its supporters.")
    )
    grace_hours = models.PositiveSmallIntegerField(
        default=24, db_default=24, help_text=_("So long after the end a code or a link still confirms.")
    )
    people_per_address = models.PositiveSmallIntegerField(
        default=1, db_default=1, help_text=_("How many people may sign with one e-mail address.")
    )
    identity_methods = models.JSONField(default=by_mail, db_default=Value('["email"]', models.JSONField()))
    eligibility = models.JSONField(default=dict, db_default=NO_WORDS)
    eligibility_words = TranslatedField(db_default=NO_WORDS)
    languages = models.JSONField(default=list, db_default=Value("[]", models.JSONField()))
    retention_days = models.PositiveSmallIntegerField(
        default=180, db_default=180, help_text=_("So long after the end signers' details are kept.")
    )
    carries_over = models.BooleanField(default=False, db_default=False)
    is_current = models.BooleanField(default=True)

    class Meta:
        """One row per version."""

        verbose_name = _("kind of petition")
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="kind_version_once")]

    def __str__(self) -> str:
        """Give the name and version."""
        return f"{self.name} {self.version}"


class Threshold(models.Model):
    """A number of signatures that creates a duty: a row, not a column."""

    kind = models.ForeignKey(PetitionKind, on_delete=models.CASCADE, related_name="thresholds")
    key = models.SlugField()
    count = models.PositiveIntegerField()
    title = TranslatedField()
    counted = models.CharField(
        max_length=10, choices=CountedFor.choices, default=CountedFor.ALL, db_default=CountedFor.ALL.value
    )
    duty = models.CharField(max_length=12, choices=Duty.choices)
    owner = TranslatedField()
    office = models.ForeignKey(
        "petitions.DutyOffice", on_delete=models.PROTECT, null=True, blank=True, related_name="thresholds"
    )
    days_allowed = models.PositiveSmallIntegerField(default=30, help_text=_("In working days."))
    remind_days = models.PositiveSmallIntegerField(
        default=5, db_default=5, help_text=_("So many working days before the day its owner is reminded.")
    )

    class Meta:
        """In the order in which they are crossed."""

        verbose_name = _("threshold")
        ordering = ["count"]
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="threshold_once")]

    def __str__(self) -> str:
        """Give the title."""
        return str(self.title)


class RejectionReason(models.Model):
    """Why a petition can be refused, with the words the public reads."""

    kind = models.ForeignKey(PetitionKind, on_delete=models.CASCADE, related_name="rejection_reasons")
    code = models.SlugField()
    title = TranslatedField()
    wording = TranslatedField()
    guidance = TranslatedField(db_default=NO_WORDS)
    is_hidden = models.BooleanField(
        default=False, db_default=False, help_text=_("The text of a petition refused for this is shown to nobody.")
    )

    class Meta:
        """A code is used once within a kind."""

        verbose_name = _("reason for rejection")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="reason_once")]

    def __str__(self) -> str:
        """Give the title."""
        return str(self.title)
