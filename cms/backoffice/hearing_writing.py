"""The form of a hearing: texts in each language, agenda and witnesses one a line."""

from __future__ import annotations

import re
from datetime import datetime, time
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

from consultations.hearings import actions
from consultations.hearings.models import Hearing
from consultations.hearings.rules import is_hearings_clerk
from core import clock
from core.actors import actor_of
from core.errors import DomainError
from core.parliament.models import Committee
from core.web.doors import add_refusal

LONG = ("summary", "agenda", "witnesses")
LABELS = {
    "title": _("Title"), "summary": _("Summary"), "place": _("Room"),
    "agenda": _("Agenda, one a line: 14:00 Opening"), "witnesses": _("Witnesses, one a line: Name, role"),
}  # fmt: skip
AGENDA_LINE = re.compile(r"(\d{1,2}):(\d{2})\s+(.+)")
TIME = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class HearingForm(forms.Form):
    """What a hearing says; times are those of the parliament's clock."""

    use_required_attribute = False
    committee = forms.ModelChoiceField(Committee.objects.order_by("slug"), label=_("Committee"))
    day = forms.DateField(label=_("Day"), widget=DAY)
    starts = forms.TimeField(label=_("Begins at"), widget=TIME)
    ends = forms.TimeField(label=_("Ends at"), widget=TIME)
    questions_until = forms.TimeField(
        label=_("Questions until"), required=False, widget=TIME, help_text=_("Empty: until the end.")
    )
    answers_due_on = forms.DateField(label=_("Written answers by"), required=False, widget=DAY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add the texts, language by language."""
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        for code, name in settings.LANGUAGES:
            direction = "rtl" if get_language_info(code)["bidi"] else "ltr"
            for part, label in LABELS.items():
                attrs = {"lang": code, "dir": direction}
                is_main = code == settings.LANGUAGE_CODE and part in {"title", "summary"}
                widget = forms.Textarea(attrs={**attrs, "rows": 4}) if part in LONG else forms.TextInput(attrs=attrs)
                self.fields[f"{part}_{code}"] = forms.CharField(
                    label=f"{label} ({name})", required=is_main, widget=widget, max_length=None if part in LONG else 150
                )

    def clean(self) -> dict[str, Any]:
        """Refuse an agenda line without a time."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for code, _name in settings.LANGUAGES:
            if any(not AGENDA_LINE.fullmatch(line) for line in lines_of(data.get(f"agenda_{code}", ""))):
                self.add_error(f"agenda_{code}", _("Begin each line with the time, for example 14:00 Opening"))
        return data

    def facts(self) -> actions.HearingFacts:
        """Give what the action asks."""
        data = self.cleaned_data
        until = data["questions_until"]
        return actions.HearingFacts(
            committee=data["committee"], title=self.texts("title"), summary=self.texts("summary"),
            place=self.texts("place"), starts_at=self.moment(data["starts"]), ends_at=self.moment(data["ends"]),
            questions_until=self.moment(until) if until else None, answers_due_on=data["answers_due_on"],
            agenda=[self.agenda_item(row) for row in self.rows("agenda")],
            witnesses=[witness(row) for row in self.rows("witnesses")],
        )  # fmt: skip

    def texts(self, part: str) -> dict[str, str]:
        """Give one text by language, empty ones left out."""
        found = {code: self.cleaned_data[f"{part}_{code}"].strip() for code, _name in settings.LANGUAGES}
        return {code: text for code, text in found.items() if text}

    def rows(self, part: str) -> list[dict[str, str]]:
        """Give the lines of the languages side by side."""
        lines = {code: lines_of(text) for code, text in self.texts(part).items()}
        rows = zip_longest(*lines.values(), fillvalue="")
        return [{code: text for code, text in zip(lines, row, strict=True) if text} for row in rows]

    def moment(self, at: time) -> datetime:
        """Give a time of the hearing's day on the parliament's clock."""
        return datetime.combine(self.cleaned_data["day"], at, tzinfo=clock.parliament_zone())

    def agenda_item(self, row: dict[str, str]) -> tuple[datetime, dict[str, str]]:
        """Split a line: the first language's time counts."""
        found = {code: AGENDA_LINE.fullmatch(line) for code, line in row.items()}
        parts = {code: match.groups() for code, match in found.items() if match}
        hour, minute, _title = next(iter(parts.values()))
        return self.moment(time(int(hour) % 24, int(minute) % 60)), {code: part[2] for code, part in parts.items()}


def lines_of(text: str) -> list[str]:
    """Give the lines that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def witness(row: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Split a line at its first comma (the Arabic one counts too) into name and role."""
    parts = {code: re.split(r"\s*[,،]\s*", line, maxsplit=1) for code, line in row.items()}
    return {code: part[0] for code, part in parts.items()}, {code: part[-1] for code, part in parts.items() if part[1:]}


def initial_of(hearing: Hearing) -> dict[str, Any]:
    """Give what a hearing says already."""
    zone = clock.parliament_zone()
    starts, until = hearing.starts_at.astimezone(zone), hearing.questions_until
    found: dict[str, Any] = {
        "committee": hearing.committee_id, "day": starts.date(), "starts": starts.time(),
        "ends": hearing.ends_at.astimezone(zone).time(), "answers_due_on": hearing.answers_due_on,
        "questions_until": until.astimezone(zone).time() if until else None,
    }  # fmt: skip
    agenda, people = list(hearing.agenda.all()), list(hearing.witnesses.all())
    for code, _name in settings.LANGUAGES:
        for part in ("title", "summary", "place"):
            found[f"{part}_{code}"] = getattr(hearing, part).get(code, "")
        points = [(item.starts_at.astimezone(zone), item.title.get(code)) for item in agenda]
        found[f"agenda_{code}"] = "\n".join(f"{moment:%H:%M} {title}" for moment, title in points if title)
        told = [", ".join(filter(None, (one.name.get(code), one.role.get(code)))) for one in people]
        found[f"witnesses_{code}"] = "\n".join(line for line in told if line)
    return found


class WriteHearing(WagtailAdminTemplateMixin, FormView):
    """Write a new hearing, or change one that is not live yet. The action says what is allowed."""

    form_class = HearingForm
    template_name = "cms/backoffice/evidence_call.html"
    page_title = _("Write a hearing")
    header_icon = "comment"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let clerks in."""
        self.actor = actor_of(request)
        if not is_hearings_clerk(self.actor, None):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def hearing(self) -> Hearing | None:
        """Give the hearing, or None for a new one."""
        return get_object_or_404(Hearing, pk=self.kwargs["pk"]) if "pk" in self.kwargs else None

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        index = {"url": reverse("backoffice_list", args=["hearings"]), "label": _("Hearings")}
        return [*self.breadcrumbs_items, index, {"url": "", "label": self.get_page_title()}]

    def get_initial(self) -> dict[str, Any]:
        """Show what stands."""
        return initial_of(self.hearing) if self.hearing else {}

    def form_valid(self, form: HearingForm) -> HttpResponse:
        """Save; a refusal comes back at the field it names."""
        try:
            hearing = actions.save_hearing(self.hearing, form.facts(), by=self.actor)
        except DomainError as error:
            add_refusal(form, error)
            return self.refused(form, error.status)
        return HttpResponseRedirect(reverse("backoffice_item", args=["hearings", hearing.pk]))

    def form_invalid(self, form: HearingForm) -> HttpResponse:
        """Show the form again, everything typed kept."""
        return self.refused(form, 422)

    def refused(self, form: HearingForm, status: int) -> HttpResponse:
        """Show the form with its faults."""
        return self.render_to_response(self.get_context_data(form=form), status=status)
