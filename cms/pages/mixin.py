"""What every page of ours shares, on Wagtail's stock Page: summary, crumbs, languages, a safe address."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from cms.pages.slugs import is_reserved
from cms.pages.walking import HOME_DEPTH, way_to

SUMMARY_LENGTH = 300


NO_ALT = _("This image has no alternative text. Open the image and write what it shows.")
SHADOWS = _("This address belongs to a part of the site. Choose another one.")


class HousePageForm(WagtailAdminPageForm):
    """The editor's form: it knows the parent before the page has a place, and so can refuse a shadow early."""

    def clean(self) -> dict[str, Any]:
        """Refuse, right below a home, an address that belongs to a door."""
        cleaned: dict[str, Any] = super().clean()
        if (
            self.parent_page is not None
            and self.parent_page.depth == HOME_DEPTH
            and is_reserved(cleaned.get("slug") or "")
        ):
            self.add_error("slug", SHADOWS)
        image = cleaned.get("image")
        if not self.is_deferred_validation and image is not None and not image.description:
            self.add_error("image", NO_ALT)
        return cleaned


class HousePage(Page):
    """A page with a plain summary. Abstract: each kind has its own table beside Wagtail's."""

    summary = models.TextField(
        _("summary"),
        max_length=SUMMARY_LENGTH,
        help_text=_("What this is about, in one or two plain sentences. It stands in lists and search results."),
    )

    base_form_class = HousePageForm
    content_panels = [*Page.content_panels, FieldPanel("summary")]
    search_fields = [*Page.search_fields, index.SearchField("summary")]
    show_in_menus_default = False

    class Meta:
        """No table of its own."""

        abstract = True

    @property
    def public_id(self) -> Any:
        """Give the id that events and the index know: one for all languages of the page."""
        return self.translation_key

    def clean(self) -> None:
        """Refuse an address that belongs to a door, and a summary that is none. Raises ValidationError."""
        super().clean()
        if len(self.summary) > SUMMARY_LENGTH:
            raise ValidationError({"summary": _("Say it in 300 characters or fewer.")})
        if self.depth == HOME_DEPTH + 1 and is_reserved(self.slug or ""):
            raise ValidationError({"slug": SHADOWS})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give crumbs, the other languages, and the description."""
        from cms.links import look_up  # noqa: PLC0415 - needs Wagtail's models
        from cms.outside.feeds import feed_links  # noqa: PLC0415 - feeds are made of pages

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        look_up([getattr(self, "body", None)])
        ancestors = way_to(self)
        translations = self.other_languages(ancestors, request)
        return {
            **context,
            "crumbs": [_crumb(page, request) for page in ancestors],
            "alternates": translations,
            "own_url": own_site(self.get_url(request)),
            "own_languages": self._spoken,
            "description": self.search_description or self.summary,
            "feeds": feed_links(),
            **self.social(),
        }

    def social(self) -> dict[str, Any]:
        """Give the picture that other sites show with a link, and the kind of page."""
        image = getattr(self, "image", None)
        if image is None:
            return {}
        shown = image.get_rendition("fill-1200x630|format-jpeg")
        return {"og_image": {"url": shown.url, "alt": image.description}, "og_type": "article"}

    def other_languages(self, ancestors: list[Page], request: HttpRequest) -> dict[str, str]:
        """Give the address for each other language: of this page, else of the nearest section that speaks it."""
        keys = [page.translation_key for page in [*ancestors, self]]
        rank = {key: place for place, key in enumerate(keys)}
        others = Page.objects.live().filter(translation_key__in=keys).exclude(locale=self.locale_id)
        found: dict[str, Page] = {}
        for page in sorted(others.select_related("locale"), key=lambda page: rank[page.translation_key]):
            found[page.locale.language_code] = page
        self._spoken = {
            code: own_site(page.get_url(request))
            for code, page in found.items()
            if page.translation_key == self.translation_key
        }
        return {code: page.get_url(request) for code, page in found.items()}


def own_site(path: str | None) -> str:
    """Give the full address of a path, as search engines and other sites should name it."""
    return f"{settings.SITE_URL}{path or ''}"


def _crumb(page: Page, request: HttpRequest) -> dict[str, Any]:
    label = gettext("Home") if page.depth == HOME_DEPTH else page.title
    return {"label": label, "url": page.get_url(request)}
