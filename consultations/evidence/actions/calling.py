"""Writing, opening and closing calls, by a clerk or by the clock."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from consultations.evidence.lifecycle import CALL
from consultations.evidence.models import CallForEvidence, Inquiry, Question
from consultations.evidence.states import CallState
from core import clock, events
from core.accounts.rules import is_committee_clerk, works_for
from core.actors import CLOCK, Actor
from core.errors import DomainError, Forbidden, Invalid, WrongState
from core.fields import TranslatedText
from core.institution.facts import default_language
from core.parliament.models import Committee

Texts = dict[str, str]
LONGEST_CALL = timedelta(days=5 * 366)


@dataclass(frozen=True)
class CallFacts:
    """What a clerk writes: committee, three letters, texts by language, questions, last day, perhaps a first day."""

    committee: Committee
    code: str
    title: Texts
    closes_on: date
    questions: Sequence[Texts]
    summary: Texts
    terms: Texts
    opens_on: date | None = None


def save_call(call: CallForEvidence | None, facts: CallFacts, *, by: Actor) -> CallForEvidence:
    """Write a draft of a call, or write one anew; gives the call. Its questions are replaced as a whole.

    Raises Invalid with the field for what breaks a rule, Forbidden for other committees' clerks, WrongState once open.
    """
    if not works_for(by, facts.committee.pk):
        raise Forbidden()
    _check(facts)
    with transaction.atomic():
        call = _to_be_changed(call, by) if call else CallForEvidence(slug=_free_slug(facts))
        _check_opening(call, facts)
        inquiry = _inquiry(facts)
        call.inquiry, call.title, call.summary = inquiry, TranslatedText(facts.title), TranslatedText(facts.summary)
        call.terms, call.closes_at = TranslatedText(facts.terms), clock.end_of_day(facts.closes_on)
        call.opens_at = _first_minute(facts.opens_on) if facts.opens_on else None
        call.save()
        call.questions.all().delete()
        Question.objects.bulk_create(
            Question(call=call, position=place, text=text) for place, text in enumerate(facts.questions, 1)
        )
        events.record("call.write", call, actor=by, to_state=call.state, public=False)
    return call


def open_call(call: CallForEvidence, *, by: Actor) -> CallForEvidence:
    """Open a call. Raises WrongState without questions or after its deadline, Forbidden, Conflict."""
    CALL.fire("open", call, by=by)
    return call


def close_call(call: CallForEvidence, *, by: Actor) -> CallForEvidence:
    """Close a call before its deadline. Raises Forbidden, WrongState, Conflict."""
    CALL.fire("close", call, by=by)
    return call


def open_due_calls() -> int:
    """Open every call whose moment has come and that can be answered; gives how many. The schedule calls it."""
    due = CallForEvidence.objects.filter(state=CallState.DRAFT, opens_at__lte=clock.now(), closes_at__gt=clock.now())
    return sum(_open(call) for call in due)


def close_due_calls() -> int:
    """Close every call whose deadline has passed; gives how many. The schedule calls it."""
    due = CallForEvidence.objects.filter(state=CallState.OPEN, closes_at__lt=clock.now())
    return len(CALL.fire_many("close", due, by=CLOCK))


def _open(call: CallForEvidence) -> bool:
    try:
        CALL.fire("open", call, by=CLOCK)
    except DomainError:
        return False  # no question yet, or a clerk was faster
    return True


def _to_be_changed(call: CallForEvidence, by: Actor) -> CallForEvidence:
    """Give a draft as it stands now, locked: neither the clock nor another committee's clerk comes in between."""
    rows = CallForEvidence.objects.select_for_update(of=("self",)).select_related("inquiry")
    locked = rows.get(pk=call.pk)
    if not is_committee_clerk(by, locked):
        raise Forbidden()
    if locked.state != CallState.DRAFT:
        raise WrongState(_("An open call can no longer be changed."))
    return locked


def _check(facts: CallFacts) -> None:
    main = default_language()
    if not re.fullmatch(r"[A-Z]{3}", facts.code):
        raise Invalid(fields={"code": _("Give three capital letters, for example REN.")})
    if not facts.title.get(main):
        raise Invalid(fields={f"title_{main}": _("Give the call a title.")})
    if facts.closes_on <= clock.today():
        raise Invalid(fields={"closes_on": _("Choose a day after today.")})
    if facts.closes_on > clock.today() + LONGEST_CALL:
        raise Invalid(fields={"closes_on": _("Choose a day within the next five years.")})
    if facts.opens_on and facts.opens_on > facts.closes_on:
        raise Invalid(fields={"opens_on": _("A call opens before it closes.")})
    for language, _name in settings.LANGUAGES:
        missing = [text for text in facts.questions if not text.get(language)]
        if missing and (language == main or len(missing) < len(facts.questions)):
            words = _("Write as many questions in each language, one a line.")
            raise Invalid(fields={f"questions_{language}": words})


def _check_opening(call: CallForEvidence, facts: CallFacts) -> None:
    """Refuse a first day that has gone by: the clock would open the call at once. One that stood there may stay."""
    if facts.opens_on is None or facts.opens_on >= clock.today():
        return
    if call.opens_at is None or call.opens_at.astimezone(clock.parliament_zone()).date() != facts.opens_on:
        raise Invalid(fields={"opens_on": _("Choose today or a day after today.")})


def _inquiry(facts: CallFacts) -> Inquiry:
    """Give the inquiry of the three letters; a new one takes the call's title."""
    inquiry, _made = Inquiry.objects.get_or_create(
        code=facts.code, defaults={"committee": facts.committee, "title": TranslatedText(facts.title)}
    )
    if inquiry.committee_id != facts.committee.pk:
        raise Invalid(fields={"code": _("Another committee uses these letters.")})
    return inquiry


def _free_slug(facts: CallFacts) -> str:
    base = slugify(facts.title[default_language()])[:40].strip("-") or facts.code.lower()
    taken = set(CallForEvidence.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{place}" for place in range(2, len(taken) + 3))
    return base if base not in taken else next(slug for slug in numbered if slug not in taken)


def _first_minute(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=clock.parliament_zone())
