"""Events: what takes place, when and where."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.blocks import related_blocks
from cms.pages.bodies import BodyPage
from cms.pages.calendar import as_calendar
from cms.pages.listing import paged
from cms.pages.mixin import HousePage, own_site
from core import clock
from core.fields import BodyField


class EventIndexPage(HousePage):
    """What comes, soonest first; below it what was."""

    template = "cms/event_index_page.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.EventPage"]

    class Meta:
        """In the editor."""

        verbose_name = _("event index")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the coming events and the last past ones."""
        context = super().get_context(request, *args, **kwargs)
        rows = EventPage.objects.live().descendant_of(self)
        past = rows.filter(ends_at__lt=clock.now()).order_by("-starts_at", "-pk")[:6]
        return {
            **context,
            **paged(rows.filter(ends_at__gte=clock.now()).order_by("starts_at", "pk"), request),
            "past": past,
        }


class EventPage(BodyPage):
    """One event. `?format=ics` gives it for a calendar."""

    starts_at = models.DateTimeField(_("starts"), db_index=True)
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=200)
    needs_booking = models.BooleanField(_("one must book"), default=False)
    booking = models.EmailField(_("book by e-mail to"), blank=True)
    related = BodyField(related_blocks(), blank=True, max_num=2, verbose_name=_("about this"))

    template = "cms/event_page.html"
    parent_page_types = ["cms.EventIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *HousePage.content_panels,
        FieldPanel("starts_at"),
        FieldPanel("ends_at"),
        FieldPanel("place"),
        FieldPanel("needs_booking"),
        FieldPanel("booking"),
        FieldPanel("body"),
        FieldPanel("related"),
    ]

    class Meta:
        """In the editor."""

        verbose_name = _("event")

    def clean(self) -> None:
        """Refuse an end before the start. Raises ValidationError."""
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at < self.starts_at:
            raise ValidationError({"ends_at": _("The event ends before it starts.")})

    @property
    def is_over(self) -> bool:
        """Tell whether it has ended."""
        return self.ends_at < clock.now()

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page, or give it for a calendar."""
        if request.GET.get("format") == "ics":
            return as_calendar(self, own_site(self.get_url(request)))
        return super().serve(request, *args, **kwargs)
