"""The names of jobs in plain words, for operators: one table for the schedule, our own tasks and Wagtail's."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

# By the name that the job's row carries (config/schedule.py; `core.jobs.enqueuing` for tasks): the raw name stays
# beside the words in small print. tests/cms/test_verbs.py fails where the schedule or a task has none.
JOBS = {
    "audit.sweep": _("Put new events into the audit trail"),
    "audit.verify": _("Check the audit trail"),
    "bills.close": _("Close comments at their deadline"),
    "cms.publish_scheduled": _("Publish and take down pages on time"),
    "desk.ask_signers": _("Ask signers of a merged petition"),
    "evidence.turn_calls": _("Open and close calls for evidence on time"),
    "frontend_cache.purge_urls_from_cache": _("Refresh pages in an outer cache"),
    "images.set_image_focal_point": _("Find the middle of a picture"),
    "jobs.drop_finished": _("Tidy up finished jobs"),
    "limits.sweep": _("Tidy up counters of the limits"),
    "petitions.check_counts": _("Check all counts against their ledgers"),
    "petitions.checkpoints": _("Sign the counts of petitions"),
    "petitions.close": _("Close petitions at their deadline"),
    "petitions.fold": _("Bring shown counts up to date"),
    "petitions.invalidations": _("Go on with unfinished invalidations"),
    "petitions.lapse": _("End petitions without enough supporters"),
    "petitions.overdue": _("Mark duties that are overdue"),
    "petitions.remind": _("Remind offices of their duties"),
    "petitions.run_invalidation": _("Take signatures out of a count"),
    "petitions.tell_invalidated": _("Tell signers that were taken out"),
    "petitions.tell_signers": _("Tell signers what Parliament did"),
    "petitions.trends": _("Watch for sudden signatures"),
    "petitions.write_to_signers": _("Send messages to signers"),
    "privacy.retention": _("Delete what was kept long enough"),
    "schedule.run_regular": _("Regular work"),
    "search.check": _("Check the search index"),
    "search.push": _("Bring the search index up to date"),
    "wagtail.delete_file_from_storage": _("Delete the file of a removed picture or document"),
    "wagtail.update_reference_index": _("Note what a page refers to"),
}


def job_words(name: str) -> Any:
    """Say what a job does; a name without words is shown as it is."""
    return JOBS.get(name, name)


def job_choices() -> list[tuple[str, Any]]:
    """Offer all jobs, by their words."""
    return sorted(JOBS.items(), key=lambda row: str(row[1]))
