"""The form of what a bill says beside its text: committee, moderation, the day of the answers, the bill's way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from cms.backoffice.moments import DayField
from cms.backoffice.writing import TextsForm, WriteForCommittee, lines_of
from consultations.bills.actions.facts import BillFacts, save_bill_facts
from consultations.bills.models import Bill, Version
from consultations.bills.rules import may_open_bills
from consultations.bills.selectors import versions_of
from consultations.bills.states import Moderation
from core.accounts.rules import works_for
from core.parliament.models import Committee

STAGE_LINE = re.compile(r"(?:(\d{4}-\d{1,2}-\d{1,2})\s+)?(.+)")
NO_NAME = "–"  # holds the line of a stage that has no name in this language


class BillFactsForm(TextsForm):
    """What a bill says beside its text."""

    texts_labels: ClassVar = {"stages": _("Stages, one a line: 2026-03-01 First reading")}
    long_texts = frozenset({"stages"})
    committee = forms.ModelChoiceField(Committee.objects.order_by("slug"), label=_("Committee"), required=False)
    moderation = forms.ChoiceField(label=_("A moderator reads each comment"), choices=Moderation.choices)
    answers_due_on = DayField(label=_("Written answers by"), required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a line whose day is none."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for code, _name in settings.LANGUAGES:
            try:
                [stage_of(line) for line in lines_of(data.get(f"stages_{code}", ""))]
            except ValueError:
                self.add_error(f"stages_{code}", forms.DateField.default_error_messages["invalid"])
        return data

    def facts(self) -> BillFacts:
        """Give what the action asks."""
        data = self.cleaned_data
        return BillFacts(data["committee"], data["moderation"], data["answers_due_on"], list(self.stages()))

    def stages(self) -> Iterator[tuple[date | None, dict[str, str]]]:
        """Give the stages, the languages side by side; the first day that stands in a line of one counts."""
        for row in self.rows("stages"):
            parts = {code: stage_of(line) for code, line in row.items()}
            days = [day for day, _name in parts.values() if day]
            yield days[0] if days else None, {code: name for code, (_day, name) in parts.items() if name != NO_NAME}


def stage_of(line: str) -> tuple[date | None, str]:
    """Split a line into day and name; raises ValueError for a day that no calendar has."""
    found = STAGE_LINE.fullmatch(line)
    day, name = found.groups() if found else (None, line)
    if not day:
        return None, name
    year, month, at = map(int, day.split("-"))
    return date(year, month, at), name


def initial_of(bill: Bill) -> dict[str, Any]:
    """Give what a bill says already."""
    found: dict[str, Any] = {
        "committee": bill.committee_id, "moderation": bill.moderation, "answers_due_on": bill.answers_due_on,
    }  # fmt: skip
    stages = list(bill.stages.all())
    for code, _name in settings.LANGUAGES:
        if any(stage.name.get(code) for stage in stages):
            found[f"stages_{code}"] = "\n".join(
                f"{stage.starts_on or ''} {stage.name.get(code) or NO_NAME}".strip() for stage in stages
            )
    return found


class WriteBillFacts(WriteForCommittee):
    """Write what a version's bill says beside its text."""

    form_class = BillFactsForm
    page_title = _("Facts of the bill")
    header_icon = "doc-full"
    desk = "versions"
    desk_title = _("Versions of bills")

    def may_write(self) -> bool:
        """Let the bills' clerks in."""
        return may_open_bills(self.actor, None)

    @cached_property
    def version(self) -> Version:
        """Give the version; 404 for what is not this clerk's."""
        rows = versions_of(self.actor, Version.objects.select_related("bill"))
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_form(self, form_class: Any = None) -> Any:
        """Give the form; only a clerk of the whole House may leave a bill without a committee."""
        form = super().get_form(form_class)
        form.fields["committee"].required = not works_for(self.actor, None)
        return form

    def get_initial(self) -> dict[str, Any]:
        """Show what stands."""
        return initial_of(self.version.bill)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the bill, and what the button does."""
        return super().get_context_data(page_subtitle=str(self.version.bill), button=_("Save"), **kwargs)

    def save(self, form: BillFactsForm) -> Version:
        """Save the facts."""
        return save_bill_facts(self.version, form.facts(), by=self.actor)
