"""What is held of who comments: the name shown, and the words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import events
from core.actors import CLOCK
from core.comments.models import Comment, CommentTranslation
from core.comments.states import CommentState, ShownAs
from core.privacy.person import Person
from core.privacy.registry import Holding, Kept, Retention
from core.privacy.settling import PUBLIC_RECORD, UNCONFIRMED, UNCONFIRMED_WORDS, Rows, deletes, still_provable

NEVER_SHOWN = (CommentState.UNCONFIRMED, CommentState.PENDING)
WORDS = ("django_comments.Comment.comment", "comments.CommentTranslation.text")


def _find(person: Person) -> Rows:
    return Comment.objects.filter(author__in=person.participants)


def _export(row: Comment) -> Mapping[str, Any]:
    return {
        "id": row.public_id, "state": row.state, "text": row.comment, "shown_name": row.shown_name,
        "language": row.language, "written": row.submit_date, "published": row.published_at,
        "notice": row.notice_version,
    }  # fmt: skip


def _erase(person: Person, rows: Rows) -> int:
    """Delete what nobody has read; of what was public, take the name out and leave the words, without contact data."""
    found = list(rows)
    for comment in found:
        if comment.state in NEVER_SHOWN and not comment.replies:
            Comment.objects.filter(pk=comment.pk).delete()
        else:
            _blank(person, comment)
    return len(found)


def _blank(person: Person, comment: Comment) -> None:
    names = (comment.shown_name,)
    Comment.objects.filter(pk=comment.pk).update(
        author=None, shown_name="", shown_as=ShownAs.RESIDENT, comment=person.redacted(comment.comment, *names)
    )
    for row in CommentTranslation.objects.filter(comment=comment):
        CommentTranslation.objects.filter(pk=row.pk).update(text=person.redacted(row.text, *names))
    events.record("comment.erase_person", comment, actor=CLOCK, public=False)


def unconfirmed(now: datetime) -> Rows:
    """Give comments whose writer never proved the address."""
    rows = Comment.objects.filter(state=CommentState.UNCONFIRMED, submit_date__lt=now - UNCONFIRMED)
    return rows.exclude(public_id__in=still_provable(now))


HOLDINGS = (
    Holding(
        "comments.comments",
        _("Your comments"),
        ("comments.Comment.shown_name", *WORDS),
        _find,
        _export,
        _erase,
        keeps=(Kept(WORDS, PUBLIC_RECORD),),
        retention=(Retention("unconfirmed", UNCONFIRMED_WORDS, unconfirmed, deletes(unconfirmed)),),
    ),
)
EXCEPTIONS = {
    "comments.Comment.hidden_reason": "a moderator's public words",
    "comments.Comment.path": "a place in a thread",
    "django_comments.Comment": "the package's own columns for name, e-mail and address stay empty (decision 23)",
    "django_comments.CommentFlag": "not used",
    "django_comments_xtd": "not used",
}
