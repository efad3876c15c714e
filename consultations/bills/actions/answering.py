"""The committee answers a comment: what became of it, and why."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from consultations.bills.models import OfficialAnswer
from consultations.bills.moving import move_with_counters
from consultations.bills.selectors import annotation_of
from consultations.bills.states import Outcome
from core import clock
from core.actors import Actor
from core.comments.models import Comment
from core.errors import Invalid


def answer_comment(comment: Comment, *, by: Actor, outcome: str, answer: str) -> Comment:
    """Answer a published comment in the language of the clerk; a second answer replaces or translates the first.

    Raises Invalid for an unknown outcome, an empty answer, or a reply; Forbidden for who is no clerk.
    """
    if outcome not in Outcome.values:
        raise Invalid(fields={"outcome": _("Choose what became of the comment")})
    if not answer.strip():
        raise Invalid(fields={"answer": _("Write the answer")})
    with transaction.atomic():
        move_with_counters("answer", comment, by=by, data={"outcome": outcome})
        annotation = annotation_of(comment)
        before = OfficialAnswer.objects.filter(annotation=annotation).first()
        words = {**(before.text if before else {}), get_language() or settings.LANGUAGE_CODE: answer.strip()}
        committee = annotation.version.bill.committee
        OfficialAnswer.objects.update_or_create(
            annotation=annotation,
            defaults={
                "outcome": outcome,
                "text": words,
                "answered_by": committee.name if committee else {},
                "answered_at": clock.now(),
            },
        )
    return comment
