"""Drafts: the steps beside each page, the kept file, what is checked before sending."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.evidence.models import Attachment, CallForEvidence, Submission
from consultations.evidence.presenting.published import file_words
from consultations.evidence.rendering import count_words, shown_name
from consultations.evidence.states import Concern, Wish
from core.web.numbers import number

Plain = dict[str, Any]
LONG = 3_000  # words; more is taken, and said to be much (ux.md 4 e)
PAGES = ("you", "evidence", "publication", "check")


def steps(current: str, token: str, call: CallForEvidence) -> Plain:
    """Give the list of steps with the current one, its place and their number."""
    names = {"you": _("You"), "evidence": _("Your evidence"), "publication": _("Publication"), "check": _("Check")}
    place = PAGES.index(current)
    items = []
    for index, page in enumerate(PAGES):
        state = "done" if index < place else ("now" if index == place else "")
        url = reverse(f"evidence:{page}", args=[token]) if token else ""
        items.append({"name": names[page], "url": url, "state": state})
    back = reverse(f"evidence:{PAGES[place - 1]}", args=[token]) if token and place else call.get_absolute_url()
    return {
        "steps": items,
        "step": place + 1,
        "step_count": len(items),
        "back_url": back,
        "back_name": items[place - 1]["name"] if place else _("The call"),
    }


def kept_file(attachment: Attachment | None, token: str) -> Plain | None:
    """Show the file that is kept with a draft."""
    if attachment is None:
        return None
    words = file_words(attachment.file_type, attachment.size)
    return {"name": attachment.original_name, "words": words, "url": reverse("evidence:my_file", args=[token])}


def unfinished_step(submission: Submission) -> str:
    """Give the first page of a draft that is not finished."""
    if not submission.title or not (hasattr(submission, "attachment") or submission.answers.exists()):
        return "evidence"
    is_chosen = submission.wish and (submission.wish == Wish.NAMED or submission.wish_reason)
    return "check" if is_chosen else "publication"


def check_rows(submission: Submission, token: str) -> Plain:
    """Show everything that would be sent, each part with its way back, and how long it is."""
    answers = list(submission.answers.select_related("question").order_by("question__position"))
    words = sum(count_words(row.text) for row in answers)
    attachment = getattr(submission, "attachment", None)
    words += count_words(attachment.text) if attachment else 0
    count = ngettext("%(count)s word", "%(count)s words", words) % {"count": number(words)} if words else ""
    return {"groups": [_you(submission, token), _evidence(submission, token, answers), _wish(submission, token)],
            "word_count": count, "is_long": words > LONG}  # fmt: skip


def _you(submission: Submission, token: str) -> Plain:
    url = reverse("evidence:you", args=[token])
    rows = [
        {"label": _("You write"), "value": submission.get_kind_display(), "url": url},
        {"label": _("Name"), "value": submission.name, "url": url},
    ]
    if submission.organisation:
        rows.append({"label": _("Organisation"), "value": submission.organisation, "note": submission.role, "url": url})
    rows.append({"label": _("E-mail"), "value": submission.email, "note": _("never published")})
    return {"name": _("You"), "rows": rows}


def _evidence(submission: Submission, token: str, answers: list[Any]) -> Plain:
    url = reverse("evidence:evidence", args=[token])
    rows = [{"label": _("Title"), "value": submission.title or _("Still missing"), "url": url}]
    for row in answers:
        label = _("Question %(number)s") % {"number": number(row.question.position)}
        rows.append({"label": label, "value": row.text, "url": url})
    if kept := kept_file(getattr(submission, "attachment", None), token):
        rows.append({"label": _("File"), "value": kept["name"], "note": kept["words"], "url": url})
    if len(rows) == 1:
        rows.append({"label": _("Evidence"), "value": _("Still missing"), "url": url})
    return {"name": _("Your evidence"), "rows": rows}


def _wish(submission: Submission, token: str) -> Plain:
    url = reverse("evidence:publication", args=[token])
    is_shown = submission.wish in {Wish.NAMED, Wish.ANONYMOUS}
    value = submission.get_wish_display() if submission.wish else _("Still missing")
    shown = _("Shown as: %(name)s") % {"name": shown_name(submission) or _("Name withheld")}
    rows = [{"label": _("May be published"), "value": value, "note": shown if is_shown else "", "url": url}]
    if submission.wish_reason:
        rows.append({"label": _("Your reason"), "value": submission.wish_reason, "url": url})
    if submission.concerns:
        words = "\n".join(str(Concern(concern).label) for concern in submission.concerns)
        rows.append({"label": _("Take care"), "value": words, "url": url})
    return {"name": _("Publication"), "rows": rows}
