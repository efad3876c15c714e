"""Thin jobs of the schedule."""

from time import monotonic

from django_tasks import task

from petitions.actions.invalidating import run_batch, unfinished
from petitions.actions.milestones import expire_milestones, remind_of_milestones
from petitions.actions.moderating import close_petitions
from petitions.actions.starting import lapse_petitions
from petitions.actions.telling import tell_signers
from petitions.actions.trends import warn_of_trends
from petitions.counting import fold_backlog
from petitions.counting.checking import check_counts
from petitions.counting.checkpoints import checkpoint_grown
from petitions.letters import write_on


def fold_counts() -> int:
    """Fold what no event has folded: its subscriber died, or the lane wrote it."""
    return fold_backlog()


def sign_checkpoints() -> int:
    """Sign the logs that have grown."""
    return checkpoint_grown()


def check_all_counts() -> int:
    """Compare rows, ledger, tallies, shown counts and logs."""
    return check_counts()


def close_due_petitions() -> int:
    """Close what is due."""
    return close_petitions()


def end_lapsed_petitions() -> int:
    """End what did not find its supporters in time."""
    return lapse_petitions()


def mark_overdue_milestones() -> int:
    """Mark what is overdue."""
    return expire_milestones()


def remind_offices() -> int:
    """Remind of what is due soon."""
    return remind_of_milestones()


def tell_signers_of_steps() -> int:
    """Begin to tell signers of what is new."""
    return tell_signers()


def write_to_signers() -> int:
    """Write the next letters of what is being sent."""
    return write_on()


RUN_SECONDS = 300


@task(in_transaction=False)
def run_invalidation(public_id: str) -> int:
    """Run, or undo, an invalidation batch by batch; gives how many batches. The rest waits its turn."""
    begun, batches = monotonic(), 0
    while run_batch(public_id):
        batches += 1
        if monotonic() - begun > RUN_SECONDS:
            run_invalidation.enqueue(public_id)
            break
    return batches


def take_up_invalidations() -> int:
    """Run on what a dead worker left: each batch locks its query, so a second runner does no harm."""
    return sum(run_batch(public_id) for public_id in unfinished())


def watch_trends() -> int:
    """Warn of what comes too fast from one place."""
    return warn_of_trends()
