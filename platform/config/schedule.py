"""What runs when. The worker reads this table and enqueues a job for each line that is due (decision 5)."""

from datetime import time, timedelta

from django.core.management import call_command

from consultations.bills.tasks import close_due_versions
from consultations.evidence.tasks import turn_due_calls
from core.audit.sealing import sweep as sweep_audit
from core.audit.tasks import verify_chain
from core.jobs.schedule import Regular, drop_finished
from core.limits.taking import sweep as sweep_limits
from core.privacy.retaining import run_retention
from core.search.checking import check_regularly
from core.search.pushing import push_soon
from petitions.emails.defence import tell_of_invalidations
from petitions.tasks import (
    check_all_counts,
    close_due_petitions,
    end_lapsed_petitions,
    fold_counts,
    mark_overdue_milestones,
    remind_offices,
    sign_checkpoints,
    take_up_invalidations,
    tell_signers_of_steps,
    watch_trends,
    write_to_signers,
)


def publish_scheduled_pages() -> None:
    """Publish and expire Wagtail pages whose moment has come."""
    call_command("publish_scheduled", verbosity=0)


SCHEDULE = (
    Regular("petitions.close", close_due_petitions, timedelta(minutes=1)),
    Regular("petitions.lapse", end_lapsed_petitions, timedelta(minutes=10)),
    # The shown count is at most two seconds old, whoever died between an entry and its event.
    Regular("petitions.fold", fold_counts, timedelta(seconds=1)),
    Regular("petitions.checkpoints", sign_checkpoints, timedelta(hours=1)),
    Regular("petitions.check_counts", check_all_counts, daily=time(3, 0)),
    Regular("petitions.overdue", mark_overdue_milestones, timedelta(hours=1)),
    Regular("petitions.remind", remind_offices, daily=time(8, 0)),
    # At the end of the day, so that what was put right during it is told right, and once.
    Regular("petitions.tell_signers", tell_signers_of_steps, daily=time(18, 0)),
    Regular("petitions.write_to_signers", write_to_signers, timedelta(seconds=10)),
    Regular("bills.close", close_due_versions, timedelta(seconds=30)),
    Regular("evidence.turn_calls", turn_due_calls, timedelta(minutes=1)),
    Regular("cms.publish_scheduled", publish_scheduled_pages, timedelta(seconds=30)),
    Regular("petitions.invalidations", take_up_invalidations, timedelta(minutes=1)),
    Regular("petitions.trends", watch_trends, timedelta(minutes=1)),
    Regular("petitions.tell_invalidated", tell_of_invalidations, timedelta(minutes=10)),
    # All that is kept for a time only: core.privacy.registry.
    Regular("privacy.retention", run_retention, timedelta(hours=1)),
    Regular("limits.sweep", sweep_limits, timedelta(minutes=10)),
    # What Elasticsearch missed while it was away; without ELASTICSEARCH_URL it does nothing.
    Regular("search.push", push_soon, timedelta(seconds=10)),
    Regular("search.check", check_regularly, timedelta(hours=1)),
    Regular("jobs.drop_finished", drop_finished, timedelta(minutes=10)),
    Regular("audit.sweep", sweep_audit, timedelta(minutes=10)),
    Regular("audit.verify", verify_chain, daily=time(2, 30)),
)
