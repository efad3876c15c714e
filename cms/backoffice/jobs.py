"""The desk of the operation: jobs and deliveries that wait, run or failed for good; an administrator tries again."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cms.backoffice.audit import kind_words
from cms.backoffice.base import Filter, Office, Queue, Shown, register
from cms.backoffice.job_names import job_choices, job_words
from cms.backoffice.verbs import words_of
from core.claims import WorkState
from core.events.models import OutboxEntry
from core.jobs import actions
from core.jobs.lifecycle import DELIVERY, JOB, is_operator
from core.jobs.models import Job

OPERATION = Office("operation", _("Operation"), icon="cogs", order=900)


def jobs() -> QuerySet[Job]:
    """Give every job that is still kept."""
    return Job.objects.all()


def deliveries() -> QuerySet[OutboxEntry]:
    """Give every event whose subscribers have not run yet."""
    return OutboxEntry.objects.select_related("event")


def error_kind(row: Any) -> str:
    """Name the kind of the last error, without its module."""
    return str(row.last_error).rpartition(".")[2]


def arguments(job: Job) -> str:
    """Give the arguments: ids, never personal data."""
    named = [f"{name}={value!r}" for name, value in job.kwargs.items()]
    return ", ".join([*map(repr, job.args), *named])


# What a list says of work that is tried again and again, a job's or a delivery's.
TRIES = (
    Shown(_("Last error"), error_kind),
    Shown(_("Tries"), lambda row: row.attempts, sort="attempts"),
    Shown(_("Next try"), lambda row: row.due_at, sort="due_at"),
)


register(
    Queue(
        key="jobs",
        office=OPERATION,
        label=_("Jobs"),
        records=jobs,
        lifecycle=JOB,
        may=is_operator,
        title=lambda job: job_words(job.name),
        code=lambda job: job.name,
        columns=TRIES,
        waiting=(WorkState.DEAD,),
        age="enqueued_at",
        decide={"retry": actions.retry_job, "discard": actions.discard_job},
        details=(
            Shown(_("Function"), lambda job: job.function),
            Shown(_("Arguments"), arguments),
            Shown(_("Tries"), lambda job: job.attempts),
            Shown(_("Last error"), lambda job: job.last_error),
            Shown(_("Where it failed"), lambda job: job.error_trace, is_long=True),
            Shown(_("Worker"), lambda job: job.worker),
            Shown(_("Enqueued"), lambda job: job.enqueued_at),
            Shown(_("Last try"), lambda job: job.tried_at),
            Shown(_("Done"), lambda job: job.finished_at),
        ),
        look_up=("name", "last_error"),
        filters=(Filter("name", _("Job"), job_choices),),
    ),
    Queue(
        key="deliveries",
        office=OPERATION,
        label=_("Deliveries"),
        records=deliveries,
        lifecycle=DELIVERY,
        may=is_operator,
        title=lambda entry: words_of(entry.event.verb),
        code=lambda entry: entry.event.verb,
        columns=TRIES,
        waiting=(WorkState.DEAD,),
        age="due_at",
        decide={"retry": actions.retry_delivery, "discard": actions.discard_delivery},
        details=(
            Shown(_("About"), lambda entry: f"{kind_words(entry.event.subject_type)} {entry.event.subject_id}"),
            Shown(_("Happened"), lambda entry: entry.event.occurred_at),
            Shown(_("Tries"), lambda entry: entry.attempts),
            Shown(_("Last error"), lambda entry: entry.last_error),
        ),
        look_up=("event__verb", "last_error"),
    ),
)
