"""Where a comment stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CommentState(models.TextChoices):
    """Written, proven, read by a moderator, shown or not."""

    UNCONFIRMED = "unconfirmed", _("waiting for the code")
    PENDING = "pending", _("waiting for a moderator")
    PUBLISHED = "published", pgettext_lazy("state", "published")
    HIDDEN = "hidden", _("hidden by a moderator")


class ShownAs(models.TextChoices):
    """How the writer wants to be named."""

    NAME = "name", _("my name")
    RESIDENT = "resident", _("Verified resident")
