"""What clerks do with a hearing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consultations.hearings.actions.moving import move_hearing
from consultations.hearings.models import Hearing
from core.actors import Actor
from core.errors import Invalid


def announce_hearing(hearing: Hearing, *, by: Actor) -> Hearing:
    """Make a hearing public."""
    return move_hearing("announce", hearing, by=by)


def open_hearing(hearing: Hearing, *, by: Actor) -> Hearing:
    """Take questions ahead of the day."""
    return move_hearing("open", hearing, by=by)


def start_hearing(hearing: Hearing, *, by: Actor) -> Hearing:
    """Go live."""
    return move_hearing("start", hearing, by=by)


def pause_hearing(hearing: Hearing, *, by: Actor) -> Hearing:
    """Take a break; no questions are taken in it."""
    return move_hearing("pause", hearing, by=by)


def resume_hearing(hearing: Hearing, *, by: Actor) -> Hearing:
    """Go on after a break."""
    return move_hearing("resume", hearing, by=by)


def end_hearing(hearing: Hearing, *, by: Actor) -> Hearing:
    """End a hearing. Raises WrongState while a question is on air."""
    return move_hearing("end", hearing, by=by)


def await_answers(hearing: Hearing, *, by: Actor) -> Hearing:
    """Say that written answers are owed."""
    return move_hearing("await_answers", hearing, by=by)


def archive_hearing(hearing: Hearing, *, by: Actor) -> Hearing:
    """Put a hearing on record."""
    return move_hearing("archive", hearing, by=by)


def cancel_hearing(hearing: Hearing, *, by: Actor, reason: str = "") -> Hearing:
    """Cancel a hearing that was announced and has not begun, with the reason for the public. Raises Invalid without."""
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why, in words that everybody may read")})
    return move_hearing("cancel", hearing, by=by, reason=reason.strip())
