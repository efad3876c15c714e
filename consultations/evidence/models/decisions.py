"""CommitteeDecision: the sitting at which a committee decided about a batch of submissions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import PublicIdField


class CommitteeDecision(models.Model):
    """One decision of a committee: its date and where the minutes say so. Nothing is public before it."""

    public_id = PublicIdField()
    committee = models.ForeignKey("parliament.Committee", on_delete=models.PROTECT, related_name="evidence_decisions")
    decided_on = models.DateField(_("decided on"))
    minute = models.CharField(_("place in the minutes"), max_length=120, blank=True)

    class Meta:
        """One a committee, day and minute; newest first."""

        verbose_name = _("decision of a committee")
        ordering = ["-decided_on", "-id"]
        constraints = [models.UniqueConstraint(fields=["committee", "decided_on", "minute"], name="decision_once")]

    def __str__(self) -> str:
        """Say who decided when."""
        return f"{self.committee}, {self.decided_on}"
