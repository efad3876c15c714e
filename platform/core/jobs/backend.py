"""The job table as a back end of `django_tasks`: what Wagtail enqueues goes the way of our own jobs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from core.claims import WorkState
from core.jobs.tasks import JobTask, find_task

STATUS = {
    WorkState.WAITING: TaskResultStatus.READY,
    WorkState.RUNNING: TaskResultStatus.RUNNING,
    WorkState.DONE: TaskResultStatus.SUCCESSFUL,
    WorkState.DEAD: TaskResultStatus.FAILED,
    WorkState.DISCARDED: TaskResultStatus.FAILED,
}
_at_once: ContextVar[bool] = ContextVar("at_once", default=False)


class JobBackend(BaseTaskBackend):
    """Writes a Job in the caller's transaction; a result can be read for as long as its row is kept."""

    task_class = JobTask
    supports_defer = True
    supports_get_result = True
    supports_priority = True

    def enqueue(self, task: Task, args: Any, kwargs: Any) -> TaskResult[Any]:
        """Write the job; gives its result, to be read later."""
        from core.jobs.enqueuing import add_job  # noqa: PLC0415 - models must be ready

        self.validate_task(task)
        job = add_job(task, args, kwargs)
        if _at_once.get():
            return self._run(job)
        return result_of(job)

    @staticmethod
    def _run(job: Any) -> TaskResult[Any]:
        """Run the job now; one that is done leaves no row, one that failed waits for a worker."""
        from core.jobs.running import run_job  # noqa: PLC0415

        run_job(job)
        job.refresh_from_db()
        result = result_of(job)
        if job.state == WorkState.DONE:
            job.delete()
        return result

    def get_result(self, result_id: str) -> TaskResult[Any]:
        """Give the result of a job. Raises TaskResultDoesNotExist where there is none, or none any more."""
        from core.jobs.models import Job  # noqa: PLC0415

        try:
            job = Job.objects.get(public_id=UUID(str(result_id)))
        except (ValueError, Job.DoesNotExist):
            raise TaskResultDoesNotExist(result_id) from None
        return result_of(job)


@contextmanager
def at_once() -> Iterator[None]:
    """Run each job as soon as it is enqueued: for what a migration lays, where no worker is near."""
    token = _at_once.set(True)
    try:
        yield
    finally:
        _at_once.reset(token)


def result_of(job: Any) -> TaskResult[Any]:
    """Give a job as `django_tasks` shows it. Raises UnknownJobError where its function is gone."""
    result: TaskResult[Any] = TaskResult(
        task=find_task(job.function).using(priority=job.priority, queue_name=job.queue_name, backend=job.backend),
        id=str(job.public_id),
        status=STATUS[WorkState(job.state)],
        enqueued_at=job.enqueued_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
        last_attempted_at=job.tried_at,
        args=job.args,
        kwargs=job.kwargs,
        backend=job.backend,
        errors=[TaskError(exception_class_path=job.last_error, traceback=job.error_trace)] if job.last_error else [],
        worker_ids=[job.worker] * job.attempts,
    )
    object.__setattr__(result, "_return_value", job.result)
    return result
