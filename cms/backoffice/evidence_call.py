"""The form of a call for evidence: texts in each language, one question a line."""

from __future__ import annotations

from functools import cached_property
from itertools import zip_longest
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from consultations.evidence import actions
from consultations.evidence.models import CallForEvidence
from consultations.evidence.rules import is_clerk_somewhere
from consultations.evidence.selectors import of_own_committees
from core import clock
from core.actors import actor_of
from core.errors import DomainError
from core.parliament.models import Committee
from core.web.doors import add_refusal

LONG = ("summary", "questions", "terms")
LABELS = {
    "title": _("Title"), "summary": _("Summary"), "questions": _("Questions, one a line"),
    "terms": _("What is published (empty: the usual words)"),
}  # fmt: skip


def day_widget() -> forms.DateInput:
    """Give the browser's own calendar; it reads and writes ISO dates in every language."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class CallForm(forms.Form):
    """What a call says; texts stand once for each language of the site."""

    use_required_attribute = False
    committee = forms.ModelChoiceField(Committee.objects.order_by("slug"), label=_("Committee"))
    code = forms.CharField(
        label=_("Three letters"), max_length=3, help_text=_("They stand in front of every number, as in REN0012.")
    )
    opens_on = forms.DateField(
        label=_("Opens by itself on"), required=False, widget=day_widget(),
        help_text=_("Empty: you open it with the button."),
    )  # fmt: skip
    closes_on = forms.DateField(
        label=_("Last day"),
        widget=day_widget(),
        help_text=_("It closes at 23:59."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add the texts, language by language."""
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        for code, name in settings.LANGUAGES:
            direction = "rtl" if get_language_info(code)["bidi"] else "ltr"
            for part, label in LABELS.items():
                attrs = {"lang": code, "dir": direction}
                is_main = code == settings.LANGUAGE_CODE and part != "terms"
                widget = forms.Textarea(attrs={**attrs, "rows": 4}) if part in LONG else forms.TextInput(attrs=attrs)
                self.fields[f"{part}_{code}"] = forms.CharField(
                    label=f"{label} ({name})", required=is_main, widget=widget, max_length=None if part in LONG else 150
                )

    def texts(self, part: str) -> dict[str, str]:
        """Give one text by language, empty ones left out."""
        found = {code: self.cleaned_data[f"{part}_{code}"].strip() for code, _name in settings.LANGUAGES}
        return {code: text for code, text in found.items() if text}

    def facts(self) -> actions.CallFacts:
        """Give what the action asks; the questions are the lines of the languages, side by side."""
        lines = {
            code: [line for line in text.splitlines() if line.strip()] for code, text in self.texts("questions").items()
        }
        rows = zip_longest(*lines.values(), fillvalue="")
        questions = [{code: text.strip() for code, text in zip(lines, row, strict=True) if text} for row in rows]
        data = self.cleaned_data
        return actions.CallFacts(
            committee=data["committee"], code=data["code"].strip().upper(), title=self.texts("title"),
            summary=self.texts("summary"), terms=self.texts("terms"), questions=questions, closes_on=data["closes_on"],
            opens_on=data["opens_on"],
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


class WriteCall(WagtailAdminTemplateMixin, FormView):
    """Write a new call, or change a draft. The action says what is allowed."""

    form_class = CallForm
    template_name = "cms/backoffice/evidence_call.html"
    page_title = _("Write a call")
    header_icon = "folder-open-inverse"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let clerks in."""
        self.actor = actor_of(request)
        if not is_clerk_somewhere(self.actor, None):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def call(self) -> CallForEvidence | None:
        """Give the draft, or None for a new call; 404 for what is not this clerk's."""
        if "pk" not in self.kwargs:
            return None
        rows = of_own_committees(self.actor, CallForEvidence.objects.select_related("inquiry__committee__chamber"))
        call: CallForEvidence = get_object_or_404(rows, pk=self.kwargs["pk"])
        return call

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        index = {"url": reverse("backoffice_list", args=["calls"]), "label": _("Calls for evidence")}
        return [*self.breadcrumbs_items, index, {"url": "", "label": self.get_page_title()}]

    def get_initial(self) -> dict[str, Any]:
        """Show what the draft says."""
        return initial_of(self.call) if self.call else {}

    def form_valid(self, form: CallForm) -> HttpResponse:
        """Save; a refusal comes back at the field it names."""
        try:
            call = actions.save_call(self.call, form.facts(), by=self.actor)
        except DomainError as error:
            add_refusal(form, error)
            return self.refused(form, error.status)
        return HttpResponseRedirect(reverse("backoffice_item", args=["calls", call.pk]))

    def form_invalid(self, form: CallForm) -> HttpResponse:
        """Show the form again, everything typed kept."""
        return self.refused(form, 422)

    def refused(self, form: CallForm, status: int) -> HttpResponse:
        """Show the form with its faults."""
        return self.render_to_response(self.get_context_data(form=form), status=status)
