"""A comment's move with the counters of its clause: one transaction, so that they never part."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from consultations.bills.counting import count_annotation
from consultations.bills.selectors import annotation_of
from core.actors import Actor
from core.comments.actions import move_comment
from core.comments.models import Comment


def move_with_counters(verb: str, comment: Comment, *, by: Actor, **facts: Any) -> Comment:
    """Make a move of the comment's life cycle; a top comment that appears or vanishes is counted."""
    with transaction.atomic():
        was_shown = comment.is_shown
        move_comment(verb, comment, by=by, **facts)
        change = int(comment.is_shown) - int(was_shown)
        if change and comment.root_id is None:
            count_annotation(annotation_of(comment), change)
    return comment
