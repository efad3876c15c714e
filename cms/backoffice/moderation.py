"""The moderators' desk: reports of abuse by age and clock, and appeals that another person than the first decides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.backoffice.base import Filter, Link, Office, Queue, Shown, register
from core.moderation import actions, selectors
from core.moderation.lifecycle import APPEAL, REPORT
from core.moderation.models import Appeal, Report
from core.moderation.rules import is_moderator, is_overdue
from core.moderation.states import OPEN_REPORTS, AppealState, Rule
from core.moderation.targets import kind_label, rule_labels, target_of, targets
from core.web.times import when

MODERATION = Office("moderation", _("Moderation"), icon="warning", order=205)


def due(record: Report | Appeal) -> str:
    """Give the day by which it is to be decided, marked where it has passed."""
    day = when(record.due_on, "date")
    return str(_("%(day)s, overdue") % {"day": day}) if is_overdue(record) else day


def kinds() -> list[tuple[str, Any]]:
    """Offer the kinds that domains have registered."""
    return [(target.kind, target.label) for target in targets()]


def ask_rule(report: Report) -> forms.Field:
    """Ask which rule of the house is broken; the reporter's own choice stands first."""
    return forms.ChoiceField(label=_("Which rule does it break?"), choices=Rule.choices, initial=report.rule)


def ask_house_rule(_record: Any) -> forms.Field:
    """Ask which rule of the house a text breaks, where a domain's own desk takes it down."""
    choices = [("", _("Choose a rule")), *Rule.choices]
    return forms.ChoiceField(label=_("Which rule does it break?"), choices=choices, required=False)


def ask_reason(_record: Any) -> forms.Field:
    """Ask for the public words."""
    widget = forms.Textarea(attrs={"rows": 4, "dir": "auto"})
    return forms.CharField(label=_("Reason, in words that everybody may read"), max_length=2000, widget=widget)


def about(kind: str, target_id: Any) -> dict[str, Any]:
    """Show the thing itself and what was decided about it before."""
    target = target_of(kind)
    labels = rule_labels()
    earlier = [
        {"at": row.decided_at, "outcome": row.get_outcome_display(), "rule": labels.get(row.rule, row.rule),
         "reason": row.reason}
        for row in selectors.decisions_about(target_id)[:20]
    ]  # fmt: skip
    return {"thing": target.describe(target.find(target_id)), "kind": target.label, "earlier": earlier}


def around_report(report: Report) -> dict[str, Any]:
    """Give the screen of a report its thing, earlier decisions and the other reports about it."""
    return {**about(report.kind, report.target_id), "others": list(selectors.other_reports(report)[:20])}


def around_appeal(appeal: Appeal) -> dict[str, Any]:
    """Give the screen of an appeal its thing and the decisions about it."""
    return about(appeal.decision.kind, appeal.decision.target_id)


def page_of(kind: str, target_id: Any) -> str | None:
    """Give the public page of what a record is about."""
    target = target_of(kind)
    return target.describe(target.find(target_id)).url


def what(kind: str, rule: str) -> str:
    """Name a record by the kind of thing and the rule; its words are shown on its own screen only."""
    return f"{kind_label(kind)}: {dict(Rule.choices).get(rule, rule)}"


register(
    Queue(
        key="reports",
        office=MODERATION,
        label=_("Reports"),
        records=selectors.reports,
        lifecycle=REPORT,
        may=is_moderator,
        narrow=selectors.reports_of,
        title=lambda report: what(report.kind, report.rule),
        columns=(
            Shown(_("Received"), lambda report: report.received_at, sort="received_at"),
            Shown(_("Due"), due, sort="due_on"),
        ),
        waiting=OPEN_REPORTS,
        age="received_at",
        decide={
            "take_up": actions.take_up_report,
            "uphold": actions.uphold_report,
            "dismiss": actions.dismiss_report,
        },
        asks={"rule": ask_rule, "reason": ask_reason},
        details=(
            Shown(_("What the reporter says"), lambda report: report.words, is_long=True, personal="words"),
            Shown(_("Rule"), lambda report: report.get_rule_display()),
            Shown(_("Wants an answer"), lambda report: _("Yes") if report.email else _("No")),
            Shown(_("Received"), lambda report: report.received_at),
            Shown(_("Due"), due),
        ),
        links=(Link(_("See the public page"), lambda report: page_of(report.kind, report.target_id)),),
        template="cms/backoffice/moderation_item.html",
        more=around_report,
        language=lambda report: report.language,
        filters=(Filter("kind", _("Kind"), kinds), Filter("rule", _("Rule"), lambda: Rule.choices)),
    ),
    Queue(
        key="appeals",
        office=MODERATION,
        label=_("Appeals"),
        records=selectors.appeals,
        lifecycle=APPEAL,
        may=is_moderator,
        narrow=selectors.appeals_of,
        title=lambda appeal: what(appeal.decision.kind, appeal.decision.rule),
        columns=(
            Shown(_("Received"), lambda appeal: appeal.received_at, sort="received_at"),
            Shown(_("Due"), due, sort="due_on"),
        ),
        waiting=(AppealState.RECEIVED,),
        age="received_at",
        decide={"grant": actions.grant_appeal, "refuse": actions.refuse_appeal},
        asks={"reason": ask_reason},
        details=(
            Shown(_("What the author says"), lambda appeal: appeal.words, is_long=True, personal="words"),
            Shown(_("Decision of"), lambda appeal: appeal.decision.decided_at),
            Shown(_("What was decided"), lambda appeal: appeal.decision.get_outcome_display()),
            Shown(_("The reason given"), lambda appeal: appeal.decision.reason, is_long=True),
            Shown(_("Due"), due),
        ),
        links=(
            Link(_("See the public page"), lambda appeal: page_of(appeal.decision.kind, appeal.decision.target_id)),
        ),
        template="cms/backoffice/moderation_item.html",
        more=around_appeal,
        language=lambda appeal: appeal.language,
        filters=(Filter("decision__kind", _("Kind"), kinds),),
    ),
)
