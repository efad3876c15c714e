"""Names of countries in the running language, from CLDR by Babel."""

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language

# ISO 3166-1 codes that CLDR lists but that are no countries (reserved or for tests).
NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "XA", "XB", "QO", "ZZ"})


def country_choices() -> tuple[tuple[str, str], ...]:
    """Give (ISO code, name) of every country, sorted by name in the running language."""
    return _choices(get_language() or "en")


def country_name(code: str) -> str:
    """Give a country's name in the running language; the code where CLDR has none."""
    return dict(country_choices()).get(code, code)


@lru_cache(maxsize=16)
def _choices(language: str) -> tuple[tuple[str, str], ...]:
    try:
        territories = Locale.parse(language.split("-", maxsplit=1)[0]).territories
    except (UnknownLocaleError, ValueError):
        territories = Locale("en").territories
    named = ((code, name) for code, name in territories.items() if len(code) == 2 and code not in NOT_COUNTRIES)
    return tuple(sorted((row for row in named if row[0].isalpha()), key=lambda row: row[1]))
