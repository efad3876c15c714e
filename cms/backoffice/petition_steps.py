"""What Parliament does with a petition: its duties, its steps, what became of each request, and the forms for them."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from cms.backoffice.moments import DayField
from cms.backoffice.petition_screens import PetitionScreen
from cms.backoffice.petition_tabs import Tab, add_tab
from cms.backoffice.writing import TextsForm
from core import clock
from core.errors import DomainError
from core.parliament.models import Committee
from core.web.doors import add_refusal
from core.web.times import days_until
from petitions import actions
from petitions.actions.steps import record_step
from petitions.duties import every_step_of, outcomes_of
from petitions.models import PetitionStep
from petitions.presenting.way import step_links
from petitions.rules import may_record_steps
from petitions.states import StepKind, Verdict
from petitions.stepping import ADDRESSES, ASKS, FINAL_VERDICTS, NEEDS

HOME = "backoffice_petition_steps"
ROWS = 10
MAKERS = {StepKind.REFERRED: actions.refer_petition, StepKind.REPORTED: actions.report_petition}
ADDRESS_LABELS = {
    "document_url": _("Address of the document"), "minute_url": _("Address of the minute"),
    "transcript_url": _("Address of the transcript"), "video_url": _("Address of the recording"),
}  # fmt: skip
WHERE = _("Of another site, or of a file under Documents here, for example /documents/12/minute.pdf")
WORDS_OF = {
    StepKind.ANSWERED: _("The answer in words for everybody"), StepKind.DEBATED: _("What came of the debate"),
    StepKind.NOT_DEBATED: _("Why it will not be debated"), StepKind.REPORTED: _("The closing report"),
    StepKind.CONSIDERED: _("What the committee said"),
}  # fmt: skip

add_tab(Tab(_("What Parliament does"), HOME, may_record_steps))


class StepForm(TextsForm):
    """One step: its day, words in each language, to whom, and where documents are. It asks what the kind asks."""

    texts_labels: ClassVar = {"words": _("In words for everybody"), "to_whom": _("To whom, or by whom")}
    long_texts = frozenset({"words"})
    on = DayField(label=_("Day"))
    committee = forms.ModelChoiceField(Committee.objects.order_by("slug"), label=_("Committee"), required=False)
    verdict = forms.ChoiceField(label=_("In one word"), required=False)

    def __init__(self, *args: Any, kind: StepKind, **kwargs: Any) -> None:
        """Leave only what this kind of step asks."""
        super().__init__(*args, **kwargs)
        if kind in WORDS_OF:
            for code, language in settings.LANGUAGES:
                self.fields[f"words_{code}"].label = f"{WORDS_OF[kind]} ({language})"
        for name, label in ADDRESS_LABELS.items():
            self.fields[name] = forms.CharField(
                label=label, required=False, max_length=500, help_text=WHERE, widget=forms.TextInput({"dir": "ltr"})
            )
        self.fields["verdict"].choices = [("", _("Choose")), *((v.value, v.label) for v in FINAL_VERDICTS)]  # type: ignore[attr-defined]
        asked = {"on", "words", *ASKS[kind], *NEEDS[kind]}
        for name in list(self.fields):
            if name not in asked and name.rpartition("_")[0] not in asked & {"words", "to_whom"}:
                del self.fields[name]
        first = ["on", "committee"]
        self.order_fields([*first, *(name for name in self.fields if name.startswith(("to_whom_", "words_")))])

    def facts(self) -> actions.StepFacts:
        """Give what the action asks."""
        data = self.cleaned_data
        plain: dict[str, Any] = {name: data.get(name) or "" for name in (*ADDRESSES, "verdict")}
        return actions.StepFacts(
            on=data["on"], committee=data.get("committee"), words=self._texts("words"), to_whom=self._texts("to_whom"),
            **plain,
        )  # fmt: skip

    def refuse(self, error: DomainError) -> None:
        """Show a refusal at its field; that of a text at its first language."""
        fields: dict[str, object] = {}
        for name, words in error.fields.items():
            texts = [one for one in self.fields if one.startswith(f"{name}_")] if name not in self.fields else []
            fields[texts[0] if texts else name] = words
        error.fields = fields
        add_refusal(self, error)

    def _texts(self, part: str) -> dict[str, str]:
        return self.texts(part) if any(name.startswith(f"{part}_") for name in self.fields) else {}


class ParliamentScreen(PetitionScreen, TemplateView):
    """The petition's way through Parliament, with a button for each thing that can be recorded."""

    template_name = "cms/backoffice/petition_steps.html"
    page_title = _("What Parliament does")
    here = HOME

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give duties, steps (corrected ones too), outcomes and the buttons."""
        rows = self.petition.milestones.select_related("threshold__office", "office", "petition")
        duties = [{"row": row, "days": days_until(row.due_on)} for row in rows]
        buttons = [
            {"label": kind.label, "url": reverse("backoffice_petition_step", args=[self.petition.pk, kind.value])}
            for kind in StepKind
        ]
        steps = [{"step": step, "links": step_links(step)} for step in every_step_of(self.petition)]
        return super().get_context_data(
            duties=duties, steps=steps, outcomes=outcomes_of(self.petition), buttons=buttons, **kwargs
        )


class WriteStep(PetitionScreen, FormView):
    """Record a step, or the correction of one."""

    form_class = StepForm
    template_name = "cms/backoffice/petition_write.html"
    here = HOME

    def get_page_title(self) -> str:
        """Name what is recorded."""
        words = str(self.kind.label)
        return __("Correct: %(what)s") % {"what": words} if self.old else words

    @cached_property
    def old(self) -> PetitionStep | None:
        """Give the step that is corrected; None for a new one."""
        if "step" not in self.kwargs:
            return None
        rows = PetitionStep.objects.select_related("petition", "milestone", "mailing", "committee")
        return get_object_or_404(rows, pk=self.kwargs["step"], petition=self.petition)

    @cached_property
    def kind(self) -> StepKind:
        """Give the kind; 404 for an unknown one."""
        given = self.old.kind if self.old else self.kwargs["kind"]
        if given not in StepKind.values:
            raise Http404
        return StepKind(given)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form its kind."""
        return {**super().get_form_kwargs(), "kind": self.kind}

    def get_initial(self) -> dict[str, Any]:
        """Begin with today and the petition's committee, or with the step that is corrected."""
        if self.old is None:
            day = None if self.kind == StepKind.DEBATE_SCHEDULED else clock.today()
            return {"on": day, "committee": self.petition.committee_id}
        texts = {
            f"{part}_{code}": text for part in ("words", "to_whom") for code, text in getattr(self.old, part).items()
        }
        plain = {name: getattr(self.old, name) for name in (*ADDRESSES, "on", "verdict")}
        return {**plain, **texts, "committee": self.old.committee_id}

    def form_valid(self, form: StepForm) -> HttpResponse:
        """Record it, and lead back."""
        try:
            if self.old:
                actions.correct_step(self.old, form.facts(), by=self.actor)
            elif self.kind in MAKERS:
                MAKERS[self.kind](self.petition, form.facts(), by=self.actor)
            else:
                record_step(self.petition, self.kind, form.facts(), by=self.actor)
        except DomainError as error:
            form.refuse(error)
            return self.render_to_response(self.get_context_data(form=form), status=error.status)
        messages.success(self.request, __("Done: %(title)s") % {"title": self.kind.label})
        return HttpResponseRedirect(reverse(HOME, args=[self.petition.pk]))

    def form_invalid(self, form: StepForm) -> HttpResponse:
        """Show the form again, everything typed kept."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class OutcomeForm(TextsForm):
    """What became of one request."""

    texts_labels: ClassVar = {"request": _("What was asked"), "words": _("What came of it")}
    long_texts = frozenset({"words"})
    verdict = forms.ChoiceField(
        label=_("In one word"), required=False, choices=[("", _("Choose")), *Verdict.choices]
    )  # fmt: skip

    def is_empty(self) -> bool:
        """Tell whether nothing was written."""
        return not any(self.cleaned_data.values())


class WriteOutcomes(PetitionScreen, TemplateView):
    """The table of requests and what became of each; empty rows are left out."""

    template_name = "cms/backoffice/petition_outcomes.html"
    page_title = _("What became of each request")
    here = HOME

    def forms_of(self, data: Any = None) -> list[OutcomeForm]:
        """Give a form for each request that stands, and some empty ones."""
        rows = outcomes_of(self.petition)
        found = []
        for at in range(max(ROWS, len(rows) + 2)):
            first: dict[str, Any] = {}
            if at < len(rows):
                first = {"verdict": rows[at].verdict}
                for part in ("request", "words"):
                    first |= {f"{part}_{code}": text for code, text in getattr(rows[at], part).items()}
            found.append(OutcomeForm(data, prefix=f"outcomes-{at}", initial=first))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the rows."""
        return super().get_context_data(**{"rows": self.forms_of(), **kwargs})

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Record them all anew."""
        rows = self.forms_of(request.POST)
        checked = [form.is_valid() for form in rows]  # each, so that each shows its faults
        is_good = all(checked)
        written = [form for form in rows if is_good and not form.is_empty()]
        if not is_good:
            return self.render_to_response(self.get_context_data(rows=rows), status=422)
        facts = [
            actions.OutcomeFacts(form.texts("request"), form.cleaned_data["verdict"], form.texts("words"))
            for form in written
        ]
        try:
            actions.record_outcomes(self.petition, facts, by=self.actor)
        except DomainError as error:
            _refuse_rows(written, error)
            return self.render_to_response(
                self.get_context_data(rows=rows, refusal="" if error.fields else str(error.message)),
                status=error.status,
            )
        messages.success(request, __("Done: %(title)s") % {"title": self.page_title})
        return HttpResponseRedirect(reverse(HOME, args=[self.petition.pk]))


def _refuse_rows(written: list[OutcomeForm], error: DomainError) -> None:
    """Show each fault at its row: the action counts the rows that were written."""
    for name, words in error.fields.items():
        _outcomes, at, part = name.split("-")
        form = written[int(at)]
        field = part if part in form.fields else next(one for one in form.fields if one.startswith(f"{part}_"))
        form.add_error(field, str(words))


urlpatterns: list[URLPattern] = [
    path("desk/petitions/<int:pk>/parliament/", ParliamentScreen.as_view(), name=HOME),
    path("desk/petitions/<int:pk>/parliament/outcomes/", WriteOutcomes.as_view(), name="backoffice_petition_outcomes"),
    path(
        "desk/petitions/<int:pk>/parliament/correct/<int:step>/", WriteStep.as_view(),
        name="backoffice_petition_correct_step",
    ),
    path("desk/petitions/<int:pk>/parliament/<slug:kind>/", WriteStep.as_view(), name="backoffice_petition_step"),
]  # fmt: skip
