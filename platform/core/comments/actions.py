"""Writing comments: the one way a comment or reply comes to its place in a thread."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from core import clock
from core.actors import Actor
from core.comments.lifecycle import COMMENT
from core.comments.models import STEP, Comment
from core.comments.states import CommentState, ShownAs
from core.errors import Invalid
from core.privacy.notice import current_notice
from core.verification.models import Participant

MAX_CHARACTERS = 2000  # ux.md section 4 (c)
MAX_LEVEL = 4  # deeper threads cannot be read on a phone


def write_comment(
    target: models.Model,
    *,
    text: str,
    language: str,
    author: Participant,
    shown_as: str = ShownAs.NAME,
    shown_name: str = "",
    parent: Comment | None = None,
) -> Comment:
    """Write an unconfirmed comment under a record (with `public_id`), or a reply to one under the same record.

    The caller's transaction holds what goes with it, and its event.
    Raises Invalid for an empty or too long text, and for a parent that is hidden, too deep or under another record.
    """
    _check(target, text, parent)
    with transaction.atomic():
        comment = Comment(
            content_type=ContentType.objects.get_for_model(target),
            object_pk=str(target.pk),
            site_id=settings.SITE_ID,
            subject_id=target.public_id,  # type: ignore[attr-defined]
            comment=text.strip(),
            submit_date=clock.now(),
            is_public=False,
            language=language,
            author=author,
            shown_as=shown_as,
            shown_name=shown_name if shown_as == ShownAs.NAME else "",
            notice_version=current_notice(),
            **(_place_under(parent) if parent else {}),
        )
        comment.save(force_insert=True)
        if parent is None:
            # The package's own columns keep their meaning: a root is its own parent and thread.
            Comment.objects.filter(pk=comment.pk).update(parent_id=comment.pk, thread_id=comment.pk)
    return comment


def move_comment(verb: str, comment: Comment, *, by: Actor, reason: str = "", **facts: Any) -> Any:
    """Make a move of the life cycle and keep the thread's count of published replies with it; gives the event."""
    with transaction.atomic():
        was_shown = comment.is_shown
        event = COMMENT.fire(verb, comment, by=by, reason=reason, **facts)
        change = int(comment.is_shown) - int(was_shown)
        if change:
            _count(comment, change)
    return event


def _check(target: models.Model, text: str, parent: Comment | None) -> None:
    """Refuse what may not be written here."""
    if not text.strip():
        raise Invalid(fields={"text": _("Write your comment")})
    if len(text.strip()) > MAX_CHARACTERS:
        raise Invalid(fields={"text": _("A comment has at most 2,000 characters")})
    if parent is None:
        return
    if parent.subject_id != target.public_id or parent.state != CommentState.PUBLISHED:  # type: ignore[attr-defined]
        raise Invalid(_("The comment you answer is not here any more."))
    if parent.level >= MAX_LEVEL:
        raise Invalid(_("This thread is deep enough. Answer an earlier comment."))


def _place_under(parent: Comment) -> dict[str, Any]:
    """Give the next free place under a parent; its thread's root is locked until the transaction ends."""
    root_id = parent.root_id or parent.pk
    Comment.objects.select_for_update(of=("self",)).get(pk=root_id)
    Comment.objects.filter(pk=parent.pk).update(replies=F("replies") + 1)
    step = f"{Comment.objects.values_list('replies', flat=True).get(pk=parent.pk):0{STEP}d}"
    return {
        "root_id": root_id,
        "parent_id": parent.pk,
        "thread_id": root_id,
        "level": parent.level + 1,
        "path": f"{parent.path}.{step}" if parent.path else step,
    }


def _count(comment: Comment, change: int) -> None:
    """Carry a comment that appeared or vanished into the package's flag and the count at its root."""
    Comment.objects.filter(pk=comment.pk).update(is_public=comment.is_shown)
    if comment.root_id:
        Comment.objects.filter(pk=comment.root_id).update(published_replies=F("published_replies") + change)
