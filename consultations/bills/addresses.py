"""Which provision gets a page, and under which lasting code; worked out once, when a clause first appears."""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256

from consultations.bills.akomantoso import Provision
from consultations.bills.akomantoso.names import GROUPS, UNITS
from consultations.bills.states import Place

MAX_CODE = 80


def places_of(provisions: list[Provision]) -> dict[Provision, Place]:
    """Give each provision its place.

    A clause is the first thing on the way down that does more than group others: a section, an article, a numbered
    paragraph of a schedule. A "section" that holds articles groups them, as in European law.
    """
    places: dict[Provision, Place] = {}
    for provision in provisions:
        parent = provision.parent
        if parent is not None and places[parent] != Place.GROUP:
            places[provision] = Place.INNER
        else:
            places[provision] = Place.GROUP if _only_groups(provision) else Place.UNIT
    return places


def codes_of(
    provisions: list[Provision], taken: set[str], known: dict[Provision, str] | None = None
) -> dict[Provision, str]:
    """Give each provision a readable code that is not taken yet, but for those whose code is known."""
    codes: dict[Provision, str] = dict(known or {})
    taken |= set(codes.values())
    for provision in provisions:
        if provision in codes:
            continue
        code = _free(_wishes(provision, codes), taken)
        codes[provision] = code
        taken.add(code)
    return codes


def _only_groups(provision: Provision) -> bool:
    """Tell whether a provision is no more than a heading over others."""
    if not provision.children or provision.is_quoted:
        return False
    if provision.kind in GROUPS:
        return True
    return any(below.kind in UNITS and not below.is_quoted for below in provision.below())


def _wishes(provision: Provision, codes: dict[Provision, str]) -> list[str]:
    """Give the codes a provision would like, the best first: "section-4", "section-4-2-a"."""
    number = _slug(provision.number)
    kind = _slug(provision.name) or _slug(provision.kind)
    short = number if number.startswith(kind) or not number else f"{kind}-{number}"
    parent = codes.get(provision.parent) if provision.parent else None
    step = number or f"{kind}-{int(provision.path[-4:])}"
    if parent is None:
        return [short or step]
    inner = f"{parent}-{step}"
    # Sections are numbered through a law, paragraphs of schedules are not: a clause tries its short name first.
    first = [short] if short and provision.kind in UNITS | GROUPS and not provision.is_quoted else []
    return [*first, inner]


def _free(wishes: list[str], taken: set[str]) -> str:
    """Give the first free wish, else the last one with a counter behind it."""
    fitting = [_fit(wish) for wish in wishes]
    for wish in fitting:
        if wish not in taken:
            return wish
    count = 2
    while f"{fitting[-1]}-{count}" in taken:
        count += 1
    return f"{fitting[-1]}-{count}"


def _fit(code: str) -> str:
    """Shorten a code that would not fit its column; the tail keeps it apart from its neighbours."""
    room = MAX_CODE - 8
    if len(code) <= room:
        return code
    return f"{code[: room - 9]}-{sha256(code.encode()).hexdigest()[:8]}"


def _slug(words: str) -> str:
    """Give words as ASCII for an address; digits of every script count, letters of other scripts do not."""
    plain = "".join(str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in words)
    ascii_only = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")
