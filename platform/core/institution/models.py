"""Institution: the one row that the set-up fills. What is empty in it, the settings say."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import PublicIdField, TranslatedField

ONLY = 1


class Institution(models.Model):
    """What an administrator has set (pk 1). `languages` are codes, the first one is the default.

    `steps` is how far the set-up has come: step -> "done" or "skipped".
    """

    public_id = PublicIdField()
    name = TranslatedField()
    description = TranslatedField()
    address = TranslatedField()
    help_email = models.EmailField(blank=True)
    languages = models.JSONField(default=list, blank=True)
    sender_name = models.CharField(max_length=120, blank=True)
    sender_email = models.EmailField(blank=True)
    steps = models.JSONField(default=dict, blank=True)

    class Meta:
        """One row."""

        verbose_name = _("institution")

    def __str__(self) -> str:
        """Give the name in the active language."""
        return str(self.name)
