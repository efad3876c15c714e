"""The body that most pages have."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from cms.blocks import body_blocks
from cms.pages.mixin import HousePage
from core.fields import BodyField


class BodyPage(HousePage):
    """A page with a body of blocks."""

    body = BodyField(body_blocks(), blank=True, verbose_name=_("text"))

    content_panels = [*HousePage.content_panels, FieldPanel("body")]
    search_fields = [*HousePage.search_fields, index.SearchField("body")]

    class Meta:
        """No table of its own."""

        abstract = True


class PicturePage(BodyPage):
    """A page with a body and a picture above it."""

    image = models.ForeignKey(
        "cms.CmsImage", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("image")
    )

    content_panels = [*HousePage.content_panels, FieldPanel("image"), FieldPanel("body")]

    class Meta:
        """No table of its own."""

        abstract = True
