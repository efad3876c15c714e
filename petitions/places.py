"""Where a postcode lies: asked of the database by page and API, of a copy in memory by the lane. One rule for both.

The longest known prefix of the postcode wins (core.parliament.selectors). The copy carries the version it was read at.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db.models import Count, F, Max, Sum
from django.utils.translation import override

from core.parliament.models import Area, PostcodePrefix
from core.parliament.selectors import MAX_PREFIX, constituencies, constituency_of, normal_postcode
from core.web.countries import country_choices
from petitions.entries import Ground

Version = tuple[Any, ...]


class StoredPlaces:
    """The places as they stand in the database now."""

    @property
    def has_seats(self) -> bool:
        """Tell whether there are constituencies."""
        return constituencies().exists()

    def by_postcode(self, postcode: str) -> int | None:
        """Give the key of a postcode's constituency."""
        found = constituency_of(postcode)
        return int(found.pk) if found else None

    def by_code(self, code: str) -> int | None:
        """Give the key of the own constituency with a code."""
        key = constituencies().filter(code=code).values_list("pk", flat=True).first()
        return None if key is None else int(key)


@dataclass(frozen=True)
class KnownPlaces:
    """A copy in memory."""

    version: Version
    seats: dict[str, int] = field(default_factory=dict)
    prefixes: dict[str, int] = field(default_factory=dict)
    grounds: dict[str, Ground] = field(default_factory=dict, compare=False)

    @property
    def has_seats(self) -> bool:
        """Tell whether there are constituencies."""
        return bool(self.seats)

    def by_postcode(self, postcode: str) -> int | None:
        """Give the key of a postcode's constituency."""
        code = normal_postcode(postcode)
        for size in range(min(len(code), MAX_PREFIX), 0, -1):
            area = self.prefixes.get(code[:size])
            if area is not None:
                return area
        return None

    def by_code(self, code: str) -> int | None:
        """Give the key of the own constituency with a code."""
        return self.seats.get(code)

    def ground(self, language: str) -> Ground:
        """Give what a signer can choose from, in a language."""
        if language not in self.grounds:
            self.grounds[language] = Ground(frozenset(self.seats), country_codes(language))
        return self.grounds[language]


def read_places(before: KnownPlaces | None = None) -> KnownPlaces:
    """Read the copy; the one before is given back where nothing has changed since."""
    version = _version()
    if before is not None and before.version == version:
        return before
    seats = {code: int(pk) for code, pk in constituencies().values_list("code", "pk")}
    prefixes = {prefix: int(area) for prefix, area in PostcodePrefix.objects.values_list("prefix", "area_id")}
    return KnownPlaces(version, seats, prefixes)


def stored_ground(language: str) -> Ground:
    """Give what a signer can choose from, as it stands in the database now."""
    return Ground(frozenset(constituencies().values_list("code", flat=True)), country_codes(language))


@lru_cache(maxsize=16)
def country_codes(language: str) -> frozenset[str]:
    """Give the codes of the countries that the list in a language offers."""
    with override(language):
        return frozenset(code for code, _name in country_choices())


def _version() -> Version:
    """Give what changes when an area or a prefix is added, taken away or moved."""
    seats = Area.objects.filter(kind=Area.Kind.CONSTITUENCY, scheme="own")
    areas = seats.aggregate(many=Count("pk"), last=Max("pk"), all=Sum("pk"))
    rows = PostcodePrefix.objects.aggregate(
        many=Count("pk"), last=Max("pk"), all=Sum(F("pk") * F("area_id")), places=Sum("area_id")
    )
    return (*areas.values(), *rows.values())
