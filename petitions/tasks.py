"""Thin jobs of the schedule."""

from petitions.actions.milestones import expire_milestones
from petitions.actions.moderating import close_petitions


def close_due_petitions() -> int:
    """Close what is due."""
    return close_petitions()


def mark_overdue_milestones() -> int:
    """Mark what is overdue."""
    return expire_milestones()
