"""Writing the parliament's facts by hand: a committee, a day off. Files come in by `core.parliament.importing`."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from core import events
from core.actors import Actor
from core.errors import Forbidden, Invalid
from core.institution import actions as institution
from core.institution.facts import default_language
from core.institution.rules import may_set_up
from core.parliament.models import Committee, DayOff
from core.parliament.selectors import main_chamber

SLUG_LENGTH = 40
Texts = dict[str, str]


def make_committee(*, name: Texts, remit: Texts, by: Actor) -> Committee:
    """Make a committee. Raises Forbidden, Invalid (no name in the first language, or one that stands already)."""
    if not may_set_up(by, None):
        raise Forbidden
    names = {code: text.strip() for code, text in name.items() if text.strip()}
    first = default_language()
    if first not in names:
        raise Invalid(fields={f"name_{first}": _("Enter the name")})
    with transaction.atomic():
        known = Committee.objects.select_for_update().values_list("slug", "name")
        if any(names[first] == str(told.get(first, "")) for _slug, told in known):
            raise Invalid(fields={f"name_{first}": _("There is a committee of this name already.")})
        committee = Committee.objects.create(
            chamber=main_chamber(), slug=_free_slug(names, {slug for slug, _told in known}), name=names,
            remit={code: text.strip() for code, text in remit.items() if text.strip()},
        )  # fmt: skip
        events.record("committee.create", committee, actor=by)
    return committee


def add_day_off(*, day: date, name: Texts, by: Actor) -> DayOff:
    """Add a day off, or give one that stands another name; deadlines that run already stay as they are.

    Raises Forbidden, Invalid without a name in the first language.
    """
    if not may_set_up(by, None):
        raise Forbidden
    names = {code: text.strip() for code, text in name.items() if text.strip()}
    if default_language() not in names:
        raise Invalid(fields={f"name_{default_language()}": _("Enter the name")})
    with transaction.atomic():
        row, _is_new = DayOff.objects.update_or_create(day=day, defaults={"name": names})
        institution.record("institution.add_day_off", by=by, data={"day": day.isoformat()})
    return row


def remove_day_off(*, day: date, by: Actor) -> bool:
    """Make a day off a working day again; tells whether it was one. Raises Forbidden."""
    if not may_set_up(by, None):
        raise Forbidden
    with transaction.atomic():
        gone, _by_model = DayOff.objects.filter(day=day).delete()
        if gone:
            institution.record("institution.remove_day_off", by=by, data={"day": day.isoformat()})
    return bool(gone)


def _free_slug(names: Texts, taken: set[str]) -> str:
    """Give an address out of the first name that has letters of the Latin script."""
    base = next(filter(None, (slugify(text)[:SLUG_LENGTH].strip("-") for text in names.values())), "committee")
    return next(slug for slug in (base, *(f"{base}-{turn}" for turn in range(2, 10_000))) if slug not in taken)
