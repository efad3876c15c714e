"""What a version of a kind says, as plain values: what forms give, what two versions are compared by, and its rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid
from core.parliament.models import Chamber
from petitions.models import DutyOffice, PetitionKind
from petitions.states import CountedFor, Duty

Texts = dict[str, str]
KEY = re.compile(r"(?=.{1,50}$)[a-z0-9]+(-[a-z0-9]+)*")  # as long as its column
IDENTITY_METHODS = {"email": _("A code or link by e-mail"), "eid": _("An electronic identity")}
MOST = {
    "supporters_needed": 1000, "duration_days": 3650, "moderation_days": 365, "gathering_days": 365, "grace_hours": 720,
    "people_per_address": 20, "retention_days": 183,  # the privacy page promises six months
}  # fmt: skip
LEAST = {"duration_days": 1, "moderation_days": 1, "gathering_days": 1, "grace_hours": 1, "people_per_address": 1,
         "retention_days": 1}  # fmt: skip
MOST_SIGNATURES = 1_000_000_000
MOST_WORKING_DAYS = 1000


@dataclass(frozen=True)
class ThresholdFacts:
    """One number of signatures and the duty that it creates."""

    key: str
    count: int
    title: Texts
    duty: str
    owner: Texts = field(default_factory=dict)
    office: DutyOffice | None = None
    counted: str = CountedFor.ALL
    days_allowed: int = 30
    remind_days: int = 5

    def columns(self) -> dict[str, Any]:
        """Give the values by column."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


@dataclass(frozen=True)
class ReasonFacts:
    """One reason for which a petition is refused."""

    code: str
    title: Texts
    wording: Texts
    guidance: Texts = field(default_factory=dict)
    is_hidden: bool = False

    def columns(self) -> dict[str, Any]:
        """Give the values by column."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


@dataclass(frozen=True)
class KindFacts:
    """All that a version says. `eligibility` is what `petitions.entries.area_of` reads: {"abroad": false}."""

    key: str
    name: Texts
    chamber: Chamber
    supporters_needed: int = 0
    duration_days: int = 180
    moderation_days: int = 7
    gathering_days: int = 30
    grace_hours: int = 24
    people_per_address: int = 1
    identity_methods: tuple[str, ...] = ("email",)
    eligibility: dict[str, Any] = field(default_factory=dict)
    eligibility_words: Texts = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    retention_days: int = 180
    carries_over: bool = False
    thresholds: tuple[ThresholdFacts, ...] = ()
    reasons: tuple[ReasonFacts, ...] = ()

    @classmethod
    def columns(cls) -> list[str]:
        """Name the columns of the kind's own row."""
        return [one.name for one in fields(cls) if one.name not in {"thresholds", "reasons"}]


def facts_of(kind: PetitionKind) -> KindFacts:
    """Give what a version says: what the form begins from, and what the next version is compared with."""
    plain = {name: getattr(kind, name) for name in KindFacts.columns()}
    for name in ("identity_methods", "languages"):
        plain[name] = tuple(plain[name])
    for name in ("name", "eligibility_words"):
        plain[name] = dict(plain[name])
    return KindFacts(
        **plain,
        thresholds=tuple(
            ThresholdFacts(
                row.key, row.count, dict(row.title), row.duty, dict(row.owner), row.office, row.counted,
                row.days_allowed, row.remind_days,
            )
            for row in kind.thresholds.select_related("office").order_by("count", "pk")
        ),
        reasons=tuple(
            ReasonFacts(row.code, dict(row.title), dict(row.wording), dict(row.guidance), row.is_hidden)
            for row in kind.rejection_reasons.order_by("pk")
        ),
    )  # fmt: skip


def check_kind(facts: KindFacts) -> None:
    """Refuse figures that cannot work. Raises Invalid by field; rows as "thresholds-1-count", "reasons-0-code"."""
    wrong: dict[str, object] = {}
    if not KEY.fullmatch(facts.key):
        wrong["key"] = _("Use small letters, digits and hyphens.")
    if not facts.name:
        wrong["name"] = _("Enter a name.")
    for name, most in MOST.items():
        if not LEAST.get(name, 0) <= getattr(facts, name) <= most:
            wrong[name] = _("Enter a number from %(least)d to %(most)d.") % {"least": LEAST.get(name, 0), "most": most}
    if not facts.identity_methods or set(facts.identity_methods) - set(IDENTITY_METHODS):
        wrong["identity_methods"] = _("Choose how people prove who they are.")
    if set(facts.languages) - {code for code, _name in settings.LANGUAGES}:
        wrong["languages"] = _("Choose among the languages of this site.")
    _check_thresholds(facts.thresholds, wrong)
    _check_reasons(facts.reasons, wrong)
    if wrong:
        raise Invalid(fields=wrong)


def _check_thresholds(rows: Sequence[ThresholdFacts], wrong: dict[str, object]) -> None:
    for at, row in enumerate(rows):
        place = f"thresholds-{at}-"
        if not KEY.fullmatch(row.key):
            wrong[place + "key"] = _("Use small letters, digits and hyphens.")
        if row.key in {other.key for other in rows[:at]}:
            wrong[place + "key"] = _("Another threshold has this key.")
        if not 1 <= row.count <= MOST_SIGNATURES:
            wrong[place + "count"] = _("Enter how many signatures it takes.")
        if not row.title:
            wrong[place + "title"] = _("Say what it brings.")
        if row.duty not in Duty.values:
            wrong[place + "duty"] = _("Choose a duty.")
        if row.counted not in CountedFor.values:
            wrong[place + "counted"] = _("Choose which signatures count.")
        if not row.owner and row.office is None:
            wrong[place + "owner"] = _("Say who owes it.")
        if not 1 <= row.days_allowed <= MOST_WORKING_DAYS:
            wrong[place + "days_allowed"] = _("Enter a number of working days.")
        elif not 0 <= row.remind_days < row.days_allowed:
            wrong[place + "remind_days"] = _("Remind of it before its day, and not before it is owed.")
    for at, (lower, higher) in enumerate(pairwise(rows), 1):
        if higher.count <= lower.count:
            wrong.setdefault(f"thresholds-{at}-count", _("Each threshold must need more than the one before."))


def _check_reasons(rows: Sequence[ReasonFacts], wrong: dict[str, object]) -> None:
    for at, row in enumerate(rows):
        place = f"reasons-{at}-"
        if not KEY.fullmatch(row.code):
            wrong[place + "code"] = _("Use small letters, digits and hyphens.")
        if row.code in {other.code for other in rows[:at]}:
            wrong[place + "code"] = _("Another reason has this code.")
        if not row.title:
            wrong[place + "title"] = _("Say which rule it is.")
        if not row.wording:
            wrong[place + "wording"] = _("Write what the public reads.")
