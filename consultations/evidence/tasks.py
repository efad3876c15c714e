"""What the schedule runs: one thin function a job."""

from consultations.evidence import actions


def turn_due_calls() -> None:
    """Open and close the calls whose moment has come."""
    actions.open_due_calls()
    actions.close_due_calls()
