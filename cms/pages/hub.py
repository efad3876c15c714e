"""A hub: one matter with all that is open about it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.blocks import related_blocks
from cms.pages.bodies import PicturePage
from cms.pages.mixin import HousePage
from core.fields import BodyField


class ConsultationHubPage(PicturePage):
    """One matter: its bill, petition, hearing or call as they stand now, the stages, what changed."""

    committee = models.ForeignKey(
        "parliament.Committee",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("committee"),
    )
    related = BodyField(related_blocks(), blank=True, max_num=4, verbose_name=_("open now"))

    template = "cms/hub_page.html"
    parent_page_types = ["cms.HomePage", "cms.SectionPage"]
    subpage_types = ["cms.StandardPage"]
    content_panels = [
        *HousePage.content_panels,
        FieldPanel("committee"),
        FieldPanel("related"),
        FieldPanel("image"),
        FieldPanel("body"),
    ]

    class Meta:
        """In the editor."""

        verbose_name = _("consultation hub")
