"""Reading the parliament's facts: areas by postcode, members, committees."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.conf import settings
from django.db.models import Q, QuerySet

from core.parliament.models import Area, Chamber, Committee, DayOff, Member, PostcodePrefix

MAX_PREFIX = 10


def normal_postcode(raw: str) -> str:
    """Give a postcode in capitals without spaces or dashes."""
    return re.sub(r"[\s-]+", "", raw).upper()


def constituency_of(postcode: str) -> Area | None:
    """Give the constituency of a postcode by its longest known prefix, or None."""
    code = normal_postcode(postcode)
    # No prefix holds a NUL, and PostgreSQL refuses to be asked for one.
    prefixes = [code[:size] for size in range(1, min(len(code), MAX_PREFIX) + 1) if "\0" not in code[:size]]
    found = PostcodePrefix.objects.filter(prefix__in=prefixes).select_related("area")
    best = max(found, key=lambda row: len(row.prefix), default=None)
    return best.area if best else None


def place_names(places: Iterable[str]) -> dict[str, str]:
    """Give for each place that is called like a constituency, in any language, the name in the reader's language."""
    wanted = {place for place in places if place}
    if not wanted:
        return {}
    called = Q()
    for code, _name in settings.LANGUAGES:
        called |= Q(**{f"name__{code}__in": wanted})
    return {word: str(area.name) for area in constituencies().filter(called) for word in area.name.values()}


def constituencies() -> QuerySet[Area]:
    """List the own constituencies that stand on the map, by name."""
    return Area.objects.filter(kind=Area.Kind.CONSTITUENCY, scheme="own").order_by("code")


def main_chamber() -> Chamber:
    """Give the first chamber; an installation without one gets one named after the site."""
    chamber = Chamber.objects.order_by("id").first()
    return chamber or Chamber.objects.create(key="house", name={"en": "House"})


def members() -> QuerySet[Member]:
    """List members with their constituency, by name."""
    return Member.objects.select_related("constituency")


def days_off() -> QuerySet[DayOff]:
    """List the days off, by day."""
    return DayOff.objects.order_by("day")


def committees() -> QuerySet[Committee]:
    """List the committees."""
    return Committee.objects.order_by("slug")
