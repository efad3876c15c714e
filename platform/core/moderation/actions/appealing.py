"""An author disagrees, and another person than the first decides."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core import clock, events
from core.actors import Actor
from core.errors import Conflict, Forbidden, Invalid, WrongState
from core.moderation.actions.moving import bring_back
from core.moderation.lifecycle import APPEAL, REPORT
from core.moderation.log import write_decision
from core.moderation.models import Appeal, Decision
from core.moderation.rules import APPEAL_WORKING_DAYS, due_after, is_another_person
from core.moderation.states import RESTRICTIVE, AppealState, Outcome, ReportState

WORDS_LENGTH = 4000


def file_appeal(decision: Decision, *, words: str, language: str, by: Actor) -> Appeal:
    """Take the author's appeal, one for each decision. Raises Invalid without words, WrongState, Conflict."""
    if not words.strip():
        raise Invalid(fields={"words": _("Say why the decision is wrong")})
    if len(words.strip()) > WORDS_LENGTH:
        raise Invalid(fields={"words": _("At most 4,000 characters, please")})
    if decision.outcome not in RESTRICTIVE:
        raise WrongState()
    try:
        with transaction.atomic():
            return _file(decision, words.strip(), language, by)
    except IntegrityError:
        raise Conflict(_("You have already appealed this decision.")) from None


def _file(decision: Decision, words: str, language: str, by: Actor) -> Appeal:
    appeal = Appeal.objects.create(
        decision=decision, words=words, language=language, received_at=clock.now(),
        due_on=due_after(APPEAL_WORKING_DAYS),
    )  # fmt: skip
    events.record("appeal.file", appeal, actor=by, to_state=AppealState.RECEIVED, public=False)
    if decision.report is not None and decision.report.state == ReportState.UPHELD:
        REPORT.fire("appeal", decision.report, by=by)
    return appeal


def grant_appeal(appeal: Appeal, *, by: Actor, reason: str) -> Decision:
    """Grant an appeal: the thing is restored; gives the line of the log.

    Raises Forbidden for whoever made or proposed the first decision, Invalid without a reason, WrongState, Conflict.
    """
    _check_four_eyes(appeal, by)
    words = reason.strip()
    with transaction.atomic():
        event = APPEAL.fire("grant", appeal, by=by, reason=words, words=reason)
        _move_report(appeal, "overturn", by)
        return bring_back(appeal, by=by, reason=words) or write_decision(
            event, appeal.decision.kind, appeal.decision.target_id, Outcome.RESTORED, rule=appeal.decision.rule,
            reason=words, appeal=appeal, report=appeal.decision.report,
        )  # fmt: skip


def refuse_appeal(appeal: Appeal, *, by: Actor, reason: str) -> Decision:
    """Refuse an appeal: the first decision stands; gives the line of the log. Raises as `grant_appeal`."""
    _check_four_eyes(appeal, by)
    words, first = reason.strip(), appeal.decision
    with transaction.atomic():
        event = APPEAL.fire("refuse", appeal, by=by, reason=words, words=reason)
        _move_report(appeal, "confirm", by)
        return write_decision(
            event, first.kind, first.target_id, Outcome.CONFIRMED, rule=first.rule, reason=words, appeal=appeal,
            report=first.report,
        )  # fmt: skip


def _check_four_eyes(appeal: Appeal, by: Actor) -> None:
    if not is_another_person(by, appeal):
        raise Forbidden(_("You had a part in the first decision. Somebody else must decide the appeal."))


def _move_report(appeal: Appeal, verb: str, by: Actor) -> None:
    """Carry the result into the report that the first decision came from, where there was one."""
    report = appeal.decision.report
    if report is not None and report.state == ReportState.APPEALED:
        REPORT.fire(verb, report, by=by)
