"""The form of a hearing: texts in each language, agenda and witnesses one a line."""

from __future__ import annotations

import re
from datetime import datetime, time
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from cms.backoffice.moments import DayField
from cms.backoffice.writing import TextsForm, WriteForCommittee, lines_of
from consultations.hearings import actions
from consultations.hearings.models import Hearing
from consultations.hearings.rules import may_open_hearings
from consultations.hearings.selectors import hearings_of
from core import clock
from core.parliament.models import Committee
from core.web.lists import listed

AGENDA_LINE = re.compile(r"(\d{1,2}):(\d{2})\s+(.+)")
TIME = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class HearingForm(TextsForm):
    """What a hearing says; times are those of the parliament's clock."""

    texts_labels: ClassVar = {
        "title": _("Title"), "summary": _("Summary"), "place": _("Room"),
        "agenda": _("Agenda, one a line: 14:00 Opening"), "witnesses": _("Witnesses, one a line: Name, role"),
    }  # fmt: skip
    long_texts = frozenset({"summary", "agenda", "witnesses"})
    main_texts = frozenset({"title", "summary"})
    committee = forms.ModelChoiceField(Committee.objects.order_by("slug"), label=_("Committee"))
    day = DayField(label=_("Day"))
    starts = forms.TimeField(label=_("Begins at"), widget=TIME)
    ends = forms.TimeField(label=_("Ends at"), widget=TIME)
    questions_until = forms.TimeField(
        label=_("Questions until"), required=False, widget=TIME, help_text=_("Empty: until the end.")
    )
    answers_due_on = DayField(label=_("Written answers by"), required=False)

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

    def moment(self, at: time) -> datetime:
        """Give a time of the hearing's day on the parliament's clock."""
        return datetime.combine(self.cleaned_data["day"], at, tzinfo=clock.parliament_zone())

    def agenda_item(self, row: dict[str, str]) -> tuple[datetime, dict[str, str]]:
        """Split a line: the first language's time counts."""
        found = {code: AGENDA_LINE.fullmatch(line) for code, line in row.items()}
        parts = {code: match.groups() for code, match in found.items() if match}
        hour, minute, _title = next(iter(parts.values()))
        return self.moment(time(int(hour) % 24, int(minute) % 60)), {code: part[2] for code, part in parts.items()}


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
        told = [listed((one.name.get(code) or "", one.role.get(code) or ""), code) for one in people]
        found[f"witnesses_{code}"] = "\n".join(line for line in told if line)
    return found


class WriteHearing(WriteForCommittee):
    """Write a new hearing, or change one that is not live yet."""

    form_class = HearingForm
    page_title = _("Write a hearing")
    header_icon = "comment"
    desk = "hearings"
    desk_title = _("Hearings")

    def may_write(self) -> bool:
        """Let the hearings' clerks in."""
        return may_open_hearings(self.actor, None)

    @cached_property
    def hearing(self) -> Hearing | None:
        """Give the hearing, or None for a new one; 404 for what is not this clerk's."""
        rows = hearings_of(self.actor, Hearing.objects.all())
        return get_object_or_404(rows, pk=self.kwargs["pk"]) if "pk" in self.kwargs else None

    def get_initial(self) -> dict[str, Any]:
        """Show what stands."""
        return initial_of(self.hearing) if self.hearing else {}

    def save(self, form: HearingForm) -> Hearing:
        """Save the hearing."""
        return actions.save_hearing(self.hearing, form.facts(), by=self.actor)
