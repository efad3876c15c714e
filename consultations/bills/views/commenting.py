"""Replying, proving the address, and the page where a comment can always be found again."""

from __future__ import annotations

from hashlib import sha256
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from consultations.bills import presenting, selectors
from consultations.bills.actions import commenting
from consultations.bills.forms import ReplyForm
from consultations.bills.models import Annotation, Version
from consultations.bills.rules import is_open, is_read_first
from consultations.bills.views.pages import bill_context
from consultations.bills.views.writing import WritingDoor
from core.actors import Actor, actor_of
from core.comments.models import Comment
from core.comments.selectors import comment_by_id
from core.comments.states import CommentState
from core.errors import NotFound
from core.verification.models import Challenge
from core.verification.views import ConfirmByCode, ConfirmByLink, Redeem
from core.web.lists import dotted


class _OfOneComment:
    """What the pages of one comment share: the bill in the address must be the comment's own."""

    kwargs: dict[str, Any]

    @cached_property
    def version(self) -> Version:
        """The newest public version of the bill; raises NotFound."""
        return selectors.public_version(self.kwargs["slug"])

    @cached_property
    def comment(self) -> Comment:
        """The comment behind the address; raises NotFound for one of another bill."""
        comment = comment_by_id(self.kwargs["public_id"])
        if comment.state == CommentState.UNCONFIRMED:
            raise NotFound()
        return comment

    @cached_property
    def annotation(self) -> Annotation:
        """The annotation of the comment's thread."""
        annotation = selectors.annotation_of(self.comment)
        if annotation.version.bill_id != self.version.bill_id:
            raise NotFound()
        return annotation

    def page_context(self) -> dict[str, Any]:
        """Give bill, clause and way back."""
        code, bill = self.annotation.unit.code, self.version.bill
        url = reverse("bills:clause", args=[bill.slug, code])
        unit = self.annotation.version.provisions.select_related("clause").get(clause=self.annotation.unit)
        name = presenting.clause_name(unit, self.annotation.version)
        crumbs = [
            {"label": _("Home"), "url": "/"},
            {"label": _("Bills"), "url": reverse("bills:list")},
            {"label": str(bill.title), "url": bill.get_absolute_url()},
            # Kind and number stand together, whatever the width.
            {"label": name.replace(" ", "\u00a0"), "url": url},
        ]
        heading = presenting.heading_of(unit, self.annotation.version.language)
        return {
            **bill_context(self.version),
            "clause_url": url,
            "clause_name": name,
            "heading": heading,
            "crumbs": crumbs,
        }


class ReplyDoor(_OfOneComment, WritingDoor):
    """Answer a published comment."""

    form_class = ReplyForm
    limits = "comment"
    template_name = "bills/reply.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Show the comment that is answered."""
        self.annotation  # noqa: B018 - raises NotFound for a comment of another bill
        if self.comment.state != CommentState.PUBLISHED:
            raise NotFound()
        row = presenting.comment_row(self.comment, self.version.bill.slug, takes=False)
        return super().get_context_data(**self.page_context(), row=row, takes=is_open(self.version), **context)

    def act(self, form: ReplyForm) -> str:
        """Write the reply; lead on to the code page."""
        self.annotation  # noqa: B018 - raises NotFound for a comment of another bill
        challenge = commenting.reply_to_comment(
            self.comment,
            by=actor_of(self.request),
            writer=commenting.Writer(language=get_language() or "en", **form.writer_facts()),
            text=form.cleaned_data["text"],
        )
        return reverse("bills:comment_confirm", args=[challenge.public_id])


class _Confirmed:
    """Where both ways of confirming end."""

    purpose = commenting.PURPOSE

    def confirm(self, redeem: Redeem) -> str:
        """Hand the comment on; give its receipt."""
        comment = commenting.confirm_comment(redeem)
        slug = selectors.annotation_of(comment).version.bill.slug
        return reverse("bills:comment", args=[slug, comment.public_id])


class ConfirmComment(_Confirmed, ConfirmByCode):
    """Confirm a comment by code."""

    def resend(self, handle: UUID, by: Actor) -> None:
        """Ask for a new code."""
        commenting.resend_confirmation(handle, by=by)


class ConfirmCommentLink(_Confirmed, ConfirmByLink):
    """Confirm a comment by the mailed link."""

    what = gettext_lazy("Confirm your comment")

    def told(self, challenge: Challenge) -> dict[str, Any]:
        """Name the clause and the bill."""
        comment = Comment.objects.filter(public_id=challenge.subject_id).first()
        if comment is None:
            return {}
        annotation = selectors.annotation_of(comment)
        unit = annotation.version.provisions.select_related("clause").get(clause=annotation.unit)
        return {"about": dotted((presenting.clause_name(unit, annotation.version), annotation.version.bill.title))}


class CommentReceipt(_OfOneComment, TemplateView):
    """A comment's own lasting page: where it stands and its fingerprint; its words only while they are public."""

    template_name = "bills/comment_receipt.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Gather the page."""
        slug = self.version.bill.slug
        fingerprint = sha256(self.comment.comment.encode()).hexdigest()
        rows = presenting.comment_rows([self.annotation], {}, {}, self.version, takes=False)
        is_reply = self.comment.root_id is not None
        row = presenting.comment_row(self.comment, slug, takes=False) if is_reply else rows[0]
        return super().get_context_data(
            **self.page_context(),
            comment=self.comment,
            row=row if self.comment.is_shown else None,
            is_read_first=is_read_first(self.version.bill),
            receipt=[fingerprint[at : at + 8] for at in range(0, len(fingerprint), 8)],
            **context,
        )
