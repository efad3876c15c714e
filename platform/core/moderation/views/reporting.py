"""Report something, and see by the reference what became of the report."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from core.actors import actor_of
from core.moderation import actions, selectors
from core.moderation.forms import ReportForm
from core.moderation.models import Report
from core.moderation.states import DECIDED_REPORTS, ReportState
from core.moderation.targets import kind_label, target_of
from core.web.doors import FormDoor


class ReportItem(FormDoor):
    """The form of a report: the thing reported above it, the receipt after it. 404 for what nobody can see."""

    form_class = ReportForm
    template_name = "moderation/report.html"
    limits = "report"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add what is reported; raises NotFound."""
        target = target_of(self.kwargs["kind"])
        thing = target.describe(target.find_public(self.kwargs["public_id"]))
        return super().get_context_data(thing=thing, kind=target.label, **context)

    def act(self, form: ReportForm) -> str:
        """Keep the report; lead to its receipt."""
        report = actions.file_report(
            self.kwargs["kind"], self.kwargs["public_id"], by=actor_of(self.request), language=get_language() or "en",
            **form.cleaned_data,
        )  # fmt: skip
        return report.get_absolute_url()


class ReportStatus(TemplateView):
    """Receipt and status of a report: state and dates, the public reason; no word of the report, no person."""

    template_name = "moderation/status.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Give the report and the way it goes; raises NotFound."""
        report = selectors.report_by_reference(self.kwargs["public_id"])
        decision = report.decisions.order_by("-id").first()
        return super().get_context_data(
            report=report, kind=kind_label(report.kind), steps=_steps(report), rows=_rows(report),
            decision=decision if report.state in DECIDED_REPORTS else None, **context,
        )  # fmt: skip


def _steps(report: Report) -> list[dict[str, Any]]:
    """Give the way from receipt to decision."""
    is_decided = report.state in DECIDED_REPORTS
    is_read = report.state != ReportState.RECEIVED
    read: dict[str, Any] = {"state": "done" if is_decided else "now" if is_read else "", "name": _("A moderator reads")}
    end: dict[str, Any] = {"state": "done" if is_decided else "", "name": _("Decision")}
    end |= {"when": report.decided_at or report.due_on, "style": "date"}
    return [
        {"state": "done" if is_read else "now", "name": _("Received"), "when": report.received_at, "style": "date"},
        read,
        end,
    ]


def _rows(report: Report) -> list[dict[str, Any]]:
    """Give the receipt line by line."""
    return [
        {"label": _("Reference"), "value": str(report.public_id)},
        {"label": _("About"), "value": kind_label(report.kind)},
        {"label": _("State"), "value": report.get_state_display()},
    ]
