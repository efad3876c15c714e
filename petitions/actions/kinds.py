"""Kinds of petition, in versions. A version in use is never edited: a change makes the next one.

So a kind that is changed in mid-life changes no petition that is under way: each keeps the version it began under.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext, gettext_noop, override

from core.actors import Actor
from core.errors import Forbidden, Invalid, NotFound
from core.institution.actions import record
from core.institution.facts import codes
from core.institution.rules import may_set_up
from core.parliament.selectors import main_chamber
from petitions.kind_facts import KindFacts, ReasonFacts, ThresholdFacts, check_kind, facts_of
from petitions.models import PetitionKind, RejectionReason, Threshold
from petitions.states import Duty

KEY = "public-petition"
NAME = gettext_noop("Public petition")
# key, words, who owes it.
ANSWER = ("answer", gettext_noop("An answer"), gettext_noop("The Government"), Duty.RESPOND)
DEBATE = ("debate", gettext_noop("A debate in the House"), gettext_noop("The whole House"), Duty.DEBATE)
# What most parliaments' rules say; staff word them anew in the back office.
REASONS = (
    ("not-our-matter", gettext_noop("Not a matter for this Parliament"),
     gettext_noop("Petitions can only ask for what Parliament or the Government decides.")),
    ("duplicate", gettext_noop("There is one already"),
     gettext_noop("An open petition asks for the same. Sign that one, so that your voices count together.")),
    ("not-clear", gettext_noop("It is not clear what is asked"),
     gettext_noop("Say in one sentence what Parliament or the Government should do.")),
    ("private-matter", gettext_noop("A private matter or a case before a court"),
     gettext_noop("We cannot publish what is about one person, or what a court has to decide.")),
    ("unlawful", gettext_noop("Offensive, false or against the law"),
     gettext_noop("We cannot publish insults, false claims about people, or calls to break the law.")),
)  # fmt: skip


@dataclass(frozen=True)
class Figures:
    """The figures of a kind that the set-up asks for."""

    supporters_needed: int
    moderation_days: int
    duration_days: int
    answer_at: int
    debate_at: int


def revise_kind(facts: KindFacts, *, by: Actor) -> PetitionKind:
    """Make the next version of a kind, or the first of a new one; the same facts make none. Gives the version in force.

    New petitions start under it; those under way keep theirs. Raises Forbidden, Invalid by field
    ("thresholds-1-count").
    """
    if not may_set_up(by, None):
        raise Forbidden
    check_kind(facts)
    with transaction.atomic():
        versions = list(PetitionKind.objects.select_for_update().filter(key=facts.key).order_by("version"))
        current = next((kind for kind in reversed(versions) if kind.is_current), None)
        if current is not None and facts_of(current) == facts:
            return current
        PetitionKind.objects.filter(key=facts.key, is_current=True).update(is_current=False)
        kind = _write(facts, version=versions[-1].version + 1 if versions else 1)
        record("institution.revise_kind", by=by, data={"kind": kind.key, "version": kind.version})
    return kind


def retire_kind(key: str, *, by: Actor) -> None:
    """Let no new petition start under a kind. Raises Forbidden, NotFound, Invalid for the last one in force."""
    if not may_set_up(by, None):
        raise Forbidden
    with transaction.atomic():
        current = list(PetitionKind.objects.select_for_update().filter(is_current=True))
        mine = [kind for kind in current if kind.key == key]
        if not mine:
            raise NotFound
        if len(mine) == len(current):
            raise Invalid(gettext("One kind must stay, or nobody can start a petition."))
        PetitionKind.objects.filter(key=key).update(is_current=False)
        record("institution.retire_kind", by=by, data={"kind": key})


def set_up_kind(figures: Figures, *, by: Actor) -> PetitionKind:
    """Make the next version of the public petition with the figures of the set-up; what else it says stays.

    Raises Forbidden, Invalid where a debate needs no more signatures than an answer.
    """
    if not may_set_up(by, None):
        raise Forbidden
    if figures.debate_at <= figures.answer_at:
        raise Invalid(fields={"debate_at": gettext("A debate must need more signatures than an answer.")})
    now = _current()
    known = facts_of(now) if now else _first_facts()
    counts = {ANSWER[0]: figures.answer_at, DEBATE[0]: figures.debate_at}
    facts = replace(
        known, supporters_needed=figures.supporters_needed, moderation_days=figures.moderation_days,
        duration_days=figures.duration_days, thresholds=_two_thresholds(known, counts),
    )  # fmt: skip
    return revise_kind(facts, by=by)


def current_figures() -> Figures | None:
    """Give the figures in force; None where this kind is not set up, or was given other thresholds by hand."""
    kind = _current()
    if kind is None:
        return None
    counts = dict(kind.thresholds.values_list("key", "count"))
    if set(counts) != {ANSWER[0], DEBATE[0]}:
        return None
    return Figures(
        kind.supporters_needed, kind.moderation_days, kind.duration_days, counts[ANSWER[0]], counts[DEBATE[0]]
    )


def figures_in_force() -> Figures | None:
    """Give the figures that a set-up begins with: those of its own kind, else those of the first kind in force.

    There the lowest thresholds with an answer and a debate count; None where no kind is in force, or one has not both.
    """
    if (own := current_figures()) is not None:
        return own
    kind = _current() or PetitionKind.objects.filter(is_current=True).order_by("pk").first()
    if kind is None:
        return None
    counts: dict[str, int] = {}
    for duty, count in kind.thresholds.order_by("-count").values_list("duty", "count"):
        counts[duty] = count
    if not {Duty.RESPOND, Duty.DEBATE} <= set(counts):
        return None
    return Figures(
        kind.supporters_needed, kind.moderation_days, kind.duration_days, counts[Duty.RESPOND], counts[Duty.DEBATE]
    )


def _current() -> PetitionKind | None:
    return PetitionKind.objects.filter(key=KEY, is_current=True).order_by("-version").first()


def _first_facts() -> KindFacts:
    reasons = tuple(ReasonFacts(code, _in_all(title), _in_all(wording)) for code, title, wording in REASONS)
    return KindFacts(key=KEY, name=_in_all(NAME), chamber=main_chamber(), reasons=reasons)


def _two_thresholds(known: KindFacts, counts: dict[str, int]) -> tuple[ThresholdFacts, ...]:
    """Give the set-up's two thresholds; what else the kind says of them stays."""
    rows = {row.key: row for row in known.thresholds}
    return tuple(
        replace(rows[key], count=counts[key])
        if key in rows
        else ThresholdFacts(key, counts[key], _in_all(title), duty, owner=_in_all(owner))
        for key, title, owner, duty in (ANSWER, DEBATE)
    )


def _write(facts: KindFacts, *, version: int) -> PetitionKind:
    plain: dict[str, Any] = {name: getattr(facts, name) for name in facts.columns()}
    kind = PetitionKind.objects.create(version=version, **plain)
    Threshold.objects.bulk_create(Threshold(kind=kind, **row.columns()) for row in facts.thresholds)
    RejectionReason.objects.bulk_create(RejectionReason(kind=kind, **row.columns()) for row in facts.reasons)
    return kind


def _in_all(words: str) -> dict[str, str]:
    """Give words of the software in every language on offer."""
    found = {}
    for code in codes():
        with override(code):
            found[code] = gettext(words)
    return found
