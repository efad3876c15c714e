"""SearchRow: the index as the database keeps it, always; the other engine is a copy of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchRow(models.Model):
    """One document with its stems. Small columns stand first: filters then never read the long texts.

    `audience` lists languages as " en fr ". `is_pending`: Elasticsearch has not confirmed this version yet. `is_gone`:
    to be taken out there too; such a row is blank and never found. `facets` is the text by which hits are counted,
    `title_words` what a suggestion is found by. The migrations make the full-text columns.
    """

    type = models.CharField(max_length=30)
    uuid = models.UUIDField()
    language = models.CharField(max_length=12)
    audience = models.CharField(max_length=120, blank=True)
    number = models.CharField(max_length=30, blank=True)
    state = models.CharField(max_length=30, blank=True)
    is_open = models.BooleanField(default=False)
    is_gone = models.BooleanField(default=False)
    is_pending = models.BooleanField(default=True)
    version = models.BigIntegerField(default=0)
    date = models.DateField(null=True, blank=True)
    committee = models.CharField(max_length=60, blank=True)
    kicker = models.CharField(max_length=200, blank=True)
    path = models.CharField(max_length=500)
    facets = models.CharField(max_length=300, blank=True)
    title_words = models.TextField(blank=True)
    title = models.TextField()
    title_stems = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    body_stems = models.TextField(blank=True)
    body = models.TextField(blank=True)

    class Meta:
        """A thing stands once in each language."""

        verbose_name = _("search document")
        constraints = [models.UniqueConstraint(fields=["uuid", "type", "language"], name="search_once")]
        indexes = [
            models.Index(fields=["type", "id"], name="search_type"),
            models.Index(fields=["id"], name="search_pending", condition=models.Q(is_pending=True)),
        ]

    def __str__(self) -> str:
        """Give `type:uuid:language`."""
        return f"{self.type}:{self.uuid}:{self.language}"
