"""Writing a hearing: what, when, who is heard; until it goes live."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from consultations.hearings.models import AgendaItem, Hearing, Witness
from consultations.hearings.numbering import lock
from consultations.hearings.rules import is_hearings_clerk
from consultations.hearings.states import HearingState
from core import events
from core.accounts.rules import works_for
from core.actors import Actor
from core.errors import Forbidden, Invalid, WrongState
from core.fields import TranslatedText
from core.parliament.models import Committee

MAY_CHANGE = (HearingState.DRAFT, HearingState.ANNOUNCED, HearingState.OPEN)
Text = dict[str, str]


@dataclass(frozen=True)
class HearingFacts:
    """What a clerk gives. `agenda`: (moment, title by language); `witnesses`: (name, role), each by language."""

    committee: Committee
    title: Text
    summary: Text
    place: Text
    starts_at: datetime
    ends_at: datetime
    questions_until: datetime | None = None
    answers_due_on: date | None = None
    agenda: Sequence[tuple[datetime, Text]] = field(default=())
    witnesses: Sequence[tuple[Text, Text]] = field(default=())


def save_hearing(hearing: Hearing | None, facts: HearingFacts, *, by: Actor) -> Hearing:
    """Write a draft, or change a hearing that is not live yet; gives the hearing. Agenda and witnesses are replaced.

    Witnesses who stand keep their papers. Raises Invalid with the field, Forbidden for other committees' clerks,
    WrongState once it is live.
    """
    if not works_for(by, facts.committee.pk):
        raise Forbidden()
    _check(facts)
    with transaction.atomic():
        hearing = _to_be_changed(hearing, by) if hearing else Hearing(slug=_free_slug(facts))
        hearing.committee, hearing.chamber = facts.committee, facts.committee.chamber
        hearing.title, hearing.summary = TranslatedText(facts.title), TranslatedText(facts.summary)
        hearing.place, hearing.answers_due_on = TranslatedText(facts.place), facts.answers_due_on
        hearing.starts_at, hearing.ends_at = facts.starts_at, facts.ends_at
        hearing.questions_until = facts.questions_until or facts.ends_at
        hearing.save()
        _write_agenda(hearing, facts)
        _write_witnesses(hearing, facts)
        events.record("hearing.write", hearing, actor=by, to_state=hearing.state, public=False)
    return hearing


def _to_be_changed(hearing: Hearing, by: Actor) -> Hearing:
    """Give a hearing as it stands now, under its lock: what happens to it meanwhile is not written over."""
    locked = lock(hearing.pk)
    if not is_hearings_clerk(by, locked):
        raise Forbidden()
    if locked.state not in MAY_CHANGE:
        raise WrongState(_("A hearing that has begun can no longer be changed."))
    return locked


def _check(facts: HearingFacts) -> None:
    wrong: dict[str, object] = {}
    if not any(facts.title.values()):
        wrong["title"] = _("Enter the title")
    if facts.ends_at <= facts.starts_at:
        wrong["ends"] = _("The end must come after the beginning")
    if facts.questions_until and facts.questions_until > facts.ends_at:
        wrong["questions_until"] = _("Questions end with the hearing at the latest")
    if wrong:
        raise Invalid(fields=wrong)


def _free_slug(facts: HearingFacts) -> str:
    base = slugify(TranslatedText(facts.title).in_language("en"))[:70] or "hearing"
    taken = set(Hearing.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{turn}" for turn in range(2, 1000))) if slug not in taken)


def _write_agenda(hearing: Hearing, facts: HearingFacts) -> None:
    hearing.agenda.all().delete()
    AgendaItem.objects.bulk_create(
        AgendaItem(hearing=hearing, title=title, starts_at=moment) for moment, title in facts.agenda
    )


def _write_witnesses(hearing: Hearing, facts: HearingFacts) -> None:
    keys = []
    for place, (name, role) in enumerate(facts.witnesses):
        keys.append(slugify(TranslatedText(name).in_language("en"), allow_unicode=True)[:60] or f"witness-{place}")
        Witness.objects.update_or_create(
            hearing=hearing, key=keys[-1], defaults={"name": name, "role": role, "place_in_order": place}
        )
    hearing.witnesses.exclude(key__in=keys).delete()
