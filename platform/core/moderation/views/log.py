"""The public log: figures by reason, kind and month, the newest decisions, and all of it as CSV."""

from __future__ import annotations

import csv
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from core.moderation import selectors
from core.moderation.models import Decision
from core.moderation.rules import REPORT_WORKING_DAYS
from core.moderation.states import Outcome
from core.moderation.targets import kind_label, rule_labels
from core.web.times import when

PAGE_SIZE = 20
HEADS = ("id", "decided_at", "kind", "outcome", "rule", "reason")


class PublicLog(TemplateView):
    """What moderators decided, counted and listed."""

    template_name = "moderation/log.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Give the figures, the tables and one page of the log."""
        labels = rule_labels()
        counts = selectors.decision_counts()
        page = Paginator(selectors.public_decisions(), PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            counts=counts, reports=selectors.report_counts(), tables=_tables(counts, labels), page=page,
            entries=[_entry(decision, labels) for decision in page], working_days=REPORT_WORKING_DAYS,
            previous_url=f"?page={page.number - 1}#log" if page.has_previous() else "",
            next_url=f"?page={page.number + 1}#log" if page.has_next() else "",
            **context,
        )  # fmt: skip


def _tables(counts: selectors.Counts, labels: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the tables of figures for the table component."""
    decisions = {"words": _("Decisions"), "is_number": True}
    named = [
        (_("By reason"), {labels.get(rule, rule): n for rule, n in counts.by_rule.items()}),
        (_("By outcome"), {Outcome(outcome).label: n for outcome, n in counts.by_outcome.items()}),
        (_("By kind"), {kind_label(kind): n for kind, n in counts.by_kind.items()}),
        (_("By month"), {when(month, "month"): n for month, n in counts.by_month.items()}),
    ]
    return [
        {"label": label, "heads": [{"words": label}, decisions], "rows": [list(row) for row in figures.items()]}
        for label, figures in named
    ]


def _entry(decision: Decision, labels: dict[str, Any]) -> dict[str, Any]:
    """Give one line of the log in words."""
    return {
        "at": decision.decided_at, "kind": kind_label(decision.kind), "outcome": decision.get_outcome_display(),
        "rule": labels.get(decision.rule, decision.rule), "reason": decision.reason, "id": decision.public_id,
    }  # fmt: skip


def log_as_csv(request: HttpRequest) -> HttpResponse:
    """Give the whole log as CSV in UTF-8, the newest first; cells a spreadsheet would run are disarmed."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="decisions.csv"'
    writer = csv.writer(response)
    writer.writerow(HEADS)
    for decision in selectors.public_decisions().iterator(2000):
        facts = (decision.public_id, decision.decided_at.isoformat(), decision.kind, decision.outcome, decision.rule)
        writer.writerow([*facts, _disarmed(decision.reason)])
    return response


def _disarmed(text: str) -> str:
    """Put a quotation mark before what a spreadsheet would take for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text
