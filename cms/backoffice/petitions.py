"""The petitions desk: what to check before it opens, and what is owed once a threshold is crossed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.backoffice.base import Filter, Link, Office, Queue, Shown, register
from cms.backoffice.moderation import ask_house_rule
from cms.backoffice.petition_queue import (
    FILTERS,
    changed_words,
    clock_words,
    figures,
    mark_rows,
    marks_words,
    ready_petitions,
)
from core.moderation.states import Rule as HouseRule
from core.web.lists import listed
from core.web.numbers import digits
from petitions import actions
from petitions.duties import belonging_to
from petitions.lifecycle import MILESTONE, PETITION, PROPOSAL
from petitions.models import Milestone, Petition, PetitionProposal, RejectionReason
from petitions.models.petitions import ACTION_LENGTH, BACKGROUND_LENGTH, DETAILS_LENGTH
from petitions.rules import is_petitions_clerk, is_public
from petitions.states import MilestoneState, PetitionState, ProposalState, ProposedVerb

# From its publication on a petition has a number and a count; before it both columns would stand empty.
UNNUMBERED = {PetitionState.DRAFT, PetitionState.GATHERING_SUPPORTERS, PetitionState.IN_MODERATION}
NUMBERED = tuple(state for state in PetitionState if state not in UNNUMBERED)
PETITIONS = Office("petitions", _("Petitions"), icon="edit", order=210)


def petitions_of_the_desk() -> QuerySet[Petition]:
    """Give every petition that has left its author's hands."""
    own = (PetitionState.DRAFT, PetitionState.GATHERING_SUPPORTERS)
    return Petition.objects.exclude(state__in=own).select_related("kind", "committee", "rejection_reason")


def title_of(petition: Petition | None) -> str:
    """Give what a petition is called in the reader's language; empty for none. Its own screen shows the original."""
    return petition.words().action if petition else ""


def number_words(petition: Petition) -> str:
    """Give the number that everybody calls it by; empty before it has one."""
    return digits(str(petition.number)) if petition.number else ""


def duties() -> QuerySet[Milestone]:
    """Give every duty that a threshold created."""
    return Milestone.objects.select_related("petition", "threshold__office", "office").prefetch_related(
        "petition__translations"
    )


def ask_reason_code(petition: Petition) -> forms.Field:
    """Offer the rules of the petition's own kind."""
    reasons = RejectionReason.objects.filter(kind=petition.kind_id)
    return forms.ChoiceField(
        label=_("Which rule does it break?"),
        choices=[("", _("Choose a rule")), *((reason.code, str(reason.title)) for reason in reasons)],
    )


def proposals() -> QuerySet[PetitionProposal]:
    """Give what needs two people, with the first one's name."""
    return PetitionProposal.objects.select_related("petition__kind", "proposed_by", "decided_by")


def rule_or_order(proposal: PetitionProposal) -> str:
    """Give the house rule in words, or the order as it was typed."""
    rules = dict(HouseRule.choices)
    return listed(str(rules.get(fact, fact)) for fact in proposal.facts.values() if fact)


def desk_page(proposal: PetitionProposal) -> str:
    """Give the petition's own screen on the desk."""
    return reverse("backoffice_item", args=["petitions", proposal.petition_id])


def ask_sentence(petition: Petition) -> forms.Field:
    """Ask which sentence breaks the rule, so that its writer knows what to change."""
    return forms.CharField(
        label=_("The sentence that breaks it, if it is one"), max_length=500, required=False, widget=_line()
    )


def ask_other_petition(petition: Petition) -> forms.Field:
    """Ask into which petition this one goes."""
    return forms.IntegerField(label=_("Number of the other petition"), min_value=1)


def ask_reference(petition: Petition) -> forms.Field:
    """Ask which order removes it; this alone stays in public."""
    return forms.CharField(
        label=_("The order: court or office, day, number"), max_length=200,
        help_text=_("Everybody reads this in place of the petition."),
    )  # fmt: skip


def ask_title(petition: Petition) -> forms.Field:
    """Ask for another title, beginning from the one that stands."""
    return forms.CharField(label=_("Title"), max_length=ACTION_LENGTH, initial=petition.action, widget=_line())


def ask_background(petition: Petition) -> forms.Field:
    """Ask for the corrected reasons."""
    return forms.CharField(
        label=_("Why it matters"), max_length=BACKGROUND_LENGTH, required=False, initial=petition.background,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )  # fmt: skip


def ask_details(petition: Petition) -> forms.Field:
    """Ask for the corrected details."""
    return forms.CharField(
        label=_("More details"), max_length=DETAILS_LENGTH, required=False, initial=petition.details,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )  # fmt: skip


def ask_note(petition: Petition) -> forms.Field:
    """Ask what was corrected, for the public."""
    return forms.CharField(label=_("What was corrected, in public words"), max_length=500, widget=_line())


def _line() -> forms.TextInput:
    return forms.TextInput(attrs={"dir": "auto"})


def ask_document(milestone: Milestone) -> forms.Field:
    """Ask for the address of the answer, where there is one."""
    return forms.URLField(label=_("Address of the document"), required=False, assume_scheme="https")


def ask_outcome(milestone: Milestone) -> forms.Field:
    """Ask what was done, in words for the public."""
    widget = forms.Textarea(attrs={"rows": 6, "dir": "auto"})
    return forms.CharField(label=_("What was done, in words for everybody"), max_length=4000, widget=widget)


def public_page(petition: Petition) -> str | None:
    """Give the address of the public page; none while there is no such page."""
    return petition.get_absolute_url() if is_public(petition) else None


def parliament_page(milestone: Milestone) -> str:
    """Give the screen on which steps are recorded."""
    return reverse("backoffice_petition_steps", args=[milestone.petition_id])


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
            Shown(_("Number"), number_words, sort="number", states=NUMBERED),
            Shown(_("Signatures"), lambda petition: petition.signature_count, sort="signature_count", states=NUMBERED),
            Shown(_("Committee"), lambda petition: petition.committee),
            Shown(_("Clock"), clock_words, states=(PetitionState.IN_MODERATION,)),
            Shown(_("Mark"), marks_words),
            Shown(_("Since I looked"), changed_words),
        ),
        waiting=(PetitionState.IN_MODERATION,),
        age="submitted_at",
        decide={
            "publish": actions.publish_petition,
            "ask_changes": actions.ask_changes,
            "propose_title": actions.propose_title,
            "take_back": actions.take_back_question,
            "reject": actions.reject_petition,
            "correct": actions.correct_text,
            "pause": actions.pause_petition,
            "resume": actions.resume_petition,
            "stop": actions.stop_petition,
            "end": actions.end_petition,
            "merge": actions.merge_petition,
            "hide": actions.hide_petition,
            "remove": actions.remove_petition,
            "restore": actions.restore_petition,
            "restore_closed": actions.restore_petition,
            "restore_withdrawn": actions.restore_petition,
            "reconsider": actions.reconsider_petition,
        },
        asks={
            "reason_code": ask_reason_code,
            "sentence": ask_sentence,
            "rule": ask_house_rule,
            "into": ask_other_petition,
            "reference": ask_reference,
            "title": ask_title,
            "background": ask_background,
            "details": ask_details,
            "note": ask_note,
        },
        details=(
            Shown(_("Why it matters"), lambda petition: petition.background, is_long=True),
            Shown(_("More details"), lambda petition: petition.details, is_long=True),
            Shown(_("Started by"), lambda petition: petition.petitioner_name, personal="name"),
            Shown(_("Committee"), lambda petition: petition.committee),
            Shown(_("Handed in"), lambda petition: petition.submitted_at),
            Shown(_("Closes"), lambda petition: petition.closes_at),
            Shown(_("Signatures"), lambda petition: petition.signature_count, states=NUMBERED),
            Shown(_("Why it was rejected"), refusal, is_long=True),
        ),
        links=(Link(_("See the public page"), public_page),),
        look_up=("action", "background", "petitioner_name"),
        language=lambda petition: petition.language,
        filters=FILTERS,
        mark=mark_rows,
        figures=figures,
        ready=ready_petitions,
        tools=(Link(_("A whole chamber at once"), lambda _none: reverse("backoffice_petition_terms")),),
    ),
    Queue(
        key="petition-proposals",
        office=PETITIONS,
        label=_("For a second person"),
        records=proposals,
        lifecycle=PROPOSAL,
        may=is_petitions_clerk,
        title=lambda proposal: f"{proposal.get_verb_display()}: {proposal.petition.action}",
        columns=(
            Shown(_("Proposed by"), lambda proposal: proposal.proposed_by.name),
            Shown(_("Proposed"), lambda proposal: proposal.proposed_at, sort="proposed_at"),
        ),
        waiting=(ProposalState.OPEN,),
        age="proposed_at",
        decide={
            "confirm": actions.confirm_proposal,
            "decline": actions.decline_proposal,
            "take_back": actions.take_back_proposal,
        },
        details=(
            Shown(_("What is proposed"), lambda proposal: proposal.get_verb_display()),
            Shown(_("Proposed by"), lambda proposal: proposal.proposed_by.name),
            Shown(_("Reason"), lambda proposal: proposal.reason, is_long=True),
            Shown(_("Rule or order"), rule_or_order),
            Shown(_("Petition"), lambda proposal: proposal.petition.action, is_long=True),
            Shown(_("Why it matters"), lambda proposal: proposal.petition.background, is_long=True),
            Shown(_("More details"), lambda proposal: proposal.petition.details, is_long=True),
            Shown(_("Decided by"), lambda proposal: proposal.decided_by and proposal.decided_by.name),
            Shown(_("Why not"), lambda proposal: proposal.answer, is_long=True),
        ),
        links=(Link(_("See the petition on the desk"), desk_page),),
        look_up=("petition__action",),
        language=lambda proposal: proposal.petition.language,
        filters=(Filter("verb", _("What is proposed"), lambda: ProposedVerb.choices),),
        ready=lambda actor, rows: rows.exclude(proposed_by=actor.user),  # one's own waits for somebody else
    ),
    Queue(
        key="milestones",
        office=PETITIONS,
        label=_("Duties"),
        records=duties,
        lifecycle=MILESTONE,
        may=is_petitions_clerk,
        title=lambda milestone: f"{milestone.threshold}: {title_of(milestone.petition)}",
        columns=(
            Shown(_("Due"), lambda milestone: milestone.due_on, sort="due_on"),
            Shown(_("Office"), lambda milestone: milestone.duty_office),
            Shown(_("Signatures"), lambda milestone: milestone.petition.signature_count),
        ),
        waiting=(MilestoneState.OVERDUE, MilestoneState.DUE),
        age="reached_at",
        decide={"fulfil": actions.fulfil_milestone},
        asks={"outcome": ask_outcome, "document_url": ask_document},
        details=(
            Shown(_("Duty"), lambda milestone: milestone.threshold.get_duty_display()),
            Shown(_("Who owes it"), lambda milestone: milestone.owner),
            Shown(_("Office"), lambda milestone: milestone.duty_office),
            Shown(_("Reached"), lambda milestone: milestone.reached_at),
            Shown(_("Due"), lambda milestone: milestone.due_on),
            Shown(_("What was done"), lambda milestone: str(milestone.outcome), is_long=True),
        ),
        links=(
            Link(_("What Parliament does"), parliament_page),
            Link(_("See the public page"), lambda milestone: public_page(milestone.petition)),
        ),
        look_up=("petition__action",),
        language=lambda milestone: milestone.petition.words().language,
        filters=(
            Filter(
                "whose",
                _("Whose"),
                lambda: [("mine", _("Duties of my offices"))],
                narrow=lambda actor, rows, value: belonging_to(actor, rows),
            ),
        ),
    ),
)
