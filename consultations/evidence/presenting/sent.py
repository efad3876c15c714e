"""A submission that was sent, as its sender sees it: the way so far and the receipt."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from consultations.evidence.models import Submission
from consultations.evidence.states import SubmissionState as S

Plain = dict[str, Any]


def way_so_far(submission: Submission) -> list[Plain]:
    """Show the way from receipt to publication; a way that ends early shows its end."""
    if submission.state in {S.RETURNED, S.WITHDRAWN}:
        end = _knot("now", S(submission.state).label, submission.ended_at)
        return [_knot("done", S.SUBMITTED.label, submission.submitted_at), end] if submission.submitted_at else [end]
    last = S.KEPT_CONFIDENTIAL if submission.state == S.KEPT_CONFIDENTIAL else S.PUBLISHED
    order = [
        (S.SUBMITTED, submission.submitted_at),
        (S.IN_REVIEW, None),
        (S.ACCEPTED, submission.accepted_at),
        (last, submission.published_at),
    ]
    here = [state for state, _moment in order].index(S(submission.state))
    is_over = here == len(order) - 1
    knots = []
    for place, (state, moment) in enumerate(order):
        mark = "done" if place < here or is_over else ("now" if place == here else "")
        knots.append(_knot(mark, state.label, moment))
    return knots


def receipt_rows(submission: Submission) -> list[Plain]:
    """List what a sender may need: receipt number, evidence number, title, when it came in."""
    rows = [{"label": _("Receipt number"), "value": submission.receipt or "–"}]
    if submission.label:
        rows.append({"label": _("Evidence number"), "value": submission.label})
    rows.append({"label": _("Title"), "value": submission.title})
    rows.append({"label": _("Call"), "value": str(submission.call.title)})
    return rows


def _knot(state: str, name: Any, moment: Any = None) -> Plain:
    return {"state": state, "name": str(name), **({"when": moment, "style": "date"} if moment else {})}
