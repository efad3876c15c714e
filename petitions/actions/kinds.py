"""Setting up a kind of petition. A version in use is never edited: a change makes the next one."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext, gettext_noop, override

from core.actors import Actor
from core.errors import Forbidden, Invalid
from core.institution.facts import codes
from core.institution.rules import may_set_up
from core.parliament.selectors import main_chamber
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
    """The figures of a kind."""

    supporters_needed: int
    moderation_days: int
    duration_days: int
    answer_at: int
    debate_at: int


def set_up_kind(figures: Figures, *, by: Actor) -> PetitionKind:
    """Make the next version of the public petition and let new petitions start under it; the same figures make none.

    Raises Forbidden, Invalid where a debate needs no more signatures than an answer.
    """
    if not may_set_up(by, None):
        raise Forbidden
    if figures.debate_at <= figures.answer_at:
        raise Invalid(fields={"debate_at": gettext("A debate must need more signatures than an answer.")})
    with transaction.atomic():
        list(PetitionKind.objects.select_for_update().filter(key=KEY))
        now = current_figures()
        if now == figures:
            return PetitionKind.objects.get(key=KEY, is_current=True)
        version = (PetitionKind.objects.filter(key=KEY).aggregate(last=Max("version"))["last"] or 0) + 1
        PetitionKind.objects.filter(is_current=True).update(is_current=False)
        kind = PetitionKind.objects.create(
            key=KEY, version=version, name=_in_all(NAME), chamber=main_chamber(),
            supporters_needed=figures.supporters_needed, moderation_days=figures.moderation_days,
            duration_days=figures.duration_days,
        )  # fmt: skip
        _write_duties(kind, figures)
        RejectionReason.objects.bulk_create(
            RejectionReason(kind=kind, code=code, title=_in_all(title), wording=_in_all(wording))
            for code, title, wording in REASONS
        )
    return kind


def current_figures() -> Figures | None:
    """Give the figures in force; None where this kind is not set up, or was given other thresholds by hand."""
    kind = PetitionKind.objects.filter(key=KEY, is_current=True).order_by("-version").first()
    if kind is None:
        return None
    counts = dict(kind.thresholds.values_list("key", "count"))
    if set(counts) != {ANSWER[0], DEBATE[0]}:
        return None
    return Figures(
        kind.supporters_needed, kind.moderation_days, kind.duration_days, counts[ANSWER[0]], counts[DEBATE[0]]
    )


def _write_duties(kind: PetitionKind, figures: Figures) -> None:
    Threshold.objects.bulk_create(
        Threshold(kind=kind, key=key, count=count, title=_in_all(title), owner=_in_all(owner), duty=duty)
        for (key, title, owner, duty), count in ((ANSWER, figures.answer_at), (DEBATE, figures.debate_at))
    )


def _in_all(words: str) -> dict[str, str]:
    """Give words of the software in every language on offer."""
    found = {}
    for code in codes():
        with override(code):
            found[code] = gettext(words)
    return found
