"""The fields in which a day or a moment is typed at the desk; a moment is read and shown on the parliament's clock."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from core import clock
from core.web.times import zone_name

MOMENT = "%Y-%m-%dT%H:%M"  # what a browser's own field sends

ZONE = lazy(zone_name, str)()  # asked when a form is shown

# What every database and every time zone can hold: a year 26 or 20026 is a slip of the finger.
FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)


def check_year(day: date) -> None:
    """Raise ValidationError for a year that nobody means."""
    if not FIRST <= day <= LAST:
        raise forms.ValidationError(_("Enter a day between 1900 and 2199."), code="year")


def day_widget() -> forms.DateInput:
    """Give the browser's own calendar; it reads and writes ISO dates in every language."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class DayField(forms.DateField):
    """A day within bounds."""

    def __init__(self, **kwargs: Any) -> None:
        """Take DateField's arguments; the widget is the browser's own calendar."""
        super().__init__(**{"widget": day_widget(), **kwargs})

    def validate(self, value: date | None) -> None:
        """Raise ValidationError for a year that nobody means."""
        super().validate(value)
        if value is not None:
            check_year(value)


def moment_widget() -> forms.DateTimeInput:
    """Give the browser's own field for a day and a time."""
    return forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"})


class MomentField(forms.DateTimeField):
    """A day and a time on the parliament's clock, whatever zone the account has chosen: deadlines are meant there."""

    def __init__(self, **facts: Any) -> None:
        """Take what any field takes; the help names the zone where the caller says nothing else."""
        super().__init__(**{"widget": moment_widget(), "help_text": ZONE, **facts})

    def to_python(self, value: Any) -> datetime | None:
        """Give the instant of what was typed. Raises ValidationError."""
        with timezone.override(clock.parliament_zone()):
            return super().to_python(value)

    def validate(self, value: datetime | None) -> None:
        """Raise ValidationError for a year that nobody means."""
        super().validate(value)
        if value is not None:
            check_year(value.date())

    def prepare_value(self, value: Any) -> Any:
        """Give an instant as the parliament's clock shows it."""
        with timezone.override(clock.parliament_zone()):
            return super().prepare_value(value)
