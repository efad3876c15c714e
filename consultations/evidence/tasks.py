"""What the schedule runs: one thin function a job."""

from consultations.evidence.actions import close_due_calls as close
from consultations.evidence.actions import open_due_calls as open_


def turn_due_calls() -> None:
    """Open and close the calls whose moment has come."""
    open_()
    close()
