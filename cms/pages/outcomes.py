"""You said, we did: what came of what people said, with the way from one to the other."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel

from cms.blocks import related_blocks
from cms.pages.bodies import BodyPage
from cms.pages.listing import paged
from cms.pages.mixin import HousePage
from core import clock
from core.fields import BodyField


class Verdict(models.TextChoices):
    """What became of it (decision 27)."""

    TAKEN_UP = "taken_up", _("Taken up")
    PARTLY = "partly", _("Partly")
    NOT_TAKEN_UP = "not_taken_up", _("Not taken up")
    NOTED = "noted", _("Noted")


TAGS = {Verdict.TAKEN_UP: "done", Verdict.PARTLY: "open", Verdict.NOT_TAKEN_UP: "no", Verdict.NOTED: "shut"}


class OutcomeIndexPage(HousePage):
    """All answers, newest first, with the sum of each verdict."""

    template = "cms/outcome_index_page.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.OutcomePage"]

    class Meta:
        """In the editor."""

        verbose_name = _("answers index")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add one page of answers and the tally."""
        context = super().get_context(request, *args, **kwargs)
        rows = OutcomePage.objects.live().descendant_of(self).order_by("-decided_on", "-pk")
        counts = dict(rows.order_by().values_list("verdict").annotate(Count("pk")))
        tally = [{"label": verdict.label, "count": counts.get(verdict, 0)} for verdict in Verdict]
        return {**context, **paged(rows, request), "tally": tally}


class OutcomePage(BodyPage):
    """One answer: what people said, what the House did."""

    verdict = models.CharField(_("verdict"), max_length=12, choices=Verdict.choices)
    decided_on = models.DateField(_("decided on"), default=clock.today, db_index=True)
    source = models.CharField(_("where it began"), max_length=120, help_text=_("For instance: Bill 9, clause 9."))
    you_said = models.TextField(_("you said"), max_length=400)
    said_by = models.CharField(_("by how many, when"), max_length=120, blank=True)
    we_did = models.TextField(_("we did"), max_length=600)
    did_by = models.CharField(_("how, when"), max_length=120, blank=True)
    way = BodyField(
        [("step", blocks.CharBlock(max_length=60, label=_("Step")))],
        blank=True,
        verbose_name=_("the way to this answer"),
    )
    related = BodyField(related_blocks(), blank=True, max_num=2, verbose_name=_("about this"))

    template = "cms/outcome_page.html"
    parent_page_types = ["cms.OutcomeIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *HousePage.content_panels,
        FieldPanel("verdict"),
        FieldPanel("decided_on"),
        FieldPanel("source"),
        FieldPanel("you_said"),
        FieldPanel("said_by"),
        FieldPanel("we_did"),
        FieldPanel("did_by"),
        FieldPanel("way"),
        FieldPanel("body"),
        FieldPanel("related"),
    ]

    class Meta:
        """In the editor."""

        verbose_name = _("answer")

    @property
    def tag(self) -> str:
        """Give the shape of the verdict's tag."""
        return TAGS.get(Verdict(self.verdict), "shut")

    @property
    def is_refused(self) -> bool:
        """Tell whether nothing was taken up."""
        return self.verdict == Verdict.NOT_TAKEN_UP


def latest_outcome() -> OutcomePage | None:
    """Give the newest answer in the running language."""
    rows = OutcomePage.objects.live().filter(locale__language_code=get_language() or "en")
    return rows.order_by("-decided_on", "-pk").first()
