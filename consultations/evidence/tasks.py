"""What the schedule runs: one thin function a job."""

from consultations.evidence import actions


def turn_due_calls() -> None:
    """Open and close the calls whose moment has come; where opening fails, what is due is closed all the same."""
    try:
        actions.open_due_calls()
    finally:
        actions.close_due_calls()
