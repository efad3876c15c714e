"""Annotation: what a comment says about a clause. Anchor: where it stands in a version. ClauseCounter: how many."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultations.bills.models.bill import Version
from consultations.bills.models.text import Clause, Provision
from consultations.bills.states import AnchorStatus, AnnotationKind, Outcome, Stance
from core.comments.models import Comment
from core.fields import PublicIdField, TranslatedField


class Annotation(models.Model):
    """What a top comment brings beside its words: stance, proposed wording, and the version it was written on."""

    public_id = PublicIdField()
    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="annotation")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="annotations")
    unit = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="annotations_on_page")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="annotations")
    kind = models.CharField(max_length=10, choices=AnnotationKind.choices)
    stance = models.CharField(_("stance"), max_length=10, choices=Stance.choices)
    wording = models.TextField(_("proposed wording"), blank=True)
    base_text = models.TextField(blank=True)

    class Meta:
        """Read by the clause that has the page, and by stance."""

        verbose_name = _("annotation")
        indexes = [models.Index(fields=["unit", "stance"], name="annotation_of_page")]

    def __str__(self) -> str:
        """Name the opaque id."""
        return str(self.public_id)


class OfficialAnswer(models.Model):
    """What the committee answers to a comment: the outcome, the reason, who and when."""

    public_id = PublicIdField()
    annotation = models.OneToOneField(Annotation, on_delete=models.CASCADE, related_name="answer")
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices)
    text = TranslatedField()
    answered_by = TranslatedField()
    answered_at = models.DateTimeField()

    class Meta:
        """One for each comment."""

        verbose_name = _("official answer")

    def __str__(self) -> str:
        """Give the outcome."""
        return str(self.get_outcome_display())


class Anchor(models.Model):
    """Where an annotation stands in one version. The first is never edited; later versions add their own."""

    annotation = models.ForeignKey(Annotation, on_delete=models.CASCADE, related_name="anchors")
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="anchors")
    provision = models.ForeignKey(Provision, on_delete=models.CASCADE, null=True, related_name="anchors")
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    exact = models.TextField(blank=True)
    prefix = models.CharField(max_length=40, blank=True)
    suffix = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=8, choices=AnchorStatus.choices)
    confidence = models.FloatField(default=1.0)
    is_reviewed = models.BooleanField(default=False)

    class Meta:
        """One anchor for each version."""

        verbose_name = _("anchor")
        constraints = [models.UniqueConstraint(fields=["annotation", "version"], name="anchor_once")]

    def __str__(self) -> str:
        """Say how surely it stands."""
        return f"{self.status} {self.start}-{self.end}"


class ClauseCounter(models.Model):
    """Published comments on a clause: its own, and with all that is under it by stance. Kept with each move."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="counters")
    clause = models.ForeignKey(Clause, on_delete=models.CASCADE, related_name="counters")
    own = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    support = models.PositiveIntegerField(default=0)
    change = models.PositiveIntegerField(default=0)
    oppose = models.PositiveIntegerField(default=0)
    question = models.PositiveIntegerField(default=0)

    class Meta:
        """One row for each clause of a version."""

        verbose_name = _("clause counter")
        constraints = [models.UniqueConstraint(fields=["version", "clause"], name="counter_once")]

    def __str__(self) -> str:
        """Give the total."""
        return str(self.total)

    @property
    def by_stance(self) -> dict[str, int]:
        """Give the counts that the stance bar draws."""
        return {stance.value: getattr(self, stance.value) for stance in Stance}
