"""A citizen's way in: comment on a clause or reply, prove the address, ask for another code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consultations.bills.errors import CommentsClosed, NewVersion
from consultations.bills.models import Anchor, Annotation, Provision, Version
from consultations.bills.moving import move_with_counters
from consultations.bills.rules import is_open, is_read_first
from consultations.bills.selectors import annotation_of, public_version
from consultations.bills.states import AnchorStatus, AnnotationKind, Stance, VersionState
from consultations.bills.text import full_text
from core import clock, events
from core.actors import CLOCK, Actor, participant
from core.comments.actions import write_comment
from core.comments.lifecycle import COMMENT
from core.comments.models import Comment
from core.comments.states import ShownAs
from core.errors import Invalid
from core.events.models import Event
from core.verification import actions as verification
from core.verification.models import Challenge, Participant

PURPOSE = "bills.comment"
MAX_WORDING = 6000
# Who handed in before the deadline may still prove the address for a while; nothing new is taken.
CONFIRM_GRACE = timedelta(minutes=30)


@dataclass(frozen=True)
class Writer:
    """What one writer gives beside the words: name, e-mail, how to be named, language of the page."""

    name: str
    email: str
    shown_as: str = ShownAs.NAME
    language: str = "en"


def comment_on_clause(
    provision: Provision, *, by: Actor, writer: Writer, stance: str, text: str, wording: str = "", seen: str = ""
) -> Challenge:
    """Write an unconfirmed comment on a provision; gives the challenge whose code will be mailed.

    `seen` is the public id of the version that the writer has read, where the door knows it. Raises CommentsClosed
    after the deadline, NewVersion for what was written on another version, Invalid for a missing stance, an empty
    text or a too long wording.
    """
    check_open(provision.version)
    check_seen(provision.version, seen)
    if stance not in Stance.values:
        raise Invalid(fields={"stance": _("Choose what you think of the clause")})
    base = full_text(provision) if wording.strip() else ""
    wording = _check_wording(wording, base)
    with transaction.atomic():
        comment = write_comment(provision.clause, text=text, **_signed(writer))
        annotation = Annotation.objects.create(
            comment=comment, clause=provision.clause, unit=(provision.unit or provision).clause,
            version=provision.version, kind=_kind(stance, wording), stance=stance, wording=wording,
            base_text=base if wording else "",
        )  # fmt: skip
        Anchor.objects.create(
            annotation=annotation, version=provision.version, provision=provision, status=AnchorStatus.CLAUSE
        )
        return _ask(comment, writer, by)


def reply_to_comment(parent: Comment, *, by: Actor, writer: Writer, text: str) -> Challenge:
    """Write an unconfirmed reply under a published comment on a clause; gives the challenge.

    Raises CommentsClosed where the newest public version of the bill takes no comments; a thread lives on through
    versions.
    """
    annotation = annotation_of(parent)
    check_open(public_version(annotation.version.bill.slug))
    with transaction.atomic():
        reply = write_comment(annotation.clause, text=text, parent=parent, **_signed(writer))
        return _ask(reply, writer, by)


def confirm_comment(redeem: Callable[[], Challenge]) -> Comment:
    """Redeem a challenge and hand its comment to the moderator, or show it where the bill says so; gives the comment.

    `redeem` is the call that uses up the code or the link; its Invalid, NotFound or TooMany passes through. A comment
    on an older version is confirmed as long as the bill takes comments. Raises CommentsClosed half an hour after that.
    """
    with transaction.atomic():
        challenge = redeem()
        comment = Comment.objects.select_related("author").get(public_id=challenge.subject_id)
        version = annotation_of(comment).version
        check_open(public_version(version.bill.slug), grace=CONFIRM_GRACE)
        author = _prove(comment)
        COMMENT.fire("confirm", comment, by=participant(author.public_id))
        if not is_read_first(version.bill):
            move_with_counters("publish", comment, by=CLOCK)
        return comment


def resend_confirmation(handle: UUID, *, by: Actor) -> None:
    """Ask for a new code and link for a challenge; silent where one was mailed less than a minute ago."""
    challenge = verification.find_to_resend(PURPOSE, handle)
    if challenge is None:
        return
    comment = Comment.objects.get(public_id=challenge.subject_id)
    events.record("comment.ask_again", comment, actor=by, public=False, data={"challenge": str(handle)})


def check_open(version: Version, grace: timedelta = timedelta(0)) -> None:
    """Raise CommentsClosed for what comes after the end, and after the grace where one is given."""
    if is_open(version):
        return
    ended = _ended_at(version) if grace else None
    if ended is None or clock.now() >= ended + grace:
        raise CommentsClosed()


def _ended_at(version: Version) -> datetime | None:
    """Give the moment when comments ended: the deadline, or the closing that came before it; None for a draft."""
    closings = Event.objects.filter(subject_id=version.public_id, verb="version.close").order_by("-id")
    closed = closings.values_list("occurred_at", flat=True).first() if version.state == VersionState.CLOSED else None
    return min((moment for moment in (version.comments_until, closed) if moment), default=None)


def check_seen(version: Version, seen: str) -> None:
    """Raise NewVersion where `seen`, the public id of the version a writer has read, is not this one's; "" passes."""
    if seen and seen != str(version.public_id):
        raise NewVersion()


def _signed(writer: Writer) -> dict[str, Any]:
    """Give what a comment keeps of its writer."""
    author = verification.meet_participant(writer.email, name=writer.name, language=writer.language, verified=False)
    return {
        "author": author, "language": writer.language, "shown_as": writer.shown_as, "shown_name": writer.name
    }  # fmt: skip


def _ask(comment: Comment, writer: Writer, by: Actor) -> Challenge:
    """Open the challenge and record the event whose subscriber mails the code."""
    challenge = verification.open_challenge(PURPOSE, comment.public_id, language=writer.language)
    events.record("comment.write", comment, actor=by, public=False, data={"challenge": str(challenge.public_id)})
    return challenge


def _prove(comment: Comment) -> Participant:
    """Mark the writer's address as proven; gives the participant."""
    author = comment.author
    assert author is not None
    return verification.meet_participant(author.email, verified=True)


def _check_wording(wording: str, base: str) -> str:
    """Give the proposed wording, or nothing where it only repeats the text."""
    wording = "\n".join(line.rstrip() for line in wording.strip().splitlines())
    if len(wording) > MAX_WORDING:
        raise Invalid(fields={"wording": _("Proposed wording has at most 6,000 characters")})
    return "" if " ".join(wording.split()) == " ".join(base.split()) else wording


def _kind(stance: str, wording: str) -> str:
    """Tell what a comment brings."""
    if wording:
        return AnnotationKind.PROPOSAL
    return AnnotationKind.QUESTION if stance == Stance.QUESTION else AnnotationKind.COMMENT
