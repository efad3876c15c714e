"""Thin jobs of the schedule."""

from consultations.bills.actions.versions import close_due_versions as close


def close_due_versions() -> int:
    """Close what is due."""
    return close()
