"""Own image model from the first migration (decision 22): every image says in words what it shows."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition


class CmsImage(AbstractImage):
    """An image with a required alternative text and, where one is due, a credit."""

    description = models.CharField(
        _("alternative text"),
        max_length=255,
        help_text=_("Say what the image shows, in one sentence, for people who do not see it."),
    )
    credit = models.CharField(_("credit"), max_length=120, blank=True, help_text=_("Who made the image."))

    admin_form_fields = (
        "title",
        "file",
        "description",
        "credit",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        """Chosen by those who may."""

        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]

    def __str__(self) -> str:
        """Give the title."""
        return self.title


class CmsRendition(AbstractRendition):
    """One size and format of an image."""

    image = models.ForeignKey(CmsImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        """One row for each image, filter and focal point."""

        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="rendition_once")
        ]

    def __str__(self) -> str:
        """Name the image and the filter."""
        return f"{self.image_id} {self.filter_spec}"
