"""Inquiry: what a committee looks into. CallForEvidence: its questions and its window."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consultations.evidence.states import CallState
from core import clock
from core.fields import PublicIdField, TranslatedField

# Whoever is in the middle of it at the deadline has half an hour more (ux.md 4 e).
GRACE = timedelta(minutes=30)


def own_zone() -> str:
    """Name the time zone in which deadlines are meant."""
    return str(settings.PARLIAMENT_TIME_ZONE)


class Inquiry(models.Model):
    """What a committee looks into; its three letters stand in front of every number of its evidence."""

    public_id = PublicIdField()
    committee = models.ForeignKey("parliament.Committee", on_delete=models.PROTECT, related_name="inquiries")
    code = models.CharField(_("code"), max_length=3, unique=True)
    title = TranslatedField(verbose_name=_("title"))
    last_number = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        """Found by code."""

        verbose_name = _("inquiry")
        verbose_name_plural = _("inquiries")
        ordering = ["code"]

    def __str__(self) -> str:
        """Give the code and the title."""
        return f"{self.code} {self.title}"


class InquiryStage(models.Model):
    """One step of an inquiry from opening to the government's reply: the knots of its thread."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="stages")
    position = models.PositiveSmallIntegerField()
    label = TranslatedField(verbose_name=_("label"))
    note = TranslatedField(verbose_name=_("when, in words"))
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        """In their order."""

        verbose_name = _("stage of an inquiry")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["inquiry", "position"], name="inquiry_stage_once")]

    def __str__(self) -> str:
        """Give the label."""
        return str(self.label)

    @property
    def mark(self) -> str:
        """Say how its knot is drawn: done, now, or empty for what is still to come."""
        today = clock.today()
        if self.starts_on is None or self.starts_on > today:
            return ""
        return "done" if (self.ends_on or self.starts_on) < today else "now"


class CallForEvidence(models.Model):
    """A committee's invitation to write: questions, terms, and a window that closes at an instant."""

    public_id = PublicIdField()
    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="calls")
    slug = models.SlugField(unique=True)
    title = TranslatedField(verbose_name=_("title"))
    summary = TranslatedField(verbose_name=_("summary"))
    scope = TranslatedField(verbose_name=_("what the committee looks into, one point a line"))
    who_may_answer = TranslatedField(verbose_name=_("who may answer"))
    terms = TranslatedField(verbose_name=_("what is published"))
    other_ways = TranslatedField(verbose_name=_("other ways to answer, one a line"))
    next_step = TranslatedField(verbose_name=_("what comes next"))
    state = models.CharField(max_length=10, choices=CallState.choices, default=CallState.DRAFT, editable=False)
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"))
    zone = models.CharField(_("time zone"), max_length=60, default=own_zone)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        """Listed by state, the nearest deadline first."""

        verbose_name = _("call for evidence")
        verbose_name_plural = _("calls for evidence")
        indexes = [models.Index(fields=["state", "closes_at"], name="call_due")]

    def __str__(self) -> str:
        """Give the title."""
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Give the address of the public page, in the active language."""
        return reverse("evidence:call", args=[self.slug])

    @property
    def committee_id(self) -> int:
        """Say whose call it is."""
        return self.inquiry.committee_id

    @property
    def chamber_key(self) -> str:
        """Name the chamber, for the event."""
        return self.inquiry.committee.chamber.key

    @property
    def ends_at(self) -> datetime:
        """Give the deadline, or the earlier moment at which a clerk closed the call."""
        return min(self.closed_at, self.closes_at) if self.closed_at else self.closes_at

    @property
    def takes_drafts_until(self) -> datetime:
        """Give the moment after which not even a draft begun in time is taken."""
        return self.ends_at + GRACE

    @property
    def is_taking_answers(self) -> bool:
        """Tell whether somebody may begin now."""
        return self.state == CallState.OPEN and clock.now() <= self.closes_at


class Question(models.Model):
    """One numbered question of a call."""

    call = models.ForeignKey(CallForEvidence, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    text = TranslatedField(verbose_name=_("question"))
    hint = TranslatedField(verbose_name=_("help"))
    is_required = models.BooleanField(_("must be answered"), default=False)

    class Meta:
        """In their order."""

        verbose_name = _("question")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["call", "position"], name="call_question_once")]

    def __str__(self) -> str:
        """Give the text."""
        return str(self.text)
