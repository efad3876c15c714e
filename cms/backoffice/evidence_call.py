"""The form of a call for evidence: texts in each language, one question a line."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from cms.backoffice.moments import DayField
from cms.backoffice.writing import TextsForm, WriteForCommittee
from consultations.evidence import actions
from consultations.evidence.models import CallForEvidence
from consultations.evidence.rules import may_open_evidence
from consultations.evidence.selectors import of_own_committees
from core import clock
from core.parliament.models import Committee


class CallForm(TextsForm):
    """What a call says; texts stand once for each language of the site."""

    texts_labels: ClassVar = {
        "title": _("Title"), "summary": _("Summary"), "questions": _("Questions, one a line"),
        "terms": _("What is published (empty: the usual words)"),
    }  # fmt: skip
    long_texts = frozenset({"summary", "questions", "terms"})
    main_texts = frozenset({"title", "summary", "questions"})
    committee = forms.ModelChoiceField(Committee.objects.order_by("slug"), label=_("Committee"))
    code = forms.CharField(
        label=_("Three letters"), max_length=3, help_text=_("They stand in front of every number, as in REN0012.")
    )
    opens_on = DayField(
        label=_("Opens by itself on"), required=False, help_text=_("Empty: you open it with the button.")
    )
    closes_on = DayField(label=_("Last day"), help_text=_("It closes at 23:59."))

    def facts(self) -> actions.CallFacts:
        """Give what the action asks; the questions are the lines of the languages, side by side."""
        data = self.cleaned_data
        return actions.CallFacts(
            committee=data["committee"], code=data["code"].strip().upper(), title=self.texts("title"),
            summary=self.texts("summary"), terms=self.texts("terms"), questions=self.rows("questions"),
            closes_on=data["closes_on"], opens_on=data["opens_on"],
        )  # fmt: skip


def initial_of(call: CallForEvidence) -> dict[str, Any]:
    """Give what a draft says already."""
    zone = clock.parliament_zone()
    found: dict[str, Any] = {
        "committee": call.inquiry.committee_id, "code": call.inquiry.code,
        "closes_on": call.closes_at.astimezone(zone).date(),
        "opens_on": call.opens_at.astimezone(zone).date() if call.opens_at else None,
    }  # fmt: skip
    questions = list(call.questions.all())
    for code, _name in settings.LANGUAGES:
        for part in ("title", "summary", "terms"):
            found[f"{part}_{code}"] = getattr(call, part).get(code, "")
        found[f"questions_{code}"] = "\n".join(question.text.get(code, "") for question in questions).strip()
    return found


class WriteCall(WriteForCommittee):
    """Write a new call, or change a draft."""

    form_class = CallForm
    page_title = _("Write a call")
    header_icon = "folder-open-inverse"
    desk = "calls"
    desk_title = _("Calls for evidence")

    def may_write(self) -> bool:
        """Let clerks in."""
        return may_open_evidence(self.actor, None)

    @cached_property
    def call(self) -> CallForEvidence | None:
        """Give the draft, or None for a new call; 404 for what is not this clerk's."""
        if "pk" not in self.kwargs:
            return None
        rows = of_own_committees(self.actor, CallForEvidence.objects.select_related("inquiry__committee__chamber"))
        call: CallForEvidence = get_object_or_404(rows, pk=self.kwargs["pk"])
        return call

    def get_initial(self) -> dict[str, Any]:
        """Show what the draft says."""
        return initial_of(self.call) if self.call else {}

    def save(self, form: CallForm) -> CallForEvidence:
        """Save the call."""
        return actions.save_call(self.call, form.facts(), by=self.actor)
