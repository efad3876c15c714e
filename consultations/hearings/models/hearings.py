"""Hearing, what is on its agenda, who speaks, where it is broadcast."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultations.hearings.states import HearingState, WitnessState
from core.fields import PublicIdField, TranslatedField

QUESTION_LENGTH = 300


def new_epoch() -> str:
    """Give the name of a fresh count of numbers; a restored database gets a new one, so that clients start anew."""
    return secrets.token_hex(4)


class Hearing(models.Model):
    """One public hearing of a committee. Its row lock orders all numbered events (decision 10)."""

    public_id = PublicIdField()
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    chamber = models.ForeignKey("parliament.Chamber", on_delete=models.PROTECT, related_name="hearings")
    committee = models.ForeignKey("parliament.Committee", on_delete=models.PROTECT, related_name="hearings")
    state = models.CharField(_("state"), max_length=12, choices=HearingState.choices, default=HearingState.DRAFT)
    title = TranslatedField(verbose_name=_("title"))
    summary = TranslatedField(verbose_name=_("summary"))
    place = TranslatedField(verbose_name=_("room"))
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    questions_open_at = models.DateTimeField(_("questions from"), null=True, blank=True)
    questions_until = models.DateTimeField(_("questions until"), null=True, blank=True)
    question_limit = models.PositiveSmallIntegerField(_("characters a question"), default=QUESTION_LENGTH)
    answers_due_on = models.DateField(_("written answers by"), null=True, blank=True)
    report_due_on = models.DateField(_("report by"), null=True, blank=True)
    announced_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    epoch = models.CharField(max_length=8, default=new_epoch, editable=False)
    sequence = models.PositiveBigIntegerField(default=0, editable=False)
    public_sequence = models.PositiveBigIntegerField(default=0, editable=False)

    class Meta:
        """Listed by date."""

        verbose_name = _("hearing")
        verbose_name_plural = _("hearings")
        indexes = [models.Index(fields=["state", "starts_at"], name="hearing_by_state")]

    def __str__(self) -> str:
        """Give the title in the active language."""
        return str(self.title)

    @property
    def chamber_key(self) -> str:
        """Name the chamber; the event log keeps it."""
        return self.chamber.key


class AgendaItem(models.Model):
    """One point of the agenda."""

    hearing = models.ForeignKey(Hearing, on_delete=models.CASCADE, related_name="agenda")
    title = TranslatedField(verbose_name=_("title"))
    starts_at = models.DateTimeField(_("starts at"))

    class Meta:
        """In the order of time."""

        verbose_name = _("agenda item")
        ordering = ["starts_at", "id"]

    def __str__(self) -> str:
        """Give the title in the active language."""
        return str(self.title)


class Witness(models.Model):
    """A person or body whom the committee hears."""

    public_id = PublicIdField()
    hearing = models.ForeignKey(Hearing, on_delete=models.CASCADE, related_name="witnesses")
    key = models.SlugField(max_length=60)
    name = TranslatedField(verbose_name=_("name"))
    role = TranslatedField(verbose_name=_("role"))
    bio = TranslatedField(verbose_name=_("about"))
    state = models.CharField(max_length=10, choices=WitnessState.choices, default=WitnessState.CONFIRMED)
    place_in_order = models.PositiveSmallIntegerField(default=0)
    speaks_at = models.DateTimeField(_("speaks at"), null=True, blank=True)
    paper_title = TranslatedField(verbose_name=_("paper"))
    paper_pages = models.PositiveSmallIntegerField(null=True, blank=True)
    paper_summary = TranslatedField(verbose_name=_("what the paper says"))

    class Meta:
        """In speaking order; a witness is listed once."""

        verbose_name = _("witness")
        verbose_name_plural = _("witnesses")
        ordering = ["place_in_order", "id"]
        constraints = [models.UniqueConstraint(fields=["hearing", "key"], name="witness_once")]

    def __str__(self) -> str:
        """Give the name in the active language."""
        return str(self.name)


class Broadcast(models.Model):
    """One way to watch, hear or read along. The page plays nothing before it is asked to."""

    class Kind(models.TextChoices):
        """What sort of broadcast it is."""

        VIDEO = "video", _("Play the broadcast")
        SOUND = "sound", _("Sound only")
        SIGN = "sign", _("Sign language")
        CAPTIONS = "captions", _("Live captions")
        TRANSCRIPT = "transcript", _("Transcript as text")

    hearing = models.ForeignKey(Hearing, on_delete=models.CASCADE, related_name="broadcasts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    url = models.URLField(_("address"))
    language = models.CharField(_("language"), max_length=10, blank=True)
    delay_seconds = models.PositiveSmallIntegerField(_("delay"), default=0)

    class Meta:
        """Video first."""

        verbose_name = _("broadcast")
        ordering = ["id"]

    def __str__(self) -> str:
        """Name the kind."""
        return self.get_kind_display()
