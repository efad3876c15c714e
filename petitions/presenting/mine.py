"""One's own petition as its petitioner sees it: where it stands, what happens next, what can be done."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from core.events.models import Event
from core.moderation.links import appeal_link
from core.web.numbers import number
from core.web.times import in_house_zone
from petitions.models import Petition
from petitions.presenting.page import TAGS, way_to_publication
from petitions.states import PetitionState as S

Plain = dict[str, Any]
REFUSING = ("petition.reject", "petition.refuse", "petition.hide", "petition.remove")


def standing(petition: Petition) -> Plain:
    """Answer in two lines where it stands: {tag, words, lede}."""
    return {"tag": TAGS[petition.state], "words": _state_words(petition), "lede": _lede(petition)}


def _state_words(petition: Petition) -> str:
    if petition.proposed_action:
        return _("We propose another title")
    if petition.asked_at:
        return _("Changes asked")
    if is_lapsed(petition):
        return _("Not enough supporters in time")
    return str(petition.get_state_display())


def _lede(petition: Petition) -> str:
    words = {
        S.GATHERING_SUPPORTERS: _("Send the link below to people who want the same."),
        S.REJECTED: _("The reason is below, and what you can do."),
        S.HIDDEN: _("Its text is shown to nobody. Only you see this page."),
        S.OPEN: _("Everybody can read and sign it."),
        S.PAUSED: _("Nobody can sign it for the time being."),
        S.CLOSED: _("No more signatures are taken."),
        S.WITHDRAWN: _("Nobody works on it any more."),
        S.DRAFT: _("Your address is not confirmed yet."),
    }  # fmt: skip
    if petition.state == S.IN_MODERATION:
        return _("It waits for your answer.") if petition.asked_at else in_review(petition)
    return words.get(S(petition.state), "")


def in_review(petition: Petition) -> str:
    """Say on which day of its check a petition is, and how many days it usually takes."""
    begun = petition.submitted_at or clock.now()
    day = (clock.today() - in_house_zone(begun).date()).days + 1
    usual = petition.kind.moderation_days
    shown = {"day": number(day), "days": number(usual)}
    if day > usual:
        return (
            _("A moderator reads it: day %(day)s. It takes longer than the usual %(days)s days. You need do nothing.")
            % shown
        )
    return ngettext(
        "A moderator reads it: day %(day)s. It usually takes %(days)s day.",
        "A moderator reads it: day %(day)s. It usually takes %(days)s days.", usual,
    ) % shown  # fmt: skip


def is_lapsed(petition: Petition) -> bool:
    """Tell whether the time for finding supporters ended it."""
    until = petition.gathers_until
    ended = petition.closed_at
    return (
        petition.state == S.WITHDRAWN
        and until is not None
        and ended is not None
        and ended >= until
        and not (petition.submitted_at)
    )


def can_start_again(petition: Petition) -> bool:
    """Tell whether its text may begin a new draft: it ended and was never open."""
    return petition.state in {S.WITHDRAWN, S.CLOSED} and petition.opened_at is None


def way_of(petition: Petition) -> list[Plain]:
    """Show the way to publication; one that ended before shows its end."""
    steps = way_to_publication(petition)
    if petition.state in {S.REJECTED, S.HIDDEN, S.WITHDRAWN, S.CLOSED} and petition.opened_at is None:
        done = [step for step in steps if step.get("when")]
        ended = petition.rejected_at or petition.closed_at
        steps = [{**step, "state": "done"} for step in done]
        steps.append(
            {"state": "now", "name": _state_words(petition), **({"when": ended, "style": "date"} if ended else {})}
        )
    return steps


def refusal(petition: Petition) -> Plain | None:
    """Say why it was refused: the rule in words, the clerk's words, the sentence; None where it was not.

    For the petitioner alone where the reason hides the text; `appeal_url` leads to the appeal.
    """
    if petition.state not in {S.REJECTED, S.HIDDEN}:
        return None
    reason = petition.rejection_reason
    event = Event.objects.filter(subject_id=petition.public_id, verb__in=REFUSING).order_by("-id").first()
    url = appeal_link(event, _language(petition)) if event else ""
    return {
        "title": str(reason.title) if reason else _("It was hidden"),
        "wording": str(reason.wording) if reason else "", "guidance": str(reason.guidance) if reason else "",
        "details": petition.rejection_details or (event.reason if event and not reason else ""),
        "sentence": petition.rejection_sentence, "appeal_url": url, "is_hidden": petition.state == S.HIDDEN,
    }  # fmt: skip


def _language(petition: Petition) -> str:
    return petition.petitioner.language if petition.petitioner else petition.language


def text_rows(petition: Petition) -> list[Plain]:
    """Show the text as it stands."""
    rows = [
        {"label": _("What should happen"), "value": petition.action},
        {"label": _("Why it matters"), "value": petition.background},
    ]
    if petition.details:
        rows.append({"label": _("More details and sources"), "value": petition.details})
    if petition.differs_because:
        rows.append({"label": _("How it differs"), "value": petition.differs_because})
    return [{**row, "lang": petition.language} for row in rows]


def ways_on(petition: Petition, verbs: Collection[str], key: str) -> Plain:
    """Give the addresses of what the petitioner can do now; what is not possible is empty."""

    def to(name: str, *needed: str) -> str:
        return reverse(f"petitions:{name}", args=[key]) if set(needed) & set(verbs) else ""

    return {
        "change": to("petition_change", "change", "resubmit") if not petition.proposed_action else "",
        "title": to("petition_title", "accept_title"),
        "withdraw": to("petition_withdraw", "withdraw"),
        "again": reverse("petitions:petition_again", args=[key]) if can_start_again(petition) else "",
    }  # fmt: skip
