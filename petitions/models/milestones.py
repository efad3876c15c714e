"""Milestone: a threshold was crossed; somebody owes something by a date."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from core.fields import PublicIdField, TranslatedField, TranslatedText
from petitions.models.kinds import Threshold
from petitions.models.offices import DutyOffice
from petitions.models.petitions import Petition
from petitions.states import MilestoneState

ADDRESS_LENGTH = 200


class Milestone(models.Model):
    """The duty that one crossing of one threshold created: its owner, due date, and what was done."""

    public_id = PublicIdField()
    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="milestones")
    threshold = models.ForeignKey(Threshold, on_delete=models.PROTECT, related_name="milestones")
    state = models.CharField(_("state"), max_length=10, choices=MilestoneState.choices, default=MilestoneState.DUE)
    reached_at = models.DateTimeField()
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)
    outcome = TranslatedField()
    document_url = models.URLField(max_length=ADDRESS_LENGTH, blank=True)
    # Who it was passed on to; empty where it still belongs to the office of its threshold.
    office = models.ForeignKey(
        "petitions.DutyOffice", on_delete=models.PROTECT, null=True, blank=True, related_name="milestones"
    )
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A threshold fires once for a petition; the database holds the rule."""

        verbose_name = _("milestone")
        ordering = ["threshold__count"]
        constraints = [models.UniqueConstraint(fields=["petition", "threshold"], name="milestone_once")]

    def __str__(self) -> str:
        """Name the threshold and the petition."""
        return f"{self.threshold} ({self.petition_id})"

    @property
    def duty_office(self) -> DutyOffice | None:
        """Give the office that owes it now; None where the kind names none."""
        return self.office or self.threshold.office

    @property
    def owner(self) -> TranslatedText:
        """Give in words who owes it now: to whom it was passed on, else whom the kind names, by words or by office."""
        if self.office is not None:
            return TranslatedText(self.office.name)
        office = self.threshold.office
        return TranslatedText(self.threshold.owner or (office.name if office else {}))

    @property
    def state_now(self) -> MilestoneState:
        """Give how it stands: late from the first day on, also before the schedule has marked it (`duties.late`)."""
        is_late = self.state == MilestoneState.DUE and self.due_on < clock.today()
        return MilestoneState.OVERDUE if is_late else MilestoneState(self.state)
