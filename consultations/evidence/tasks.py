"""What the schedule runs: one thin function a job."""

from consultations.evidence import actions


def turn_due_calls() -> None:
    """Open and close the calls whose moment has come."""
    actions.open_due_calls()
    actions.close_due_calls()


def drop_old_drafts() -> None:
    """Delete drafts that nobody came back to for 90 days."""
    actions.drop_old_drafts()
