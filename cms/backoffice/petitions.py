"""The petitions desk: what to check before it opens, and what is owed once a threshold is crossed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cms.backoffice.base import Link, Office, Queue, Shown, register
from cms.backoffice.moderation import ask_house_rule
from petitions import actions
from petitions.lifecycle import MILESTONE, PETITION
from petitions.models import Milestone, Petition, RejectionReason
from petitions.rules import is_petitions_clerk
from petitions.states import PUBLIC_STATES, MilestoneState, PetitionState

PETITIONS = Office("petitions", _("Petitions"), icon="edit", order=210)


def petitions_of_the_desk() -> QuerySet[Petition]:
    """Give every petition that has left its author's hands."""
    own = (PetitionState.DRAFT, PetitionState.GATHERING_SUPPORTERS)
    return Petition.objects.exclude(state__in=own).select_related("kind", "committee", "rejection_reason")


def duties() -> QuerySet[Milestone]:
    """Give every duty that a threshold created."""
    return Milestone.objects.select_related("petition", "threshold")


def ask_reason_code(petition: Petition) -> forms.Field:
    """Offer the rules of the petition's own kind."""
    reasons = RejectionReason.objects.filter(kind=petition.kind_id)
    return forms.ChoiceField(
        label=_("Which rule does it break?"),
        choices=[("", _("Choose a rule")), *((reason.code, str(reason.title)) for reason in reasons)],
    )


def ask_document(milestone: Milestone) -> forms.Field:
    """Ask for the address of the answer, where there is one."""
    return forms.URLField(label=_("Address of the document"), required=False, assume_scheme="https")


def ask_outcome(milestone: Milestone) -> forms.Field:
    """Ask what was done, in words for the public."""
    widget = forms.Textarea(attrs={"rows": 6, "dir": "auto"})
    return forms.CharField(label=_("What was done, in words for everybody"), max_length=4000, widget=widget)


def public_page(petition: Petition) -> str | None:
    """Give the address of the public page; none while there is no such page."""
    return petition.get_absolute_url() if petition.number and petition.state in PUBLIC_STATES else None


def refusal(petition: Petition) -> Any:
    """Give the rule a petition broke with the words of the clerk; empty where it was not refused."""
    words = [str(petition.rejection_reason or ""), petition.rejection_details]
    return "\n\n".join(word for word in words if word)


register(
    Queue(
        key="petitions",
        office=PETITIONS,
        label=_("Petitions"),
        records=petitions_of_the_desk,
        lifecycle=PETITION,
        may=is_petitions_clerk,
        title=lambda petition: petition.action,
        columns=(
            Shown(_("Number"), lambda petition: petition.number and str(petition.number), sort="number"),
            Shown(_("Signatures"), lambda petition: petition.signature_count, sort="signature_count"),
            Shown(_("Committee"), lambda petition: petition.committee),
        ),
        waiting=(PetitionState.IN_MODERATION,),
        age="submitted_at",
        decide={
            "publish": actions.publish_petition,
            "reject": actions.reject_petition,
            "pause": actions.pause_petition,
            "resume": actions.resume_petition,
            "hide": actions.hide_petition,
            "restore": actions.restore_petition,
            "reconsider": actions.restore_petition,
        },
        asks={"reason_code": ask_reason_code, "rule": ask_house_rule},
        details=(
            Shown(_("Why it matters"), lambda petition: petition.background, is_long=True),
            Shown(_("More details"), lambda petition: petition.details, is_long=True),
            Shown(_("Started by"), lambda petition: petition.petitioner_name, personal="name"),
            Shown(_("Committee"), lambda petition: petition.committee),
            Shown(_("Handed in"), lambda petition: petition.submitted_at),
            Shown(_("Closes"), lambda petition: petition.closes_at),
            Shown(_("Signatures"), lambda petition: petition.signature_count),
            Shown(_("Why it was rejected"), refusal, is_long=True),
        ),
        links=(Link(_("See the public page"), public_page),),
        look_up=("action", "background", "petitioner_name"),
        language=lambda petition: petition.language,
    ),
    Queue(
        key="milestones",
        office=PETITIONS,
        label=_("Duties"),
        records=duties,
        lifecycle=MILESTONE,
        may=is_petitions_clerk,
        title=lambda milestone: f"{milestone.threshold}: {milestone.petition.action}",
        columns=(
            Shown(_("Due"), lambda milestone: milestone.due_on, sort="due_on"),
            Shown(_("Signatures"), lambda milestone: milestone.petition.signature_count),
        ),
        waiting=(MilestoneState.OVERDUE, MilestoneState.DUE),
        age="reached_at",
        decide={"fulfil": actions.fulfil_milestone},
        asks={"outcome": ask_outcome, "document_url": ask_document},
        details=(
            Shown(_("Duty"), lambda milestone: milestone.threshold.get_duty_display()),
            Shown(_("Who owes it"), lambda milestone: milestone.threshold.owner),
            Shown(_("Reached"), lambda milestone: milestone.reached_at),
            Shown(_("Due"), lambda milestone: milestone.due_on),
            Shown(_("What was done"), lambda milestone: str(milestone.outcome), is_long=True),
        ),
        links=(Link(_("See the public page"), lambda milestone: public_page(milestone.petition)),),
        look_up=("petition__action",),
        language=lambda milestone: milestone.petition.language,
    ),
)
