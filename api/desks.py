"""Which records a clerk decides about over the API, by which verbs, and the facts that each move asks for.

The verbs are the life cycle's own; a verb without an action here has no address. The predicates are those of the desk.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from api import facts
from consultations.bills.actions import answering, moderating, versions
from consultations.bills.lifecycle import VERSION
from consultations.bills.models import Version
from consultations.bills.rules import may_open_bills
from consultations.bills.selectors import comments_of, versions_of
from consultations.bills.states import Outcome
from consultations.evidence import actions as evidence
from consultations.evidence.lifecycle import CALL, SUBMISSION
from consultations.evidence.models import CallForEvidence
from consultations.evidence.rules import may_open_evidence
from consultations.evidence.selectors import handed_in, of_own_committees
from consultations.hearings import actions as hearings
from consultations.hearings.lifecycle import HEARING, QUESTION
from consultations.hearings.models import Hearing, Question
from consultations.hearings.rules import may_open_hearings, may_open_questions
from consultations.hearings.selectors import hearings_of, questions_of
from consultations.hearings.states import QuestionState, Reason
from core.actors import Actor, Predicate
from core.comments.lifecycle import COMMENT, is_comment_moderator
from core.comments.models import Comment
from core.comments.states import CommentState
from core.lifecycle import Lifecycle
from core.moderation import actions as moderation
from core.moderation import selectors as moderated
from core.moderation.lifecycle import APPEAL, REPORT
from core.moderation.rules import is_moderator
from petitions import actions as petitions
from petitions.lifecycle import MILESTONE, PETITION, PROPOSAL
from petitions.models import Milestone, Petition, PetitionProposal
from petitions.rules import is_petitions_clerk
from petitions.states import PetitionState

FIRST_WORDS = 90


@dataclass(frozen=True)
class Desk:
    """One kind of record: `records(actor)` are those the actor may decide about, `decide` maps verbs to actions."""

    resource: str
    scope: str
    lifecycle: Lifecycle
    may: Predicate
    records: Callable[[Actor], QuerySet[Any]]
    title: Callable[[Any], Any]
    since: str
    decide: Mapping[str, Callable[..., Any]]
    facts: Mapping[str, Callable[[Any], serializers.Field]] = field(default_factory=dict)


def all_petitions(actor: Actor) -> QuerySet[Petition]:
    """Give every petition that has left its author's hands."""
    own = (PetitionState.DRAFT, PetitionState.GATHERING_SUPPORTERS)
    return Petition.objects.exclude(state__in=own).select_related("kind")


def all_comments(actor: Actor) -> QuerySet[Comment]:
    """Give every comment whose writer has proven the address."""
    return comments_of(actor, Comment.objects.exclude(state=CommentState.UNCONFIRMED).select_related("author"))


def all_questions(actor: Actor) -> QuerySet[Question]:
    """Give every question whose asker has proven the address."""
    rows = Question.objects.exclude(state=QuestionState.UNCONFIRMED)
    return questions_of(actor, rows.select_related("hearing__chamber", "asker"))


def first_words(comment: Comment) -> str:
    """Give the beginning of a comment on one line."""
    return " ".join(comment.comment.split())[:FIRST_WORDS]


MODERATION = "moderate:moderation"
TABLE = (
    Desk(
        "petitions", "moderate:petitions", PETITION, is_petitions_clerk, all_petitions,
        lambda row: row.action, "submitted_at",
        {
            "publish": petitions.publish_petition, "reject": petitions.reject_petition,
            "pause": petitions.pause_petition, "resume": petitions.resume_petition, "hide": petitions.hide_petition,
            "remove": petitions.remove_petition, "merge": petitions.merge_petition, "stop": petitions.stop_petition,
            "end": petitions.end_petition, "ask_changes": petitions.ask_changes,
            "take_back": petitions.take_back_question, "propose_title": petitions.propose_title,
            "correct": petitions.correct_text,
            "restore": petitions.restore_petition, "restore_closed": petitions.restore_petition,
            "restore_withdrawn": petitions.restore_petition, "reconsider": petitions.reconsider_petition,
        },
        {
            "reason": facts.words(2000), "rule": facts.house_rule, "reason_code": facts.rejection_code,
            "sentence": facts.words(500, required=False), "into": facts.whole_number, "reference": facts.words(200),
            "title": facts.words(120), "background": facts.whole_text(500), "details": facts.whole_text(3000),
            "note": facts.words(500),
        },
    ),
    Desk(
        "petition-proposals", "moderate:petitions", PROPOSAL, is_petitions_clerk,
        lambda actor: PetitionProposal.objects.select_related("petition__kind", "proposed_by"),
        lambda row: f"{row.verb}: {row.petition.action}", "proposed_at",
        {
            "confirm": petitions.confirm_proposal, "decline": petitions.decline_proposal,
            "take_back": petitions.take_back_proposal,
        },
        {"reason": facts.words(2000)},
    ),
    Desk(
        "milestones", "moderate:petitions", MILESTONE, is_petitions_clerk,
        lambda actor: Milestone.objects.select_related("petition", "threshold"),
        lambda row: f"{row.threshold}: {row.petition.action}", "reached_at",
        {"fulfil": petitions.fulfil_milestone},
        {"outcome": facts.words(4000), "document_url": facts.document},
    ),
    Desk(
        "versions", "moderate:bills", VERSION, may_open_bills,
        lambda actor: versions_of(actor, Version.objects.select_related("bill")), lambda row: row.bill.title,
        "published_at",
        {
            "publish": versions.publish_version, "close": versions.close_version, "reopen": versions.reopen_version,
            "discard": versions.discard_version,
        },
        {"comments_until": facts.moment},
    ),
    Desk(
        "comments", "moderate:comments", COMMENT, is_comment_moderator, all_comments, first_words, "submit_date",
        {
            "publish": moderating.publish_comment, "hide": moderating.hide_comment,
            "restore": moderating.restore_comment, "answer": answering.answer_comment,
        },
        {
            "rule": facts.house_rule, "public_reason": facts.words(500), "outcome": facts.one_of(Outcome.choices),
            "answer": facts.words(2000),
        },
    ),
    Desk(
        "hearings", "moderate:hearings", HEARING, may_open_hearings,
        lambda actor: hearings_of(actor, Hearing.objects.select_related("chamber")), lambda row: row.title, "starts_at",
        {
            "announce": hearings.announce_hearing, "open": hearings.open_hearing, "start": hearings.start_hearing,
            "pause": hearings.pause_hearing, "resume": hearings.resume_hearing, "end": hearings.end_hearing,
            "await_answers": hearings.await_answers, "archive": hearings.archive_hearing,
            "cancel": hearings.cancel_hearing,
        },
        {"reason": facts.words(2000)},
    ),
    Desk(
        "questions", "moderate:hearings", QUESTION, may_open_questions, all_questions,
        lambda row: row.text, "asked_at",
        {
            "approve": hearings.approve_question, "reject": hearings.reject_question,
            "remove": hearings.remove_question, "restore": hearings.restore_question,
            "shortlist": hearings.shortlist_question, "unlist": hearings.unlist_question,
            "put_on_air": hearings.put_question_on_air, "take_off_air": hearings.take_question_off_air,
            "mark_answered": hearings.mark_question_answered, "defer": hearings.defer_question,
            "answer_in_writing": hearings.answer_question_in_writing,
            "leave_unasked": hearings.leave_question_unasked,
        },
        {
            "rule": facts.house_rule, "reason_code": facts.one_of(Reason.choices),
            "reason": facts.words(1000, required=False), "answer": facts.words(4000),
            "answered_by": facts.words(120, required=False),
        },
    ),
    Desk(
        "submissions", "moderate:evidence", SUBMISSION, may_open_evidence,
        lambda actor: of_own_committees(actor, handed_in()), lambda row: row.desk_title, "submitted_at",
        {
            "take_up": evidence.take_up_submission, "accept": evidence.accept_submission,
            "publish": evidence.publish_submission, "keep_confidential": evidence.keep_submission_confidential,
            "return": evidence.return_submission, "take_down": evidence.take_down_submission,
            "restore": evidence.restore_submission, "reconsider": evidence.restore_submission,
        },
        {
            "decided_on": facts.day, "minute": facts.words(120, required=False), "is_checked": facts.tick,
            "rule": facts.house_rule, "reason": facts.words(2000), "return_reason": facts.words(2000),
        },
    ),
    Desk(
        "calls", "moderate:evidence", CALL, may_open_evidence,
        lambda actor: of_own_committees(actor, CallForEvidence.objects.select_related("inquiry__committee")),
        lambda row: row.title, "opens_at", {"open": evidence.open_call, "close": evidence.close_call},
    ),
    Desk(
        "reports", MODERATION, REPORT, is_moderator, lambda actor: moderated.reports_of(actor, moderated.reports()),
        lambda row: f"{row.kind}: {row.rule}", "received_at",
        {
            "take_up": moderation.take_up_report, "uphold": moderation.uphold_report,
            "dismiss": moderation.dismiss_report,
        },
        {"rule": facts.house_rule_needed, "reason": facts.words(2000)},
    ),
    Desk(
        "appeals", MODERATION, APPEAL, is_moderator, lambda actor: moderated.appeals_of(actor, moderated.appeals()),
        lambda row: f"{row.decision.kind}: {row.decision.rule}", "received_at",
        {"grant": moderation.grant_appeal, "refuse": moderation.refuse_appeal}, {"reason": facts.words(2000)},
    ),
)  # fmt: skip
DESKS: dict[str, Desk] = {desk.resource: desk for desk in TABLE}
