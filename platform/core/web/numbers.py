"""Numbers in the reader's language: one numbering system for each locale, so that server and browser agree."""

from decimal import Decimal
from functools import lru_cache

from babel.core import Locale, UnknownLocaleError
from babel.numbers import format_decimal, format_percent
from django.conf import settings
from django.utils.translation import get_language

# CLDR gives Latin digits for plain "ar" and Arabic-Indic for "ar-EG": a parliament chooses one, once.
DEFAULT_SYSTEMS = {"ar": "arab"}
# English here is a parliament's: the day stands before the month. Another house sets DATE_LOCALES.
DEFAULT_LOCALES = {"en": "en_GB"}
DIGITS = {"arab": str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"), "arabext": str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")}


def current_locale(language: str | None = None) -> Locale:
    """Give the Babel locale of a language code, or of the running request; English where Babel knows none."""
    try:
        return Locale.parse(_tag(language))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def _tag(language: str | None) -> str:
    code = language or get_language() or "en"
    locales = {**DEFAULT_LOCALES, **getattr(settings, "DATE_LOCALES", {})}
    return str(locales.get(code, code)).replace("-", "_")


def numbering_system(language: str | None = None) -> str:
    """Give the numbering system of a language: setting NUMBERING_SYSTEMS, else Arabic-Indic for Arabic, else Latin."""
    code = (language or get_language() or "en").split("-")[0]
    systems = {**DEFAULT_SYSTEMS, **getattr(settings, "NUMBERING_SYSTEMS", {})}
    return systems.get(code, "latn")


def browser_tag(language: str | None = None) -> str:
    """Give the full tag that makes the browser's Intl write the same digits and the same calendar."""
    code = language or get_language() or "en"
    return f"{code}-u-ca-gregory-nu-{numbering_system(language)}"


def number(value: int | float | Decimal, language: str | None = None, *, places: int = 0) -> str:
    """Give a figure with the separators and digits of the language; with `places`, that many after the point."""
    system = numbering_system(language)
    if (
        type(value) is int and value >= 0 and not places
    ):  # nearly all; a page shows hundreds, and Babel takes 80 µs for each
        parted = _thousands(_tag(language), system)
        if parted is not None:
            return digits(f"{value:,}".replace(",", parted), language)
    shape = f"#,##0.{'0' * places}" if places else None
    text = format_decimal(value, format=shape, locale=current_locale(language), numbering_system=system)
    return digits(text, language)  # Babel takes the separators of a system, not its digits


@lru_cache(maxsize=64)
def _thousands(tag: str, system: str) -> str | None:
    """Give what stands between thousands; None where figures are parted in another way (in lakhs, say)."""
    try:
        text = format_decimal(1234567, locale=Locale.parse(tag), numbering_system=system)
        short = format_decimal(1234, locale=Locale.parse(tag), numbering_system=system)
    except (UnknownLocaleError, ValueError):
        return None
    parted = text[1 : (len(text) - 5) // 2]  # of "1?234?567"
    return parted if parted and (text, short) == (f"1{parted}234{parted}567", f"1{parted}234") else None


def percent(share: float | Decimal, language: str | None = None) -> str:
    """Give a share (0 to 1) as a whole percentage."""
    text = format_percent(share, locale=current_locale(language), numbering_system=numbering_system(language))
    # As browsers write it: a narrow space in French, the Arabic sign with Arabic digits.
    text = text.replace("\xa0%", "\u202f%")
    return digits(text.replace("%", "٪\u061c") if numbering_system(language) == "arab" else text, language)


def digits(text: str, language: str | None = None) -> str:
    """Give a text that holds Latin digits (a date, a clock time) with the digits of the language."""
    return text.translate(DIGITS.get(numbering_system(language), {}))
