"""The evidence desk: read what came in, decide with the committee, publish under the number; open and close calls."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from cms.backoffice.base import Link, Office, Queue, Shown, register
from cms.backoffice.evidence_call import WriteCall
from cms.backoffice.moderation import ask_house_rule, ask_reason
from cms.backoffice.moments import DayField
from consultations.evidence import actions
from consultations.evidence.lifecycle import CALL, SUBMISSION
from consultations.evidence.models import Attachment, CallForEvidence, Submission
from consultations.evidence.presenting import numbered
from consultations.evidence.presenting.published import file_words
from consultations.evidence.rendering import draft_copy
from consultations.evidence.rules import may_open_evidence
from consultations.evidence.selectors import handed_in, of_own_committees, readable_attachment
from consultations.evidence.states import PUBLIC_CALLS, CallState, Concern, SubmissionState
from core import clock
from core.actors import actor_of
from core.files.kinds import KINDS

EVIDENCE = Office("evidence", _("Evidence"), icon="folder-open-inverse", order=240)


def calls() -> QuerySet[CallForEvidence]:
    """Give every call."""
    return CallForEvidence.objects.select_related("inquiry__committee__chamber").order_by("closes_at")


def draft_url(call: CallForEvidence) -> str | None:
    """Give the address of the form while the call is a draft."""
    return reverse("backoffice_call_write", args=[call.pk]) if call.state == CallState.DRAFT else None


def ask_decided_on(submission: Submission) -> forms.Field:
    """Ask the day of the committee's decision; today where nothing else is said."""
    return DayField(label=_("Decided by the committee on"), initial=clock.today)


def ask_minute(submission: Submission) -> forms.Field:
    """Ask where the minutes say so."""
    return forms.CharField(label=_("Place in the minutes"), max_length=120, required=False)


def ask_is_checked(submission: Submission) -> forms.Field:
    """Ask whether a person read the public copy; the action insists."""
    words = _("I have read the public copy: it holds no address, telephone number or hidden text")
    if Concern.COURT in submission.concerns:
        words = _("I have read the public copy, and the court has decided the case that it speaks of")
    return forms.BooleanField(label=words, required=False)


def ask_return_reason(submission: Submission) -> forms.Field:
    """Ask the words that the sender reads."""
    widget = forms.Textarea(attrs={"rows": 4, "dir": "auto"})
    return forms.CharField(label=_("Why you return it; the sender reads this"), max_length=2000, widget=widget)


def wish_reason(submission: Submission) -> str:
    """Give the sender's reason for less than everything."""
    return submission.wish_reason if submission.is_open_to_the_desk else ""


def concerns(submission: Submission) -> str:
    """Give in words what the sender asks the clerk to take care of."""
    if not submission.is_open_to_the_desk:
        return ""
    return "\n".join(str(Concern(concern).label) for concern in submission.concerns)


def readable_file(submission: Submission) -> Attachment | None:
    """Give the file that the committee may read; None where there is none, or it was taken back."""
    return getattr(submission, "attachment", None) if submission.is_open_to_the_desk else None


def file_line(submission: Submission) -> str:
    """Say what file came with it, and whether text was hidden in it or its description cannot be blanked."""
    attachment = readable_file(submission)
    if attachment is None:
        return ""
    words = f"{attachment.original_name} ({file_words(attachment.file_type, attachment.size)})"
    if not attachment.has_hidden_text:
        return words
    told = _("Hidden or deleted text was found and left out.")
    if attachment.file_type == "pdf":
        told = _("This PDF may still name its author: its description could not be blanked whole.")
    return f"{words}\n{told}"


def file_url(submission: Submission) -> str | None:
    """Give the address under which a clerk reads the original."""
    attachment = readable_file(submission)
    return reverse("backoffice_evidence_file", args=[attachment.public_id]) if attachment else None


def public_page(submission: Submission) -> str | None:
    """Give the address of the published copy while everybody may read it."""
    copy = getattr(submission, "published_copy", None)
    return copy.get_absolute_url() if copy and submission.state == SubmissionState.PUBLISHED else None


def copy_preview(submission: Submission) -> dict[str, Any]:
    """Give the public copy itself, or as it would be published now; nothing of what was taken back."""
    if not submission.is_open_to_the_desk:
        return {}
    copy = getattr(submission, "published_copy", None) or draft_copy(submission)
    return {"copy": copy, "sections": numbered(copy.body)}


def read_file(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Serve the original to a clerk of its committee as a download, and log it; raises NotFound for everybody else."""
    actor = actor_of(request)
    attachment = readable_attachment(public_id, actor)
    kind = KINDS[attachment.file_type]
    response = HttpResponse(actions.record_reading(attachment, by=actor), content_type=kind.media_type)
    name = attachment.submission.label or attachment.submission.receipt
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind.name}"'
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]
def add_doors() -> list[URLPattern]:
    """Put the door to the originals and the form of a call under the back office, behind its login."""
    return [
        path("desk/evidence/files/<uuid:public_id>/", read_file, name="backoffice_evidence_file"),
        path("desk/calls/write/", WriteCall.as_view(), name="backoffice_call_new"),
        path("desk/calls/<int:pk>/write/", WriteCall.as_view(), name="backoffice_call_write"),
    ]


register(
    Queue(
        key="evidence",
        office=EVIDENCE,
        label=_("Submissions"),
        records=handed_in,
        lifecycle=SUBMISSION,
        may=may_open_evidence,
        title=lambda submission: submission.desk_title,
        columns=(
            Shown(_("Number"), lambda submission: submission.label or submission.receipt),
            Shown(_("Call"), lambda submission: submission.inquiry.code),
            Shown(_("May be published"), lambda submission: submission.get_wish_display()),
        ),
        waiting=(SubmissionState.SUBMITTED, SubmissionState.IN_REVIEW, SubmissionState.ACCEPTED),
        age="submitted_at",
        decide={
            "take_up": actions.take_up_submission,
            "accept": actions.accept_submission,
            "publish": actions.publish_submission,
            "keep_confidential": actions.keep_submission_confidential,
            "return": actions.return_submission,
            "take_down": actions.take_down_submission,
            "restore": actions.restore_submission,
            "reconsider": actions.restore_submission,
        },
        asks={
            "rule": ask_house_rule,
            "reason": ask_reason,
            "decided_on": ask_decided_on,
            "minute": ask_minute,
            "is_checked": ask_is_checked,
            "return_reason": ask_return_reason,
        },
        details=(
            Shown(_("From"), lambda submission: submission.sender, personal="name"),
            Shown(_("Role"), lambda submission: submission.role),
            Shown(_("E-mail, never published"), lambda submission: submission.email, personal="email"),
            Shown(_("Call"), lambda submission: submission.call),
            Shown(_("Receipt number"), lambda submission: submission.receipt),
            Shown(_("Evidence number"), lambda submission: submission.label),
            Shown(_("Handed in"), lambda submission: submission.submitted_at),
            Shown(_("May be published"), lambda submission: submission.get_wish_display()),
            Shown(_("The sender’s reason"), wish_reason, is_long=True),
            Shown(_("Take care"), concerns, is_long=True),
            Shown(_("File"), file_line, is_long=True),
            Shown(_("Decision"), lambda submission: submission.decision),
            Shown(_("Why it was returned"), lambda submission: submission.return_reason, is_long=True),
        ),
        links=(Link(_("Open the file as it was sent"), file_url), Link(_("See the public page"), public_page)),
        look_up=("receipt",),
        narrow=of_own_committees,
        template="cms/backoffice/evidence_item.html",
        more=copy_preview,
        language=lambda submission: submission.language,
    ),
    Queue(
        key="calls",
        office=EVIDENCE,
        label=_("Calls for evidence"),
        records=calls,
        lifecycle=CALL,
        may=may_open_evidence,
        title=lambda call: str(call.title),
        columns=(
            Shown(_("Inquiry"), lambda call: call.inquiry.code),
            Shown(_("Committee"), lambda call: call.inquiry.committee),
            Shown(_("Closes"), lambda call: call.closes_at, sort="closes_at"),
        ),
        waiting=(CallState.DRAFT,),
        stays=True,
        age="opens_at",
        decide={"open": actions.open_call, "close": actions.close_call},
        details=(
            Shown(_("Summary"), lambda call: str(call.summary), is_long=True),
            Shown(_("Opens"), lambda call: call.opens_at),
            Shown(_("Closes"), lambda call: call.closes_at),
            Shown(_("Time zone"), lambda call: call.zone),
        ),
        new=Link(_("Write a call"), lambda _none: reverse("backoffice_call_new")),
        links=(
            Link(_("Change this draft"), draft_url),
            Link(
                _("See the public page"),
                lambda call: call.get_absolute_url() if call.state in PUBLIC_CALLS else None,
            ),
        ),
        look_up=("slug",),
        narrow=of_own_committees,
    ),
)
