"""What petitioner and clerk write to each other while a petition is being checked (docs/decisions/0025).

Decision 26 knows no state for it: a petition that waits for its petitioner stays in moderation, with `asked_at` set.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import Invalid, WrongState
from core.lifecycle import Changes
from petitions.lifecycle.guards import enter_moderation, look_again
from petitions.models import Petition
from petitions.models.petitions import ACTION_LENGTH, Words

NOTHING_ASKED: Changes = {"asked_at": None, "asked_words": "", "proposed_action": ""}


def begin_gathering(petition: Petition) -> Changes:
    """Say until when supporters are looked for: the last minute of the last day that the kind allows."""
    return {"gathers_until": clock.end_of_day(clock.today() + timedelta(days=petition.kind.gathering_days))}


def waits_for_petitioner(petition: Petition) -> None:
    """Guard: raises WrongState where nobody asked the petitioner for anything."""
    if petition.asked_at is None:
        raise WrongState(_("Nothing was asked, or it is answered already."))


def waits_for_yes(petition: Petition) -> None:
    """Guard: raises WrongState where no title waits for the petitioner's yes."""
    if not petition.proposed_action:
        raise WrongState(_("No title waits for an answer, or it is answered already."))


def waits_for_nobody(petition: Petition) -> None:
    """Guard: raises WrongState while the petitioner is asked for changes or for a yes to a title."""
    if petition.asked_at is not None:
        raise WrongState(_("The petitioner was asked and has not answered yet."))


def keep_question(petition: Petition, *, words: str) -> Changes:
    """Keep what a clerk wants changed, in words for the petitioner. Raises Invalid without them."""
    if not words.strip():
        raise Invalid(fields={"reason": _("Say what should be changed. The petitioner reads this.")})
    return {"asked_at": clock.now(), "asked_words": words.strip(), "proposed_action": ""}


def keep_title(petition: Petition, *, action: str, words: str = "") -> Changes:
    """Keep the title that a clerk proposes. Raises Invalid for one that is no other, too short or too long."""
    action = " ".join(action.split())
    if not 10 <= len(action) <= ACTION_LENGTH or action == petition.action:
        raise Invalid(fields={"title": _("Write another title, in 10 to 120 characters.")})
    return {"asked_at": clock.now(), "asked_words": words.strip(), "proposed_action": action}


def take_back(petition: Petition) -> Changes:
    """Wait for the petitioner no longer."""
    return dict(NOTHING_ASKED)


def take_texts(petition: Petition, *, words: Words) -> Changes:
    """Take a petitioner's new text as the next version; the moderators' clock starts anew."""
    return {**NOTHING_ASKED, **next_text(petition, words), **enter_moderation(petition)}


def take_title(petition: Petition) -> Changes:
    """Take the title that was proposed, as the next version; the moderators' clock starts anew."""
    now = Words(petition.language, petition.proposed_action, petition.background, petition.details)
    return take_texts(petition, words=now)


def keep_own_title(petition: Petition) -> Changes:
    """Keep the petitioner's own title; the moderators' clock starts anew."""
    return {**NOTHING_ASKED, **enter_moderation(petition)}


def resubmit(petition: Petition, *, words: Words) -> Changes:
    """Take a rejected petition's new text back to the moderators; its number and its supporters stay."""
    return {**NOTHING_ASKED, **next_text(petition, words), **look_again(petition)}


def next_text(petition: Petition, words: Words) -> Changes:
    """Give the changes of a new text. Raises Invalid where it is the text that stands already."""
    now = (petition.action, petition.background, petition.details)
    new = (words.action, words.background, words.details)
    if now == new:
        raise Invalid(_("This is the text that stands already. Change it before you send it."))
    return {
        "action": words.action, "background": words.background, "details": words.details,
        "text_version": petition.text_version + 1,
    }  # fmt: skip


def correct_text(petition: Petition, *, words: Words, note: str) -> Changes:
    """Give a published petition its corrected text. Raises Invalid without a public note."""
    if not note.strip():
        raise Invalid(fields={"note": _("Say in public what was corrected, and why.")})
    return next_text(petition, words)
