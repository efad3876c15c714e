"""DutyOffice: who owes what a crossed threshold asks for, and the mail box that is reminded."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import PublicIdField, TranslatedField


class DutyOffice(models.Model):
    """An office that duties belong to: a ministry's desk, the plenary's office, a committee.

    Not versioned with the kinds: a new mail box serves the duties of old petitions too.
    """

    public_id = PublicIdField()
    key = models.SlugField(unique=True)
    name = TranslatedField()
    mailbox = models.EmailField(_("mail box"), blank=True)
    committee = models.ForeignKey(
        "parliament.Committee", on_delete=models.PROTECT, null=True, blank=True, related_name="duty_offices"
    )

    class Meta:
        """Listed by key."""

        verbose_name = _("office with duties")
        verbose_name_plural = _("offices with duties")
        ordering = ["key"]

    def __str__(self) -> str:
        """Give the name in the active language."""
        return str(self.name)
