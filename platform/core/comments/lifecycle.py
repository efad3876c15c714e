"""The life of a comment: proven by its writer, read by a moderator, shown or hidden with a reason."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core import clock
from core.accounts.rules import at_the_desk, is_committee_clerk
from core.actors import Actor, Predicate, has_role, predicate, the_clock
from core.comments.states import CommentState as S
from core.errors import Invalid
from core.fields import TranslatedText
from core.lifecycle import Lifecycle, move

# Moderators work for the whole House; a clerk of one committee on what lies with it (decision 32).
is_comment_moderator: Predicate = at_the_desk(is_committee_clerk | has_role("moderator"), "clerk", "moderator")
answers_for_the_committee: Predicate = at_the_desk(is_committee_clerk, "clerk")


@predicate
def is_its_writer(actor: Actor, record: Any) -> bool:
    """Hold for the participant who wrote the comment and has just proven the address."""
    return actor.kind == "participant" and record.author is not None and actor.id == str(record.author.public_id)


def _show(record: Any) -> dict[str, Any]:
    """Give the moment of publication; a comment shown again keeps its first one."""
    return {"published_at": record.published_at or clock.now(), "hidden_reason": {}}


def _starts_a_thread(record: Any) -> None:
    """Refuse an official answer to a reply: it goes to the comment that the thread began with."""
    if record.root_id:
        raise Invalid(_("Answer the comment that this thread began with."))


def _hide(record: Any, *, public_reason: str) -> dict[str, Any]:
    """Keep the reason that stands in the comment's place, in the language it was written in."""
    return {"hidden_reason": TranslatedText({get_language() or settings.LANGUAGE_CODE: public_reason[:500]})}


COMMENT = Lifecycle(
    "comment",
    move("confirm", S.UNCONFIRMED, S.PENDING, may=is_its_writer, label=_("Confirm"), public=False),
    move("publish", S.PENDING, S.PUBLISHED, may=is_comment_moderator | the_clock, label=_("Publish"), then=_show),
    move(
        "hide", (S.PENDING, S.PUBLISHED), S.HIDDEN, may=is_comment_moderator, label=_("Hide"), then=_hide,
        needs=("rule", "public_reason"),
    ),
    move("restore", S.HIDDEN, S.PUBLISHED, may=is_comment_moderator, label=_("Show again"), then=_show),
    move(
        "answer", S.PUBLISHED, S.PUBLISHED, may=answers_for_the_committee, label=_("Answer officially"),
        when=_starts_a_thread, needs=("outcome", "answer"),
    ),
    states=S,
    starts=[S.UNCONFIRMED],
)  # fmt: skip
