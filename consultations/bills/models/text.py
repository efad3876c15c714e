"""Provision: one piece of one version. Clause: what stays the same through versions and languages."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consultations.bills.models.bill import Bill, Version
from consultations.bills.states import LinkRelation, Place
from core.fields import PublicIdField, TranslatedField


class Clause(models.Model):
    """The identity of a piece of law: its code is its permanent address, comments hang on it."""

    public_id = PublicIdField()
    bill = models.ForeignKey(Bill, on_delete=models.CASCADE, related_name="clauses")
    code = models.SlugField(max_length=80)
    title = TranslatedField()
    summary = TranslatedField()

    class Meta:
        """A code is unique within its bill."""

        verbose_name = _("clause")
        constraints = [models.UniqueConstraint(fields=["bill", "code"], name="clause_code_once")]

    def __str__(self) -> str:
        """Give the code."""
        return self.code

    @property
    def committee_id(self) -> int | None:
        """Say with which committee the bill lies."""
        return self.bill.committee_id


class Provision(models.Model):
    """One numbered or named piece of a version, with its own words only; its children are rows of their own."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="provisions")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="provisions")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="children")
    unit = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="inner")
    order = models.PositiveIntegerField()
    depth = models.PositiveSmallIntegerField()
    path = models.CharField(max_length=520)
    place = models.CharField(max_length=6, choices=Place.choices)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=60, blank=True)
    number = models.CharField(max_length=200, blank=True)
    heading = models.TextField(blank=True)
    text = models.TextField(blank=True)
    lead = models.CharField(max_length=300, blank=True)
    html = models.JSONField(default=list)
    source_id = models.CharField(max_length=300, blank=True)
    e_id = models.CharField(max_length=300, blank=True)
    text_hash = models.CharField(max_length=64)
    is_quoted = models.BooleanField(default=False)

    class Meta:
        """In the order of the text."""

        verbose_name = _("provision")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "order"], name="provision_order_once"),
            models.UniqueConstraint(fields=["version", "clause"], name="provision_clause_once"),
        ]
        indexes = [models.Index(fields=["version", "place", "order"], name="provision_by_place")]

    def __str__(self) -> str:
        """Give kind and number."""
        return f"{self.kind} {self.number}".strip()

    def address(self, slug: str) -> str:
        """Give the permanent address: a clause has a page, what is in it an anchor, a group an anchor of the bill."""
        code = self.clause.code
        if self.place == Place.GROUP:
            return f"{reverse('bills:bill', args=[slug])}#{code}"
        if self.place == Place.UNIT or self.unit is None:
            return reverse("bills:clause", args=[slug, code])
        return f"{reverse('bills:clause', args=[slug, self.unit.clause.code])}#{code}"


class ClauseLink(models.Model):
    """How a provision of one version continues in the next; a clerk confirms the doubtful ones."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="links")
    old = models.ForeignKey(Provision, on_delete=models.CASCADE, null=True, blank=True, related_name="links_to")
    new = models.ForeignKey(Provision, on_delete=models.CASCADE, null=True, blank=True, related_name="links_from")
    relation = models.CharField(max_length=10, choices=LinkRelation.choices)
    score = models.FloatField(default=0)
    method = models.CharField(max_length=20)
    confirmed_by = models.CharField(max_length=64, blank=True)

    class Meta:
        """Read by version and relation."""

        verbose_name = _("clause link")
        indexes = [models.Index(fields=["version", "relation"], name="link_by_relation")]

    def __str__(self) -> str:
        """Say what kind of continuation it is."""
        return f"{self.relation} {self.old_id} -> {self.new_id}"
