"""Dates and times in the reader's language. An instant is shown in the parliament's own time zone, and says so."""

from datetime import date, datetime

from babel.dates import format_date, format_skeleton, get_timezone_name
from babel.dates import format_time as babel_time
from django.utils import timezone

from core import clock as house
from core.web.numbers import current_locale, digits

# What a style shows: a Babel skeleton of the date, and whether the clock time follows.
STYLES: dict[str, tuple[str, bool]] = {
    "": ("yMMMMd", True),
    "date": ("yMMMMd", False),
    "day": ("MMMMd", False),
    "short": ("MMMd", False),
    "weekday": ("yMMMMEEEEd", False),
    "full": ("yMMMMEEEEd", True),
    "month": ("yMMMM", False),
    "time": ("", True),
}


def in_house_zone(moment: datetime) -> datetime:
    """Give the same instant on the parliament's clock."""
    return timezone.localtime(moment, house.parliament_zone()) if timezone.is_aware(moment) else moment


def zone_name(language: str | None = None) -> str:
    """Give the name of the parliament's time zone in words, as Central European Time."""
    zone = house.parliament_zone()
    return zone.key if zone.key == "UTC" else get_timezone_name(zone, locale=current_locale(language))


def clock(moment: datetime, language: str | None = None) -> str:
    """Give hours and minutes with the name of the zone, as 17:00 CET."""
    local = in_house_zone(moment)
    text = babel_time(local.time(), "HH:mm", locale=current_locale(language))
    return f"{digits(text, language)} {local.tzname() or ''}".strip()


def when(moment: date | datetime, style: str = "", language: str | None = None) -> str:
    """Give a date or an instant in words; KeyError for a style that is not in STYLES. A bare date has no clock."""
    skeleton, with_clock = STYLES[style]
    local = in_house_zone(moment) if isinstance(moment, datetime) else moment
    locale = current_locale(language)
    parts = []
    if skeleton == "yMMMMd":
        parts.append(format_date(local, "long", locale=locale))
    elif skeleton == "yMMMMEEEEd":
        parts.append(format_date(local, "full", locale=locale))
    elif skeleton:
        parts.append(format_skeleton(skeleton, local, locale=locale))
    words = [digits(part, language) for part in parts]
    if with_clock and isinstance(moment, datetime):
        words.append(clock(moment, language))
    return ("، " if locale.language == "ar" else ", ").join(words)


def days_until(moment: date | datetime) -> int:
    """Give the whole days from today to a date or instant on the parliament's calendar; negative when it is past."""
    day = in_house_zone(moment).date() if isinstance(moment, datetime) else moment
    return (day - house.today()).days
