"""What runs by itself: the worker, the schedule, dead letters, and the audit trail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext as _

from config.doctor.findings import ERROR, WARNING, Fault
from config.schedule import SCHEDULE
from core import clock
from core.audit.selectors import chain_state
from core.claims import OPEN, WorkState
from core.events.models import OutboxEntry
from core.jobs.models import Job, ScheduledJob
from core.web.numbers import number
from petitions.counting.checking import faulty_petitions

LATE, STALE = timedelta(minutes=5), timedelta(minutes=10)
UNVERIFIED = timedelta(days=3)
MOST_UNSEALED = 1000


def schedule() -> Iterator[Fault]:
    """See whether somebody runs the schedule: its moments are moved on by the worker alone."""
    due = dict(ScheduledJob.objects.values_list("name", "due_at"))
    mend = _("Start `manage.py worker`, and let the system start it again when it ends.")
    if not due:
        yield Fault(_("No worker has run yet: no mail leaves, nothing closes in time."), mend)
        return
    late = [name for name, moment in due.items() if moment < clock.now() - LATE]
    if late:
        yield Fault(
            _("No worker runs: regular jobs overdue: %(count)s, the first for %(minutes)s minutes.")
            % {
                "count": number(len(late)),
                "minutes": number(int((clock.now() - min(due.values())).total_seconds() // 60)),
            },
            mend,
        )
    unknown = sorted({regular.name for regular in SCHEDULE} - set(due))
    if unknown and not late:
        yield Fault(
            _("The worker does not know: %(names)s.") % {"names": ", ".join(unknown)},
            _("Start the worker again: it runs an older version."),
            WARNING,
        )


def backlog() -> Iterator[Fault]:
    """See whether work piles up."""
    moment = clock.now() - STALE
    for words, rows in (
        (_("Jobs that have waited for more than ten minutes: %(count)s."), Job.objects),
        (_("Events that have waited for more than ten minutes: %(count)s."), OutboxEntry.objects),
    ):
        late = rows.filter(state__in=OPEN, due_at__lt=moment).count()
        if late:
            yield Fault(words % {"count": number(late)}, _("Start the worker, or a second one."))


def dead_letters() -> Iterator[Fault]:
    """Count what was given up."""
    for words, rows in (
        (_("Jobs that were given up after all their tries: %(count)s."), Job.objects),
        (_("Events that could not be delivered: %(count)s."), OutboxEntry.objects),
    ):
        dead = rows.filter(state=WorkState.DEAD).count()
        if dead:
            yield Fault(
                words % {"count": number(dead)}, _("Look at them in the back office under “Jobs” and try them again.")
            )


def audit_chain() -> Iterator[Fault]:
    """Tell how the last verification of the audit trail ended, and whether the chain grows."""
    state = chain_state()
    if state["faults"]:
        yield Fault(
            _("The audit trail was changed. Faults that the last verification found: %(count)s.")
            % {"count": number(state["faults"])},
            _("Run `manage.py audit_verify`, keep its words, and hold them against your backups."),
            ERROR,
        )
    if state["waiting"] > MOST_UNSEALED:
        yield Fault(
            _("Events that wait for their place in the audit trail: %(count)s.") % {"count": number(state["waiting"])},
            _("Start the worker."),
        )
    verified = state["verified_at"]
    if verified is not None and verified < clock.now() - UNVERIFIED:
        yield Fault(
            _("The audit trail was last verified on %(day)s.") % {"day": verified.date().isoformat()},
            _("Let the worker run at night, or run `manage.py audit_verify`."),
        )


def counts() -> Iterator[Fault]:
    """Tell which counts the nightly check found wrong; it never sets one right."""
    if wrong := faulty_petitions():
        yield Fault(
            _("Counts that do not agree with their ledger: %(count)s.") % {"count": number(len(wrong))},
            _("Run `manage.py verify_count --all`, keep its words, and hold them against your backups."),
            ERROR,
        )
