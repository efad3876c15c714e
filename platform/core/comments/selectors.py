"""Reading comments: what is public, what waits, and the replies of a set of threads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from core.comments.models import Comment
from core.comments.states import CommentState
from core.errors import NotFound


def seen(path: str = "") -> Q:
    """Say what stands in public: what is published, and the place of what was and is hidden now.

    A hidden comment leaves its place and the reason, so that its replies do not hang in the air; one that was hidden
    before anybody could read it leaves nothing. `path` leads to the comment ("comment__").
    """
    was_shown = Q(**{f"{path}state": CommentState.HIDDEN, f"{path}published_at__isnull": False})
    return Q(**{f"{path}state": CommentState.PUBLISHED}) | was_shown


def comment_by_id(public_id: UUID) -> Comment:
    """Give a comment in any state; raises NotFound."""
    comment = Comment.objects.select_related("author", "root").filter(public_id=public_id).first()
    if comment is None:
        raise NotFound()
    return comment


def pending_comments() -> QuerySet[Comment]:
    """List what waits for a moderator, oldest first."""
    return Comment.objects.filter(state=CommentState.PENDING).order_by("pk")


def replies_of(roots: Iterable[Comment]) -> dict[int, list[Comment]]:
    """Give the replies of several threads in reading order, by the root's key, in one query."""
    found = Comment.objects.filter(seen(), root__in=[root.pk for root in roots])
    found = found.order_by("root_id", "path").prefetch_related("translations")
    threads: dict[int, list[Comment]] = defaultdict(list)
    for reply in found:
        threads[reply.root_id].append(reply)
    return threads
