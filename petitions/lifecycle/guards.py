"""What must hold before a petition moves, and what a move writes beside its state."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import Invalid, WrongState
from core.events.models import Event
from core.lifecycle import Changes
from petitions.models import Petition, PetitionKind, RejectionReason
from petitions.states import PetitionState as S
from petitions.states import SignatureState as G


def has_enough_supporters(petition: Petition) -> None:
    """Guard: raises WrongState while supporters are missing."""
    confirmed = petition.signatures.filter(state=G.CONFIRMED).count()
    if confirmed < petition.kind.supporters_needed:
        raise WrongState(_("The petition still needs supporters."))


def deadline_has_passed(petition: Petition) -> None:
    """Guard: raises WrongState before the closing moment."""
    if petition.closes_at is None or petition.closes_at > clock.now():
        raise WrongState(_("The petition is still open."))


def enter_moderation(petition: Petition) -> Changes:
    """Start the moderation clock."""
    return {"submitted_at": clock.now()}


def next_number() -> int:
    """Give the next number of the House; the caller's transaction holds the line until it is written.

    All kinds share one row of numbers, so all wait at one place: the row of the oldest kind.
    """
    PetitionKind.objects.select_for_update(no_key=True).order_by("pk").first()
    return int(Petition.objects.aggregate(last=Max("number"))["last"] or 1000) + 1


def open_for_its_duration(petition: Petition) -> Changes:
    """Give the next number and the closing date: the last minute of the last day of the kind's duration."""
    number = petition.number or next_number()
    last_day = clock.today() + timedelta(days=petition.kind.duration_days)
    return {"number": number, "opened_at": clock.now(), "closes_at": clock.end_of_day(last_day)}


def keep_reason(petition: Petition, *, reason_code: str = "", details: str = "", sentence: str = "") -> Changes:
    """Keep why a petition is refused, and which sentence of it breaks the rule.

    Raises Invalid for a code that its kind does not know, or for a sentence that does not stand in the text.
    """
    found = RejectionReason.objects.filter(kind=petition.kind_id, code=reason_code).first()
    if found is None:
        raise Invalid(fields={"reason_code": _("Choose the rule that the petition breaks.")})
    sentence = " ".join(sentence.split())
    texts = (petition.action, petition.background, petition.details)
    if sentence and not any(sentence in " ".join(text.split()) for text in texts):
        raise Invalid(fields={"sentence": _("This sentence does not stand in the petition. Copy it from there.")})
    return {
        "rejection_reason": found, "rejection_details": details, "rejected_at": clock.now(),
        "rejection_sentence": sentence, "number": petition.number or next_number(),
    }  # fmt: skip


def look_again(petition: Petition) -> Changes:
    """Put a petition back on the moderators' desk: its clock starts anew, the reason goes.

    It is as one that was never open, so that nobody sees its text where it ends before a moderator opens it anew.
    """
    return {
        **enter_moderation(petition), "rejection_reason": None, "rejection_details": "", "rejection_sentence": "",
        "rejected_at": None, "asked_at": None, "asked_words": "", "proposed_action": "", "removed_by_order": "",
        "opened_at": None, "closes_at": None, "paused_at": None,
    }  # fmt: skip


def was_open(petition: Petition) -> None:
    """Guard: raises WrongState for a petition that was never open, or had ended when it was hidden."""
    if petition.opened_at is None:
        raise WrongState(_("This petition was never open."))
    had_not_ended(petition)


def had_not_ended(petition: Petition) -> None:
    """Guard: raises WrongState for a petition that had ended when it was hidden: it takes no signatures any more."""
    if petition.closed_at is not None:
        raise WrongState()


def had_closed(petition: Petition) -> None:
    """Guard: raises WrongState for a petition that had not closed when it was hidden."""
    if petition.closed_at is None or hidden_from(petition) == S.WITHDRAWN:
        raise WrongState()


def had_been_withdrawn(petition: Petition) -> None:
    """Guard: raises WrongState for a petition that its petitioner had not withdrawn when it was hidden."""
    if hidden_from(petition) != S.WITHDRAWN:
        raise WrongState()


def hidden_from(petition: Petition) -> str:
    """Give the state in which a petition stood when it was hidden, by its newest event that says so; "" by none."""
    rows = Event.objects.filter(subject_id=petition.public_id, to_state=S.HIDDEN).exclude(from_state=S.HIDDEN)
    return rows.order_by("-id").values_list("from_state", flat=True).first() or ""


def close_now(petition: Petition) -> Changes:
    """Keep the moment of closing."""
    return {"closed_at": clock.now()}


def reopen_until(petition: Petition, *, closes_at: Any) -> Changes:
    """Open again until a moment."""
    return {"closes_at": closes_at, "closed_at": None}
