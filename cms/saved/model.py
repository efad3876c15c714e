"""SavedFilter: a query of a desk's list that one person keeps under a name."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

NAME_LENGTH = 60


class SavedFilter(models.Model):
    """One person's name for one choice of filters in one queue; `query` is the checked query string."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters")
    queue = models.CharField(max_length=40)
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    query = models.CharField(max_length=500)

    class Meta:
        """A name once in a person's queue."""

        verbose_name = _("saved filter")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "queue", "name"], name="saved_filter_once")]

    def __str__(self) -> str:
        """Give the name."""
        return self.name
