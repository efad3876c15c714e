"""Two reports of the back office: faults of the pages, and translations that are missing or out of date."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from cms.checks import translations
from cms.checks.rules import faults_of

PER_PAGE = 100
WHY = {
    translations.MISSING: _("No translation"),
    translations.DRAFT: _("Not published yet"),
    translations.OLDER: _("Older than its source"),
}


def may_read(user: Any) -> bool:
    """Tell whether an account writes or publishes pages."""
    return bool(page_permission_policy.user_has_any_permission(user, {"add", "change", "publish"}))


class Report(WagtailAdminTemplateMixin, TemplateView):
    """A table for those who write pages."""

    _show_breadcrumbs = True
    header_icon = "glasses"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in those who write or publish pages. Raises PermissionDenied."""
        if not may_read(request.user):
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Add the report's own name."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]


class ChecksReport(Report):
    """Every live page with a fault, a hundred pages looked at on each page of the report."""

    page_title = _("Content checks")
    template_name = "cms/backoffice/report_checks.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the pages with their faults."""
        pages = Page.objects.live().filter(depth__gt=1).order_by("path").select_related("locale")
        part = Paginator(pages, PER_PAGE).get_page(self.request.GET.get("p"))
        found = [(page, faults_of(page)) for page in pages.filter(pk__in=[page.pk for page in part]).specific()]
        rows = [{"page": page, "faults": faults} for page, faults in found if faults]
        return {**super().get_context_data(**kwargs), "rows": rows, "part": part, "looked_at": len(found)}


class TranslationsReport(Report):
    """Every page that a language lacks."""

    page_title = _("Missing translations")
    template_name = "cms/backoffice/report_translations.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add one page of gaps, and the languages to choose from."""
        names = dict(settings.LANGUAGES)
        language = self.request.GET.get("language", "")
        language = language if language in names else ""
        part = Paginator(translations.gaps(language), PER_PAGE).get_page(self.request.GET.get("p"))
        rows = [{"gap": gap, "name": names[gap.language], "why": WHY[gap.why], "url": _address(gap)} for gap in part]
        context = {"rows": rows, "part": part, "language": language, "languages": settings.LANGUAGES}
        return {**super().get_context_data(**kwargs), **context}


def _address(gap: translations.Gap) -> str:
    """Lead to the translation, or to where one starts it."""
    if gap.page is not None:
        return reverse("wagtailadmin_pages:edit", args=[gap.page.pk])
    return reverse("simple_translation:submit_page_translation", args=[gap.source.pk])
