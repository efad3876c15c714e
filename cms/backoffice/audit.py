"""The auditor's screen: the audit trail by verb, actor, subject and day; as CSV; and the state of its chain."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView, View
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.backoffice.history import KINDS, state_words
from cms.backoffice.listing import harmless
from cms.backoffice.moments import DayField
from cms.backoffice.verbs import words_of
from core.accounts.assurance import require_fresh_factor
from core.actors import actor_of
from core.audit.access import record_export
from core.audit.rules import is_auditor
from core.audit.selectors import chain_state, names_of, trail
from core.events.models import Event
from core.lifecycle import Lifecycle

COLUMNS = (
    "id", "uuid", "occurred_at", "recorded_at", "verb", "actor_kind", "actor_id", "subject_type", "subject_id",
    "chamber", "from_state", "to_state", "reason", "data", "request_id",
)  # fmt: skip


class TrailForm(forms.Form):
    """What the trail is narrowed by; all may stay empty."""

    use_required_attribute = False
    verb = forms.CharField(label=_("Code of the event, or how it begins"), required=False, max_length=60)
    actor = forms.CharField(label=_("Name, id or kind of who did it"), required=False, max_length=120)
    subject = forms.CharField(label=_("Id or kind of what it is about"), required=False, max_length=60)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("To"), required=False)


def row_of(event: Event, names: Mapping[str, str]) -> dict[str, Any]:
    """Say one event in words: what, who, about what, from which state to which; the codes stay for the search."""
    lifecycle = Lifecycle.registry.get(event.verb.partition(".")[0])
    return {
        "event": event,
        "what": words_of(event.verb, lifecycle),
        "by": names.get(event.actor_id) or KINDS.get(event.actor_kind, event.actor_kind),
        "about": kind_words(event.subject_type),
        "was": state_words(lifecycle, event.from_state) or event.from_state,
        "now": state_words(lifecycle, event.to_state) or event.to_state,
    }


def kind_words(subject_type: str) -> Any:
    """Name the kind of thing that an event is about ("petitions.petition"); what no model is called by stays."""
    try:
        return apps.get_model(subject_type)._meta.verbose_name
    except (LookupError, ValueError):
        return subject_type


class AuditDoor:
    """What both doors share: auditors only, and the form of the address."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let auditors in."""
        self.actor = actor_of(request)
        if not is_auditor(self.actor, None):
            raise PermissionDenied
        self.form = TrailForm(request.GET or None, label_suffix="")
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def events(self) -> QuerySet[Event]:
        """Give the events that the form asks for; what it cannot read narrows nothing away and nothing in."""
        if not self.form.is_bound:
            return trail()
        return trail(**self.form.cleaned_data) if self.form.is_valid() else Event.objects.none()


class AuditTrail(AuditDoor, WagtailAdminTemplateMixin, ListView):
    """The trail, newest first."""

    template_name = "cms/backoffice/audit.html"
    page_title = _("Audit trail")
    header_icon = "history"
    _show_breadcrumbs = True
    paginate_by = 50

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Stand at the top."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_queryset(self) -> QuerySet[Event]:
        """Give the narrowed trail."""
        return self.events()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form, the names, the chain and the way to the CSV."""
        context = super().get_context_data(**kwargs)
        events = list(context["object_list"])
        names = names_of(events)
        query = self.request.GET.copy()
        query.pop("page", None)
        context["rows"] = [row_of(event, names) for event in events]
        csv_url = f"{reverse('backoffice_audit_csv')}?{query.urlencode()}"
        return {**context, "form": self.form, "chain": chain_state(), "query": query.urlencode(), "csv_url": csv_url}

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Answer 422 to a day that is none."""
        bad = self.form.is_bound and not self.form.is_valid()
        return super().render_to_response(context, status=422 if bad else 200, **kwargs)


class AuditCsv(AuditDoor, View):
    """The narrowed trail as CSV; taking it away is an event itself."""

    def get(self, request: HttpRequest) -> StreamingHttpResponse:
        """Ask for the second factor anew and record the export, then write row by row."""
        require_fresh_factor(request)
        events = self.events()
        record_export("audit", by=self.actor, kinds={"events"}, rows=events.count())
        writer = csv.writer(_Echo())
        response = StreamingHttpResponse(_rows(writer, events), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="audit-trail.csv"'
        response["Cache-Control"] = "no-store"
        return response


class _Echo:
    @staticmethod
    def write(value: str) -> str:
        return value


def _rows(writer: Any, events: QuerySet[Event]) -> Iterator[str]:
    yield writer.writerow(COLUMNS)
    for row in events.values_list(*COLUMNS).iterator(chunk_size=2000):
        yield writer.writerow([harmless(cell) for cell in row])


class AuditMenuItem(MenuItem):
    """The trail's line in the menu; hidden from all but auditors."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Ask the rule."""
        return is_auditor(actor_of(request), None)


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]
def add_menu_item() -> MenuItem:
    """Put the trail into the menu."""
    url = reverse("backoffice_audit")
    return AuditMenuItem(_("Audit trail"), url, name="audit", icon_name="history", order=910)


urlpatterns: list[URLPattern] = [
    path("desk/audit/", AuditTrail.as_view(), name="backoffice_audit"),
    path("desk/audit/csv/", AuditCsv.as_view(), name="backoffice_audit_csv"),
]
