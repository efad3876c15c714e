"""Bill: a draft law on its way. Version: one state of its text, unchanged once it is published."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consultations.bills.states import Moderation, VersionState
from core.fields import PublicIdField, TranslatedField


class Bill(models.Model):
    """A draft law. It is public as soon as one of its versions is published."""

    public_id = PublicIdField()
    slug = models.SlugField(max_length=80, unique=True)
    number = models.CharField(_("number"), max_length=100, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    title = TranslatedField()
    summary = TranslatedField()
    work_uri = models.CharField(max_length=300, blank=True, db_index=True)
    chamber = models.ForeignKey("parliament.Chamber", on_delete=models.PROTECT, related_name="bills")
    committee = models.ForeignKey(
        "parliament.Committee", on_delete=models.PROTECT, null=True, blank=True, related_name="bills"
    )
    introduced_by = TranslatedField()
    answers_due_on = models.DateField(_("answers due on"), null=True, blank=True)
    moderation = models.CharField(_("moderation"), max_length=4, choices=Moderation.choices, default=Moderation.PRE)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Newest first."""

        verbose_name = _("bill")
        verbose_name_plural = _("bills")
        ordering = ["-id"]

    def __str__(self) -> str:
        """Give the title in the active language."""
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Give the bill's page in the active language."""
        return reverse("bills:bill", args=[self.slug])


class Stage(models.Model):
    """One station of a bill's way through the House; the thread at the head of its page."""

    bill = models.ForeignKey(Bill, on_delete=models.CASCADE, related_name="stages")
    order = models.PositiveSmallIntegerField()
    name = TranslatedField()
    starts_on = models.DateField(null=True, blank=True)
    note = TranslatedField()

    class Meta:
        """In order; an order number is used once in a bill."""

        verbose_name = _("stage")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["bill", "order"], name="stage_once")]

    def __str__(self) -> str:
        """Give the name in the active language."""
        return str(self.name)


class Version(models.Model):
    """One version of a bill in one language, as its file had it; immutable once published."""

    public_id = PublicIdField()
    bill = models.ForeignKey(Bill, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    language = models.CharField(max_length=35)
    # The version whose clauses this one carries on; empty for a first one.
    continues = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="continued_by")
    document_kind = models.CharField(max_length=40, default="bill")
    expression_uri = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    published_at = models.DateTimeField(null=True, blank=True)
    comments_until = models.DateTimeField(_("comments until"), null=True, blank=True)
    provisions_count = models.PositiveIntegerField(default=0)
    units_count = models.PositiveIntegerField(default=0)
    comments_count = models.PositiveIntegerField(default=0)
    by_kind = models.JSONField(default=dict)
    warnings = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """The newest version of a bill first."""

        verbose_name = _("version")
        ordering = ["-number", "-id"]
        constraints = [models.UniqueConstraint(fields=["bill", "number", "language"], name="version_once")]
        indexes = [models.Index(fields=["state", "comments_until"], name="version_due")]

    def __str__(self) -> str:
        """Say which version of which bill."""
        return f"{self.bill_id} v{self.number} {self.language}"

    @property
    def committee_id(self) -> int | None:
        """Say with which committee the bill lies."""
        return self.bill.committee_id


class VersionSource(models.Model):
    """The file of a version, byte for byte; apart, so that no list loads it."""

    version = models.OneToOneField(Version, on_delete=models.CASCADE, related_name="source")
    sha256 = models.CharField(max_length=64, db_index=True)
    packed = models.BinaryField()

    class Meta:
        """Found by its hash when the same file comes again."""

        verbose_name = _("source file")

    def __str__(self) -> str:
        """Give the hash."""
        return self.sha256
