"""Thin jobs of the schedule."""

from petitions.actions.milestones import expire_milestones, remind_of_milestones
from petitions.actions.moderating import close_petitions
from petitions.actions.telling import tell_signers
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
