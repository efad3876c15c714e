"""A moderator decides a comment: show it, hide it with a reason, show it again."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consultations.bills.moving import move_with_counters
from core.actors import Actor
from core.comments.models import Comment
from core.errors import Invalid


def publish_comment(comment: Comment, *, by: Actor) -> Comment:
    """Show a comment that a moderator has read."""
    return move_with_counters("publish", comment, by=by)


def hide_comment(comment: Comment, *, by: Actor, public_reason: str, rule: str = "") -> Comment:
    """Hide a comment under one of the house's rules (core.moderation.states.Rule); the reason stands in its place.

    Raises Invalid without a reason.
    """
    if not public_reason.strip():
        raise Invalid(fields={"public_reason": _("Say why, in words that everybody may read")})
    words = {"reason": public_reason, "public_reason": public_reason}
    return move_with_counters("hide", comment, by=by, data={"rule": rule}, **words)


def restore_comment(comment: Comment, *, by: Actor, reason: str = "") -> Comment:
    """Show a hidden comment again."""
    return move_with_counters("restore", comment, by=by, reason=reason)
