"""Words that several kinds share."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.web.numbers import number
from core.web.times import days_until


def closes_in(moment: datetime | None) -> str:
    """Say in how many days something closes."""
    left = days_until(moment) if moment else 0
    if left <= 0:
        return _("Closes today")
    return ngettext("Closes in %(days)s day", "Closes in %(days)s days", left) % {"days": number(left)}
