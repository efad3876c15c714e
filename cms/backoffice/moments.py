"""The field in which a moment is typed at the desk: it is read, and shown again, on the parliament's clock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import lazy

from core import clock
from core.web.times import zone_name

MOMENT = "%Y-%m-%dT%H:%M"  # what a browser's own field sends

ZONE = lazy(zone_name, str)()  # asked when a form is shown


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

    def prepare_value(self, value: Any) -> Any:
        """Give an instant as the parliament's clock shows it."""
        with timezone.override(clock.parliament_zone()):
            return super().prepare_value(value)
