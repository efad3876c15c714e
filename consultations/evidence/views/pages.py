"""Pages everybody reads: the calls, one call, one published submission and its file."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from consultations.evidence import presenting, selectors
from consultations.evidence.models import CallForEvidence
from consultations.evidence.states import CallState
from core.actors import actor_of
from core.errors import NotFound
from core.files import storage
from core.files.kinds import KINDS

PAGE_SIZE = 20


def crumbs(call: CallForEvidence | None = None) -> list[dict[str, str]]:
    """Give the way from the home page down to the list, or to a call."""
    way = [{"label": _("Home"), "url": "/"}, {"label": _("Evidence"), "url": reverse("evidence:list")}]
    return [*way, {"label": str(call.title), "url": call.get_absolute_url()}] if call else way


def as_attachment(data: bytes, name: str, file_type: str) -> HttpResponse:
    """Serve bytes as a download that a browser never opens by itself."""
    response = HttpResponse(data, content_type=KINDS[file_type].media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{file_type}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


class CallList(TemplateView):
    """All public calls: the open ones first, then the closed ones."""

    template_name = "evidence/call_list.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Give the open calls whole and one page of the closed ones."""
        page = Paginator(selectors.calls_in_state(CallState.CLOSED), PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            open_calls=[presenting.call_entry(call) for call in selectors.calls_in_state(CallState.OPEN)],
            closed_calls=[presenting.call_entry(call) for call in page],
            crumbs=crumbs()[:1],
            **presenting.neighbours(page),
            **context,
        )


class CallDetail(TemplateView):
    """One call: what is asked, what is published, until when, and what came in."""

    template_name = "evidence/call_detail.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Gather the page."""
        call = selectors.visible_call(self.kwargs["slug"], actor_of(self.request))
        rows = selectors.published_evidence().filter(call=call)
        page = Paginator(rows, PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            call=call,
            crumbs=crumbs(),
            glance=presenting.call_glance(call, has_published=bool(page.paginator.count)),
            thread=presenting.inquiry_thread(call),
            questions=list(call.questions.all()),
            scope=call.scope.said().lines(),
            other_ways=call.other_ways.said().lines(),
            published=[presenting.published_entry(copy) for copy in page],
            published_count=page.paginator.count,
            **presenting.neighbours(page),
            **context,
        )


class Published(TemplateView):
    """One published submission at its permanent address."""

    template_name = "evidence/published.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Gather the page from the public copy alone."""
        copy = selectors.published_by_label(self.kwargs["label"])
        return super().get_context_data(
            copy=copy,
            call=copy.call,
            crumbs=crumbs(copy.call),
            glance=presenting.published_glance(copy),
            sections=presenting.numbered(copy.body),
            direction="rtl" if get_language_info(copy.language)["bidi"] else "ltr",
            **context,
        )


class PublishedFile(View):
    """The cleaned public copy of a file."""

    def get(self, request: HttpRequest, label: str) -> HttpResponse:
        """Serve it as a download under the number; raises NotFound where there is none."""
        copy = selectors.published_by_label(label)
        if not copy.file_key:
            raise NotFound()
        return as_attachment(storage.read_public(copy.file_key), copy.label, copy.file_type)
