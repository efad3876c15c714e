"""Counter: how often one key was seen in one window; used where there is no Redis, or where it is down."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Counter(models.Model):
    """One window of one key. The key is a digest: no address of a person or a machine stands in it."""

    key = models.CharField(max_length=160, primary_key=True)
    used = models.PositiveIntegerField()
    until_ms = models.BigIntegerField(db_index=True)

    class Meta:
        """Swept by the schedule once the window is over."""

        verbose_name = _("counter of a limit")

    def __str__(self) -> str:
        """Give the digest."""
        return self.key
