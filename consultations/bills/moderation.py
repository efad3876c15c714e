"""Comments on clauses as moderation sees them: what can be reported, taken down, restored, and who is told."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consultations.bills.actions.moderating import hide_comment, restore_comment
from consultations.bills.selectors import annotation_of, comments_of
from core.actors import Actor
from core.comments.models import Comment
from core.comments.selectors import comment_by_id
from core.errors import NotFound
from core.moderation.targets import Contact, Target, Thing

# The events that are decisions of a moderator, with what each did (core.moderation.states.Outcome).
MODERATED = {"comment.hide": "removed", "comment.restore": "restored"}


def find_public(public_id: UUID) -> Comment:
    """Give a comment that everybody can read; raises NotFound."""
    comment = comment_by_id(public_id)
    if not comment.is_shown:
        raise NotFound()
    return comment


def is_shown(comment: Comment) -> bool:
    """Tell whether everybody may read it."""
    return comment.is_shown


def describe(comment: Comment) -> Thing:
    """Show a comment to whoever reports or decides."""
    url = reverse("bills:comment", args=[annotation_of(comment).version.bill.slug, comment.public_id])
    return Thing("", comment.comment, comment.language, url)


def author(comment: Comment) -> Contact | None:
    """Give the writer's address."""
    return Contact(comment.author.email, comment.language) if comment.author else None


def take_down(comment: Comment, *, by: Actor, rule: str, reason: str) -> None:
    """Hide a comment after a report; the reason stands in its place. Raises Forbidden, WrongState, Conflict."""
    hide_comment(comment, by=by, public_reason=reason, rule=rule)


def kept_for(actor: Actor) -> QuerySet[Comment]:
    """Give the comments on the bills of a clerk's committees."""
    return comments_of(actor, Comment.objects.all())


TARGET = Target(
    kind="comment", label=_("Comment"), find_public=find_public, find=comment_by_id, is_shown=is_shown,
    describe=describe, author=author, restrict=take_down, restore=restore_comment, verbs=MODERATED, kept_for=kept_for,
)  # fmt: skip
